import type { CutoffId } from '../policy/policy.ts'
import type { Instant } from '../values.ts'
import type { Told } from './onboarding.ts'

/** That there is something to look at. What it is stands in the standing, which is read anew each time. */
export type CutoffFact = { readonly type: 'CutoffPublished' | 'CutoffChanged' } & Told

/** How a cutoff stands, as it is read from Postgres before each step: instants and counts, never a list of numbers. */
export type CutoffStanding = {
  readonly cutoffId: CutoffId
  /** The database's clock at the reading; the only one that says what is due. */
  readonly at: Instant
  /** Half-open, postponements counted in. */
  readonly instant: Instant
  readonly noticeDays: readonly number[]
  /** Advice switches nothing off: it has notices, and no sweep. */
  readonly switchesOff: boolean
  /** Published when its instant was over: nothing happens to numbers before all of them are known. */
  readonly wasPast: boolean
  readonly isImportComplete: boolean
  /** The newest plan, and how many numbers it would switch off. */
  readonly plan?: { readonly no: number; readonly madeAt: Instant; readonly switchOff: number }
  /** By which plan notices and sweep may go: the newest that was approved, or the newest where none has to be. */
  readonly released?: { readonly planNo: number }
  /** The marks whose notices have gone out, by their instants. */
  readonly noticed: readonly Instant[]
  /** The newest plan that the sweep has followed through all shards. */
  readonly swept?: { readonly planNo: number; readonly at: Instant }
  /** `waiting`: eligible numbers of a class that nobody has approved, or of which there are too many more. */
  readonly verified?: { readonly planNo: number; readonly at: Instant; readonly waiting: number }
  /** The first undo whose numbers have not been switched on again, by its name. */
  readonly openUndo?: string
  readonly undoUntil: Instant
  readonly isClosed: boolean
}

/** What a cutoff waits for, and with it whose move it is. */
export type CutoffStage = 'notice' | 'instant' | 'import' | 'approval' | 'undoWindow' | 'closed'

/** Each is one activity, but for the sweep, which is one for each shard. The id names the cause. */
export type CutoffStep =
  | { readonly kind: 'plan'; readonly id: string; readonly occasion: string }
  | { readonly kind: 'notify'; readonly id: string; readonly mark: Instant; readonly planNo: number }
  | { readonly kind: 'sweep'; readonly id: string; readonly planNo: number }
  | { readonly kind: 'verify'; readonly id: string; readonly planNo: number }
  | { readonly kind: 'reinstate'; readonly id: string; readonly undo: string }
  | { readonly kind: 'close'; readonly id: string }

export type CutoffMove =
  | { readonly kind: 'step'; readonly step: CutoffStep }
  /** Without an instant only news ends the wait. */
  | { readonly kind: 'wait'; readonly stage: CutoffStage; readonly until?: Instant }
  | { readonly kind: 'end' }

const dayMs = 86_400_000

/** When its notices are due, earliest first. Days are 24 hours, as those of every wait. */
export function noticeMarks({
  instant,
  noticeDays,
}: Pick<CutoffStanding, 'instant' | 'noticeDays'>): readonly Instant[] {
  return noticeDays.map((days) => before(instant, days)).sort()
}

/** What to do now, or what to wait for. `tried` is the step carried out last: not asked again before there is news. */
export function nextMove(standing: CutoffStanding, tried?: string): CutoffMove {
  if (standing.isClosed) return { kind: 'end' }
  const [step] = dueSteps(standing)
  return step === undefined || step.id === tried ? waitOf(standing) : { kind: 'step', step }
}

/** In the order in which they are done. */
function dueSteps(standing: CutoffStanding): readonly CutoffStep[] {
  const { openUndo } = standing
  const undo: readonly CutoffStep[] = openUndo === undefined ? [] : [reinstating(openUndo)]
  return [...undo, ...(isOver(standing) ? afterInstant(standing) : beforeInstant(standing))]
}

function isOver({ at, instant }: CutoffStanding): boolean {
  return at >= instant
}

/** Of marks that were missed together only the last is made up for: people hear of a cutoff once, not three times. */
function beforeInstant(standing: CutoffStanding): readonly CutoffStep[] {
  const mark = noticeMarks(standing).findLast((each) => each <= standing.at)
  if (mark === undefined) return []
  const { plan, released, noticed } = standing
  if (plan === undefined || plan.madeAt < mark) return [planning(`notice/${mark}`)]
  if (released === undefined || noticed.includes(mark)) return []
  return [{ kind: 'notify', id: `notify/${mark}`, mark, planNo: plan.no }]
}

function afterInstant(standing: CutoffStanding): readonly CutoffStep[] {
  const { at, instant, switchesOff, wasPast, isImportComplete, plan, undoUntil } = standing
  if (!switchesOff) return [closing(standing)]
  if (wasPast && !isImportComplete) return []
  // A plan from before the instant counts numbers that have moved since.
  if (plan === undefined || plan.madeAt < instant) return [planning(`execution/${instant}`)]
  const released = standing.released === undefined ? [] : releasedSteps(standing, standing.released.planNo)
  if (released.length > 0) return released
  const wouldDoNothing = standing.released === undefined && standing.swept === undefined && plan.switchOff === 0
  return wouldDoNothing || (isDone(standing) && at >= undoUntil) ? [closing(standing)] : []
}

function releasedSteps({ instant, swept, verified }: CutoffStanding, planNo: number): readonly CutoffStep[] {
  // Undone for all, it comes again at a later instant, and what was swept before that does not count.
  if (swept?.planNo !== planNo || swept.at < instant) return [{ kind: 'sweep', id: `sweep/${planNo}`, planNo }]
  const isVerified = verified?.planNo === planNo && verified.at >= swept.at
  return isVerified ? [] : [{ kind: 'verify', id: `verify/${planNo}`, planNo }]
}

/** Whatever has come of its approval since: under a newer policy it releases nothing any more. */
function isDone({ swept, verified }: CutoffStanding): boolean {
  return swept !== undefined && verified !== undefined && verified.at >= swept.at && verified.waiting === 0
}

function waitOf(standing: CutoffStanding): CutoffMove {
  const { at, instant, wasPast, isImportComplete, undoUntil } = standing
  if (!isOver(standing)) {
    const mark = noticeMarks(standing).find((each) => each > at)
    return mark === undefined ? waiting('instant', instant) : waiting('notice', mark)
  }
  if (wasPast && !isImportComplete) return waiting('import')
  return isDone(standing) && at < undoUntil ? waiting('undoWindow', undoUntil) : waiting('approval')
}

function waiting(stage: CutoffStage, until?: Instant): CutoffMove {
  return { kind: 'wait', stage, ...(until === undefined ? {} : { until }) }
}

function planning(occasion: string): CutoffStep {
  return { kind: 'plan', id: `plan/${occasion}`, occasion }
}

function reinstating(undo: string): CutoffStep {
  return { kind: 'reinstate', id: `reinstate/${undo}`, undo }
}

function closing({ instant }: CutoffStanding): CutoffStep {
  return { kind: 'close', id: `close/${instant}` }
}

function before(at: Instant, days: number): Instant {
  return new Date(Date.parse(at) - days * dayMs).toISOString() as Instant
}
