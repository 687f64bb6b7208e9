import type { Instant } from '../domain/values.ts'
import { startThrowawayPostgres } from '../local/postgresThrowaway.ts'
import { freshSecrets } from '../local/secrets.ts'
import type { Logger } from '../log.ts'
import { migrate } from '../store/migrate.ts'
import type { Missed } from './expecting.ts'
import { eventTypes } from './news.ts'
import type { Told } from './observer.ts'
import { startOutside } from './outside.ts'
import { play, type Stage } from './play.ts'
import { startProduct } from './product.ts'
import { calls } from './record.ts'
import type { Scenario } from './scenario.ts'
import { startVirtualTime } from './virtualTime.ts'

export type Rehearsed = {
  readonly title: string
  readonly starts: Instant
  readonly ends: Instant
  readonly story: readonly Told[]
  readonly missed: readonly Missed[]
  /** Codes of what was put before a person's eyes. */
  readonly attention: readonly string[]
  /** Every kind of event that was recorded. */
  readonly events: readonly string[]
}

/** Where the product can be asked once the scenario has been played, its clock standing at the end. */
export type Served = {
  readonly apiUrl: string
  readonly token: string
  readonly organisations: readonly { readonly name: string; readonly id: string; readonly numbers: readonly string[] }[]
}

export type RehearsalOptions = {
  readonly env: NodeJS.ProcessEnv
  readonly log: Logger
  readonly bundlePath?: string
  readonly providerTimeoutMs?: number
  /** Called before everything ends, with what was played and where it can be looked at; the end waits for it. */
  readonly look?: (rehearsed: Rehearsed, served: Served) => Promise<void>
}

/** Plays a scenario from its start to its end on servers of its own, which are gone afterwards. */
export async function rehearse(scenario: Scenario, options: RehearsalOptions): Promise<Rehearsed> {
  const stops: (() => Promise<void>)[] = []
  const keep = <Part extends { readonly stop: () => Promise<void> }>(part: Part): Part => {
    stops.push(() => part.stop())
    return part
  }
  try {
    const secrets = freshSecrets()
    const database = keep(await startThrowawayPostgres())
    await migrate(database.ownerUrl)
    const time = keep(await startVirtualTime(scenario.starts, options.env))
    const product = keep(await startProduct({ ...options, databaseUrl: database.appUrl, time, secrets }))
    const outside = keep(await startOutside(secrets, product.apiUrl))
    return await playAndLook(scenario, { time, product, outside }, options)
  } finally {
    for (const each of stops.reverse()) await each()
  }
}

async function playAndLook(scenario: Scenario, stage: Stage, { look }: RehearsalOptions): Promise<Rehearsed> {
  const { product } = stage
  const { title, starts, ends } = scenario
  const { players, observer, failures } = await play(scenario, stage)
  const rehearsed = {
    title,
    starts,
    ends,
    story: observer.story,
    missed: failures,
    attention: await calls(product.store.pool),
    events: await eventTypes(product.store.pool),
  }
  const organisations = players.map(({ name, orgId, plan }) => {
    return { name, id: orgId, numbers: plan.numbers.map(({ number }) => number) }
  })
  await look?.(rehearsed, { apiUrl: product.apiUrl, token: product.operatorToken, organisations })
  return rehearsed
}
