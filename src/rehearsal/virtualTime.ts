import { Client, Connection, type TestService } from '@temporalio/client'
import { InternalConnectionOptionsSymbol } from '@temporalio/client/lib/connection.js'
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js'
import type { Clock } from '../clock.ts'
import { searchAttributeTypes } from '../contract/searchAttributes.ts'
import { type Instant, instant, millis } from '../domain/values.ts'
import { defaultCacheFolder, findTemporalTestServer } from '../local/temporalPrograms.ts'
import { registerSearchAttributes } from '../local/temporalSearchAttributes.ts'
import { startTemporalTestServer } from '../local/temporalTestServer.ts'
import { reconnectSoon } from '../temporal.ts'

export type VirtualTime = {
  readonly address: string
  readonly namespace: string
  /** A plain client: the one that comes with time skipping lets time run whenever it waits for a result. */
  readonly client: Client
  /** The server's time, moved so that the rehearsal began at the scenario's start. */
  readonly clock: Clock
  readonly offsetMs: number
  /** Lets time pass to an instant. Only the driver sleeps, once at a time, and only while nothing is under way. */
  readonly sleepTo: (at: Instant) => Promise<void>
  readonly stop: () => Promise<void>
}

const namespace = 'default'

/** Temporal's time-skipping server, for one rehearsal: its time never goes back. */
export async function startVirtualTime(starts: Instant, env: NodeJS.ProcessEnv): Promise<VirtualTime> {
  const { path } = await findTemporalTestServer({ env, cacheFolder: defaultCacheFolder(env) })
  const server = await startTemporalTestServer({ path })
  const { address } = server
  // The door to its time is not among the SDK's public options: the SDK's own test environment opens it in this way.
  const options = {
    address,
    channelArgs: reconnectSoon,
    [InternalConnectionOptionsSymbol]: { supportsTestService: true },
  }
  const connection = await Connection.connect(options)
  const time = timeOf(connection)
  await registerSearchAttributes(connection, namespace, searchAttributeTypes)
  const offsetMs = millis(starts) - (await currentMs(time))
  const now = async () => (await currentMs(time)) + offsetMs
  return {
    address,
    namespace,
    client: new Client({ connection, namespace, identity: 'rehearsal' }),
    clock: { now: async () => instant(await now()) },
    offsetMs,
    sleepTo: async (at) => {
      for (let ahead = millis(at) - (await now()); ahead > 0; ahead = millis(at) - (await now()))
        await time.unlockTimeSkippingWithSleep({ duration: msToTs(ahead) })
    },
    stop: async () => {
      await connection.close()
      await server.stop()
    },
  }
}

function timeOf({ testService }: Connection): TestService {
  if (testService === undefined) throw new Error("Temporal's test server does not let its time be moved")
  return testService
}

async function currentMs(time: TestService): Promise<number> {
  const { time: at } = await time.getCurrentTime({})
  return tsToMs(at)
}
