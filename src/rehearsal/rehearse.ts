import { Declined } from '../cli/client.ts'
import type { Instant } from '../domain/values.ts'
import { startThrowawayPostgres } from '../local/postgresThrowaway.ts'
import { freshSecrets } from '../local/secrets.ts'
import type { Logger } from '../log.ts'
import { migrate } from '../store/migrate.ts'
import { carryOut } from './acts.ts'
import { castPlayers, type Player, scriptFor } from './cast.ts'
import { type Missed, missed } from './expecting.ts'
import { nextStep } from './next.ts'
import { createObserver, type Observer, type Told, toMinute } from './observer.ts'
import { type Outside, startOutside } from './outside.ts'
import { type Product, startProduct } from './product.ts'
import { calls, coming } from './record.ts'
import { type Act, type Scenario, ScenarioRefused } from './scenario.ts'
import { settle } from './settling.ts'
import { startVirtualTime, type VirtualTime } from './virtualTime.ts'

export type Rehearsed = {
  readonly title: string
  readonly starts: string
  readonly ends: string
  readonly story: readonly Told[]
  readonly missed: readonly Missed[]
  /** Codes of what was put before a person's eyes. */
  readonly attention: readonly string[]
}

export type RehearsalOptions = {
  readonly env: NodeJS.ProcessEnv
  readonly log: Logger
  readonly bundlePath?: string
}

type Stage = { readonly time: VirtualTime; readonly product: Product; readonly outside: Outside }

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
    return await play(scenario, { time, product, outside })
  } finally {
    for (const each of stops.reverse()) await each()
  }
}

async function play(scenario: Scenario, stage: Stage): Promise<Rehearsed> {
  const { product, outside, time } = stage
  const { title, starts, ends, organisations, expect } = scenario
  await outside.advance(starts)
  const players = await castPlayers(scenario, product)
  const { ok, text } = await outside.play(scriptFor(scenario.outside, players))
  if (!ok) throw new ScenarioRefused('OUTSIDE_REFUSED', 'outside', text)
  await product.work(outside.url)
  const observer = createObserver(product.store, players)
  await settle(stage, starts)
  await observer.look(starts)

  const acts = [...scenario.acts]
  const open = [...expect]
  const failures: Missed[] = []
  const hold = (before: Instant | undefined) => {
    while (open[0] && (before === undefined || open[0].at < before)) {
      const [first] = open.splice(0, 1)
      if (first) failures.push(...missed(first, observer, organisations))
    }
  }
  for (let outsideAt = starts; ; ) {
    const step = nextStep(await comingOf(stage, acts), ends)
    hold(step?.told)
    if (!step) break
    await time.sleepTo(step.sleepTo)
    outsideAt = step.sleepTo > outsideAt ? step.sleepTo : outsideAt
    await settle(stage, outsideAt)
    for (const act of acts.splice(0, step.isAct ? acts.filter((each) => each.at === step.told).length : 0)) {
      failures.push(...(await carryOutAct(act, players, outside, observer)))
      await settle(stage, outsideAt)
    }
    await observer.look(step.told)
  }
  const attention = await calls(product.store.pool)
  return { title, starts: toMinute(starts), ends: toMinute(ends), story: observer.story, missed: failures, attention }
}

async function comingOf({ product, outside }: Stage, acts: readonly Act[]) {
  const { mark, turn } = await coming(product.store.pool)
  const agenda = await outside.next()
  return { act: acts[0]?.at, agenda, mark: mark ?? undefined, turn: turn ?? undefined }
}

/** What was to be declined and was not, or was and should not have been. */
async function carryOutAct(
  act: Act,
  players: readonly Player[],
  outside: Outside,
  observer: Observer,
): Promise<readonly Missed[]> {
  const player = players.find(({ name }) => name === act.organisation)
  if (!player) throw new Error(`no organisation ${act.organisation}`)
  const at = toMinute(act.at)
  const answer = await declinedBy(() => carryOut(player, act, outside))
  const { declined } = act
  const by = whose[act.act] ?? 'admin'
  observer.add(player.name, { at, what: 'act', by, act: act.act, ...(answer ? { declined: answer } : {}) })
  if (answer === declined) return []
  const what = act.act
  return [{ at, of: player.name, what, expected: declined ?? 'taken', was: answer ?? 'taken' }]
}

const whose: Readonly<Partial<Record<Act['act'], string>>> = {
  reportLicence: 'partner',
  answerOrder: 'support',
  reportCase: 'support',
  decide: 'support',
  reportCampaign: 'support',
  webhook: 'outside',
}

async function declinedBy(act: () => Promise<void>): Promise<string | undefined> {
  try {
    await act()
    return undefined
  } catch (error) {
    if (error instanceof Declined) return error.problem.code
    throw error
  }
}
