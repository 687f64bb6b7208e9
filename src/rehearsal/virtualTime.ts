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
  /** The product's clock. It stands where the driver has put it, so that every instant of the record is exact. */
  readonly clock: Clock
  readonly stands: () => Instant
  readonly stand: (at: Instant) => void
  /** From the server's time to the scenario's; the workflows are told it. */
  readonly offsetMs: number
  /** The server's time in the scenario's: while work is done it runs on with the machine's, and is a little ahead. */
  readonly serverNow: () => Promise<Instant>
  /** Lets the server's time pass to an instant, unless it is there. Only the driver sleeps, once at a time, and only while nothing is under way. */
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
  let standing = starts
  return {
    address,
    namespace,
    client: new Client({ connection, namespace, identity: 'rehearsal' }),
    clock: { now: async () => standing },
    stands: () => standing,
    stand: (at) => {
      if (at < standing) throw new Error(`time does not go back, to ${at} from ${standing}`)
      standing = at
    },
    offsetMs,
    serverNow: async () => instant(await now()),
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
