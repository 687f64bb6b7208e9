import type { Obstacle } from './gates/obstacle.ts'
import { isTold, type Sending } from './gates/sending.ts'
import { obstacles } from './gates.ts'
import { type Begun, type Notice, noticesOf } from './notices.ts'
import { classInstants, classOf, type NumberClass, type NumberRow } from './numberClass.ts'
import { oncePerClass } from './oncePerClass.ts'
import type { PolicyPack } from './policy/policy.ts'
import { type Instant, instant, millis, plusDays } from './values.ts'

/** `willStop`: it may text now and will not from `validUntil` on, unless what is listed is done before. */
export const verdicts = ['can', 'willStop', 'cannot', 'unknown'] as const

export type Verdict = (typeof verdicts)[number]

/** Whether a number may text, every obstacle in order, and the one that is shown first. */
export type Explanation = {
  readonly mayText: boolean
  readonly verdict: Verdict
  readonly reason: string
  /** From this instant on the answer may be another, without anything being learnt. */
  readonly validUntil?: Instant
  readonly first?: Obstacle
  readonly obstacles: readonly Obstacle[]
  readonly ruleIds: readonly string[]
  readonly notices: readonly Notice[]
}

/** What no message is told of rests on the class alone, and is worked out once for all its numbers. */
export function explain(
  row: NumberRow,
  pack: PolicyPack,
  at: Instant,
  sending: Sending = {},
  begun?: Begun,
): Explanation {
  const instants = classInstants(pack, at)
  const explained =
    begun || isTold(sending)
      ? explainClass(classOf(row, instants), pack, at, sending, begun)
      : explainedOnce(row, pack, instants)
  const turns = [row.organisationTurns, row.licenceTurns].flatMap((cell) => (cell === null ? [] : [instant(cell)]))
  return until(explained, [
    ...turns.filter((turn) => turn > at),
    ...(explained.validUntil ? [explained.validUntil] : []),
  ])
}

const explainedOnce = oncePerClass((number, pack, at) => explainClass(number, pack, at))

/**
 * Unknown never counts as approval: it names the missing fact and answers `mayText: false`, but for a number that a cutoff
 * would silence by not knowing.
 */
export function explainClass(
  number: NumberClass,
  pack: PolicyPack,
  at: Instant,
  sending: Sending = {},
  begun?: Begun,
): Explanation {
  const all = obstacles(number, pack, at, sending)
  const first = weightiest(all)
  const verdict: Verdict = first ? verdictOf[first.state] : 'can'
  const kept = verdict === 'unknown' ? keptUntil(number, pack, at, sending) : undefined
  const explained = {
    mayText: verdict === 'can' || verdict === 'willStop' || kept !== undefined,
    verdict,
    reason: first?.reason ?? 'ALL_GATES_PASSED',
    ...(first ? { first } : {}),
    obstacles: all,
    ruleIds: all.length === 0 ? [] : [...new Set(all.flatMap((each) => each.ruleIds))],
    notices: noticesOf(number, { pack, at, sending, obstacles: all, begun }),
  }
  return until(explained, [
    ...all.flatMap((each) => (each.state === 'ahead' ? [each.from] : [])),
    ...(kept ? [kept] : []),
  ])
}

/** What stops a number of this class at an instant: it may text just before, and not from it on. */
export function stoppedAt(number: NumberClass, pack: PolicyPack, at: Instant): Explanation | undefined {
  const explained = explainClass(number, pack, at)
  if (explained.mayText) return undefined
  return explainClass(number, pack, instant(millis(at) - 1)).mayText ? explained : undefined
}

/**
 * Until when whoever asks before each message may rely on the answer: besides what it says itself no longer than to the next
 * cutoff, or to the end of an exemption.
 */
export function askAgainAt(
  { exempt }: Pick<NumberRow, 'exempt'>,
  { validUntil }: Pick<Explanation, 'validUntil'>,
  { cutoffs }: PolicyPack,
  at: Instant,
): Instant | undefined {
  const next = cutoffs.find((cutoff) => cutoff.instant > at)
  const turns = [...(next ? [next.instant] : []), ...(exempt !== null && exempt > at ? [instant(exempt)] : [])]
  return [...turns, ...(validUntil ? [validUntil] : [])].sort()[0]
}

/**
 * D1, where the pack keeps the last answer: what texted up to its instant is not silenced for want of a fact, for as long as
 * it may take to find that out.
 */
function keptUntil(number: NumberClass, pack: PolicyPack, at: Instant, sending: Sending): Instant | undefined {
  const cutoff = pack.cutoffs.find(({ kind }) => kind === 'switchOff')
  if (cutoff?.unknownAt !== 'keepLast' || at < cutoff.instant) return undefined
  const until = plusDays(cutoff.instant, cutoff.keptDays)
  if (at >= until) return undefined
  const justBefore = instant(millis(cutoff.instant) - 1)
  return obstacles(number, pack, justBefore, sending).every(({ state }) => state === 'ahead') ? until : undefined
}

/** What is shut comes before what is unknown, and that before what is still open; of each the first. */
function weightiest(all: readonly Obstacle[]): Obstacle | undefined {
  const of = (state: Obstacle['state']) => all.find((each) => each.state === state)
  return of('failed') ?? of('unknown') ?? all[0]
}

const verdictOf: Readonly<Record<Obstacle['state'], Verdict>> = {
  failed: 'cannot',
  unknown: 'unknown',
  ahead: 'willStop',
}

function until(explained: Explanation, instants: readonly Instant[]): Explanation {
  const [validUntil] = [...instants].sort()
  return validUntil === undefined || validUntil === explained.validUntil ? explained : { ...explained, validUntil }
}
