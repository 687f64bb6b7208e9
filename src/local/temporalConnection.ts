import { Connection } from '@temporalio/client'

/** Without these a client comes back up to two minutes after its server does: all of an address share one back-off. */
export const reconnectSoon = {
  'grpc.initial_reconnect_backoff_ms': 250,
  'grpc.max_reconnect_backoff_ms': 2_000,
} as const

export function connectTemporal(address: string): Promise<Connection> {
  return Connection.connect({ address, connectTimeout: '3 seconds', channelArgs: reconnectSoon })
}
