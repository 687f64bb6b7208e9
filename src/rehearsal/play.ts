import { setTimeout as sleep } from 'node:timers/promises'
import { Declined } from '../cli/client.ts'
import type { Instant } from '../domain/values.ts'
import { carryOut, NotDone } from './acts.ts'
import { castPlayers, type Player, scriptFor } from './cast.ts'
import { type Missed, missed } from './expecting.ts'
import { nextInstant, shortOf } from './next.ts'
import { createObserver, type Observer } from './observer.ts'
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
  const { players, observer } = await open(scenario, stage)
  const acts = [...scenario.acts]
  const expected = [...scenario.expect]
  const failures: Missed[] = []
  for (;;) {
    const at = nextInstant(await comingOf(stage, acts), ends)
    for (let first = expected[0]; first && (at === undefined || first.at < at); first = expected[0]) {
      expected.shift()
      failures.push(...missed(first, observer, organisations))
    }
    if (at === undefined) break
    await goTo(at, stage, observer)
    while (acts[0]?.at === at) {
      const [act] = acts.splice(0, 1)
      if (act) failures.push(...(await carryOutAct(act, players, stage.outside, observer)))
      await rest(at, stage, observer)
    }
    await sayMarks(at, stage, observer)
  }
  await goTo(ends, stage, observer)
  return { players, observer, failures }
}

async function open(scenario: Scenario, stage: Stage): Promise<Pick<Played, 'players' | 'observer'>> {
  const { product, outside } = stage
  await outside.stand(scenario.starts)
  const players = await castPlayers(scenario, product)
  const { ok, text } = await outside.play(scriptFor(scenario.outside, players))
  if (!ok) throw new ScenarioRefused('OUTSIDE_REFUSED', 'outside', text)
  await product.work(outside)
  const observer = createObserver(product.store, players)
  await rest(scenario.starts, stage, observer)
  return { players, observer }
}

async function comingOf({ product, outside }: Stage, acts: readonly Act[]) {
  const { mark, turn } = await coming(product.store.pool)
  const agenda = await outside.next()
  const attempt = product.attempts.next()?.at
  return { act: acts[0]?.at, agenda, mark: mark ?? undefined, turn: turn ?? undefined, attempt }
}

/** The product's clock stands at the instant; the server's time is short of it where a mark is near. */
async function goTo(at: Instant, stage: Stage, observer: Observer): Promise<void> {
  const { time, product, outside } = stage
  const { mark } = await coming(product.store.pool)
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
    const { mark } = await coming(stage.product.store.pool)
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
  if ((await unfinished(product.store.pool, at)).marks === 0) return
  await time.sleepTo(at)
  await settle(stage, 'marksTold')
  await rest(at, stage, observer)
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
  const answer = await declinedBy(() => carryOut(player, act, outside))
  observer.act(act, answer)
  const { declined } = act
  if (answer === declined) return []
  const said = { expected: declined ?? 'taken', was: answer === undefined ? 'taken' : `declined: ${answer}` }
  return [{ at: act.at, of: player.name, what: act.act, ...said }]
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
