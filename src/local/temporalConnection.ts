import { Connection } from '@temporalio/client'
import { reconnectSoon } from '../temporal.ts'

export function connectTemporal(address: string): Promise<Connection> {
  return Connection.connect({ address, connectTimeout: '3 seconds', channelArgs: reconnectSoon })
}
