import { join } from 'node:path'
import { Client } from 'pg'
import { searchAttributeTypes } from '../contract/searchAttributes.ts'
import { temporalConnection, temporalSettings } from '../temporal.ts'
import { startPostgres } from './postgres.ts'
import { isAlive } from './process.ts'
import type { ProcessGuard } from './processGuard.ts'
import { type StateFolder, writeOwnerOnly } from './stateFolder.ts'
import { startTemporalDevServer } from './temporal.ts'
import { defaultCacheFolder, findTemporalCli } from './temporalPrograms.ts'

export type Backend = {
  /** What a person is told: where it is, and whether it is one of their own. */
  readonly place: string
  readonly from: 'started' | 'adopted' | 'given'
  readonly stop: () => Promise<void>
  /** False once it has died; never asked of one that was given. */
  readonly isAlive: () => boolean
  /** Starts it again in the same place. */
  readonly again: () => Promise<void>
}

export type Database = Backend & {
  readonly appUrl: string
  /** The role that owns the tables; absent where the caller's database is to be left as it is. */
  readonly ownerUrl: string | undefined
  /** Folders outside of the state folder that hold its data. */
  readonly home: string | undefined
}

export type Temporal = Backend & {
  readonly address: string
  readonly namespace: string
  readonly uiUrl: string | null
  /** How processes find it. */
  readonly env: NodeJS.ProcessEnv
}

export type FindBackend = {
  readonly env: NodeJS.ProcessEnv
  readonly state: StateFolder
  readonly guard: ProcessGuard | undefined
  readonly onProgress: (line: string) => void
}

/** `DATABASE_URL` where it is set, else the embedded Postgres of the state folder. */
export async function findDatabase({ env, state, guard, onProgress }: FindBackend): Promise<Database> {
  const given = env['DATABASE_URL']
  if (given) {
    const ownerUrl = env['MIGRATION_DATABASE_URL'] || undefined
    await tryDatabase(given, ownerUrl)
    return { ...ofTheCaller(`${new URL(given).host} (DATABASE_URL)`), appUrl: given, ownerUrl, home: undefined }
  }
  const start = () => startPostgres({ state, onLog: onProgress, ...(guard ? { guard } : {}) })
  let server = await start()
  return {
    place: `127.0.0.1:${server.port}`,
    from: server.adopted ? 'adopted' : 'started',
    appUrl: server.appUrl,
    ownerUrl: server.ownerUrl,
    home: server.home,
    stop: () => server.stop(),
    isAlive: () => isAlive(server.pid),
    again: async () => {
      server = await start()
    },
  }
}

async function tryDatabase(url: string, ownerUrl: string | undefined): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ table: string | null }>(`select to_regclass('event')::text as table`)
    if (!rows[0]?.table && ownerUrl === undefined) throw new Error('it has no tables of Clearline')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
    throw new Error(
      `The database of DATABASE_URL cannot be used: ${reason}\nWays out:\n` +
        '- Set DATABASE_URL to a database of Postgres 15 or newer, as the role clearline_app.\n' +
        '- Set MIGRATION_DATABASE_URL to the same database as the role clearline_owner; then its tables are made.\n' +
        '- Unset DATABASE_URL; then a Postgres is started here.',
      { cause },
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** `TEMPORAL_ADDRESS` where it is set, else the dev server of the state folder. */
export async function findTemporal(options: FindBackend): Promise<Temporal> {
  const { env, state, guard, onProgress } = options
  if (env['TEMPORAL_ADDRESS']) return givenTemporal(env, onProgress)
  const { path } = await findTemporalCli({ env, cacheFolder: defaultCacheFolder(env), onProgress })
  const namespace = env['TEMPORAL_NAMESPACE'] || 'clearline'
  const start = (port?: number) =>
    startTemporalDevServer({
      path,
      state,
      namespace,
      searchAttributes: searchAttributeTypes,
      onLog: onProgress,
      ...(port === undefined ? {} : { port }),
      ...(guard ? { guard } : {}),
    })
  let server = await start()
  const { address, uiUrl, adopted } = server
  return {
    place: address,
    from: adopted ? 'adopted' : 'started',
    address,
    namespace,
    uiUrl,
    env: { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, TEMPORAL_CONFIG_FILE: emptyProfile(state) },
    stop: () => server.stop(),
    isAlive: () => isAlive(server.pid),
    again: async () => {
      server = await start(Number(new URL(`http://${address}`).port))
      if (server.address === address) return
      // Something has just taken its port: whoever was told the address would look for it there in vain.
      await server.stop()
      throw new Error(`The port of ${address} is taken; Temporal waits for it, trying again`)
    },
  }
}

/** The caller's own profiles are for other servers. */
function emptyProfile(state: StateFolder): string {
  const file = join(state.temporal, 'client.toml')
  writeOwnerOnly(file, '[profile.default]\n')
  return file
}

/** Tried once before anything else is started, so that a wrong address is told at once and not by a silent worker. */
async function givenTemporal(env: NodeJS.ProcessEnv, onProgress: (line: string) => void): Promise<Temporal> {
  const address = env['TEMPORAL_ADDRESS'] ?? ''
  const settings = temporalSettings(env)
  const { namespace } = settings
  const connection = temporalConnection(settings)
  try {
    const asked = () => connection.workflowService.describeNamespace({ namespace })
    await connection.withDeadline(Date.now() + 10_000, asked)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(
      `Temporal at ${address}, namespace ${namespace}, cannot be used: ${reason}\nWays out:\n` +
        '- Set TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE to a server and a namespace that exist (and TEMPORAL_API_KEY or\n' +
        '  TEMPORAL_TLS_… where it asks for them), with the search attributes OrgId and Stage, both of type Keyword.\n' +
        "- Unset TEMPORAL_ADDRESS; then Temporal's dev server is started here.",
      { cause },
    )
  } finally {
    await connection.close()
  }
  onProgress(`Temporal answers at ${address}`)
  const passedOn = Object.entries(env).filter(([name]) => name.startsWith('TEMPORAL_') || name === 'HOME')
  const place = `${address} (TEMPORAL_ADDRESS)`
  return { ...ofTheCaller(place), address, namespace, uiUrl: null, env: Object.fromEntries(passedOn) }
}

function ofTheCaller(place: string): Backend {
  const nothing = async () => undefined
  return { place, from: 'given', stop: nothing, isAlive: () => true, again: nothing }
}
