import { Client, Connection } from '@temporalio/client'
import { loadClientConnectConfig } from '@temporalio/envconfig'

/** Where Temporal is and how to be let in, as `TEMPORAL_ADDRESS`, `_NAMESPACE`, `_API_KEY`, `_TLS…` and its profiles say. */
export type TemporalSettings = {
  readonly connection: ReturnType<typeof loadClientConnectConfig>['connectionOptions']
  readonly namespace: string
}

export function temporalSettings(env: Readonly<Record<string, string | undefined>>): TemporalSettings {
  const overrideEnvVars = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars })
  return { connection: connectionOptions, namespace: namespace ?? 'default' }
}

/** Without these a client comes back up to two minutes after its server does: all of an address share one back-off. */
export const reconnectSoon = {
  'grpc.initial_reconnect_backoff_ms': 250,
  'grpc.max_reconnect_backoff_ms': 2_000,
} as const

/** Connects at its first call and again after each outage, so a process can start, and answer, while Temporal is away. */
export function createTemporalClient(settings: TemporalSettings): Client {
  return new Client({ namespace: settings.namespace, connection: temporalConnection(settings) })
}

export function temporalConnection({ connection }: TemporalSettings): Connection {
  const { address, tls, apiKey, metadata } = connection
  return Connection.lazy({
    ...(address === undefined ? {} : { address }),
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(metadata === undefined ? {} : { metadata }),
    connectTimeout: '5 seconds',
    channelArgs: reconnectSoon,
  })
}
