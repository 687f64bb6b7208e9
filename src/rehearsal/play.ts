import { setTimeout as sleep } from 'node:timers/promises'
import { Declined } from '../cli/client.ts'
import type { Instant } from '../domain/values.ts'
import { carryOut, NotDone } from './acts.ts'
import { type Cast, castPlayers, type Player, scriptFor } from './cast.ts'
import { type Missed, missed } from './expecting.ts'
import { createGuards, type Guards } from './guards.ts'
import { nextInstant, shortOf } from './next.ts'
import { createObserver, type Observer } from './observer.ts'
import { carryOutForAll, isOperatorAct } from './operatorActs.ts'
import type { Outside } from './outside.ts'
import type { Product } from './product.ts'
import { coming, unfinished } from './record.ts'
import { ScenarioRefused } from './refused.ts'
import type { Act, Scenario } from './scenario.ts'
import { settle, Unsettled } from './settling.ts'
import type { VirtualTime } from './virtualTime.ts'

export type Stage = { readonly time: VirtualTime; readonly product: Product; readonly outside: Outside }

export type Played = { readonly players: readonly Player[]; readonly observer: Observer; readonly failures: Missed[] }

/** Goes from instant to instant, and at each lets everybody do what there is to do, one after the other. */
export async function play(scenario: Scenario, stage: Stage): Promise<Played> {
  const { ends, organisations } = scenario
  const { cast, observer } = await open(scenario, stage)
  const acts = [...scenario.acts]
  const expected = [...scenario.expect]
  const failures: Missed[] = []
  const guards = createGuards(stage, scenario.starts)
  for (;;) {
    const at = nextInstant(await comingOf(stage, acts, guards), ends)
    for (let first = expected[0]; first && (at === undefined || first.at < at); first = expected[0]) {
      expected.shift()
      failures.push(...(await missed(first, observer, organisations)))
    }
    if (at === undefined) break
    await goTo(at, stage, observer)
    while (acts[0]?.at === at) {
      const [act] = acts.splice(0, 1)
      if (act) failures.push(...(await carryOutAct(act, cast, stage, observer)))
      await rest(at, stage, observer)
    }
    await sayMarks(at, stage, observer)
    if (await guards.goesRound(at)) await rest(at, stage, observer)
  }
  await goTo(ends, stage, observer)
  return { players: cast.all, observer, failures }
}

async function open(scenario: Scenario, stage: Stage): Promise<{ readonly cast: Cast; readonly observer: Observer }> {
  const { product, outside } = stage
  await outside.stand(scenario.starts)
  const cast = await castPlayers(scenario, product)
  const { ok, text } = await outside.play(scriptFor(scenario.outside, cast.all))
  if (!ok) throw new ScenarioRefused('OUTSIDE_REFUSED', 'outside', text)
  await product.work(outside)
  const observer = createObserver(product.store, cast.all)
  await rest(scenario.starts, stage, observer)
  return { cast, observer }
}

async function comingOf({ time, product, outside }: Stage, acts: readonly Act[], guards: Guards) {
  const { mark, turn } = await coming(product.store.pool, time.stands())
  const agenda = await outside.next()
  const attempt = product.attempts.next()?.at
  const guard = await guards.next()
  return { act: acts[0]?.at, agenda, mark: mark ?? undefined, turn: turn ?? undefined, attempt, guard }
}

/** The product's clock stands at the instant; the server's time is short of it where a mark is near. */
async function goTo(at: Instant, stage: Stage, observer: Observer): Promise<void> {
  const { time, product, outside } = stage
  const { mark } = await coming(product.store.pool, time.stands())
  const again = product.attempts.next()
  await time.sleepTo(shortOf(mark ?? undefined, at))
  if (again !== undefined && again.at <= at) await time.sleepTo(again.serverAt)
  time.stand(at)
  await outside.stand(at)
  await rest(at, stage, observer)
}

const refusedLimitMs = 10_000

/** Everybody comes to rest, then the next webhook is delivered: so the order is that of the outside, not of the machine. */
async function rest(at: Instant, stage: Stage, observer: Observer): Promise<void> {
  const limit = performance.now() + refusedLimitMs
  for (let outcome = 'delivered'; outcome !== 'none'; ) {
    const { mark } = await coming(stage.product.store.pool, at)
    await settle(stage, 'marksHeld')
    await checkHeld(mark, at, stage)
    await observer.look(at)
    outcome = await stage.outside.deliver(at)
    if (outcome !== 'refused') continue
    if (performance.now() > limit)
      throw new Unsettled('not settled after 10 s: a webhook that the product does not take')
    await sleep(250)
  }
}

/** A mark that came by itself, because the machine was slow, may have been said before what should come first. */
async function checkHeld(mark: Instant | null, at: Instant, { time }: Stage): Promise<void> {
  if (mark === null || mark < at || (await time.serverNow()) < mark) return
  throw new Unsettled(`at ${at} the machine took so long that the mark of ${mark} may have come before its turn`)
}

/** What is due and was held back until everything else of the instant had come to rest. */
async function sayMarks(at: Instant, stage: Stage, observer: Observer): Promise<void> {
  const { time, product } = stage
  const { marks, cutoffs } = await unfinished(product.store.pool, at)
  if (marks + cutoffs === 0) return
  await time.sleepTo(at)
  await settle(stage, 'marksTold')
  await rest(at, stage, observer)
}

/** What was to be declined and was not, or was and should not have been. */
async function carryOutAct(act: Act, cast: Cast, stage: Stage, observer: Observer): Promise<readonly Missed[]> {
  const answer = await declinedBy(() => doAct(act, cast, stage))
  observer.act(act, answer)
  const { declined } = act
  if (answer === declined) return []
  const said = { expected: declined ?? 'taken', was: answer === undefined ? 'taken' : `declined: ${answer}` }
  return [{ at: act.at, of: act.organisation, what: act.act, ...said }]
}

async function doAct(act: Act, cast: Cast, { outside }: Stage): Promise<void> {
  if (isOperatorAct(act)) return carryOutForAll(cast, act)
  const player = cast.all.find(({ name }) => name === act.organisation)
  if (!player) throw new Error(`no organisation ${act.organisation}`)
  return carryOut(player, act, outside)
}

async function declinedBy(act: () => Promise<void>): Promise<string | undefined> {
  try {
    await act()
    return undefined
  } catch (error) {
    if (error instanceof Declined) return error.problem.code
    if (error instanceof NotDone) return error.code
    throw error
  }
}
