import type { PlanDecision, PlanVerdict } from './cutoffPlan.ts'
import type { NumberId } from './values.ts'

/** A class as a plan counted it, with what the cutoff makes of it and some of its numbers. */
export type PlanClass = PlanDecision & {
  readonly class: string
  readonly count: number
  readonly samples: readonly NumberId[]
}

/**
 * Whether a class may be carried out: one that is not switched off needs no leave; of the others those that were approved
 * with this verdict, and have not grown by more than the tolerance, a share of the count.
 */
export type Release = 'needsNone' | 'approved' | 'notApproved' | 'aboveTolerance'

export function releaseOf(
  { class: key, verdict, count }: Pick<PlanClass, 'class' | 'verdict' | 'count'>,
  approved: ReadonlyMap<string, Pick<PlanClass, 'verdict' | 'count'>>,
  countTolerance: number,
): Release {
  if (verdict !== 'switchOff') return 'needsNone'
  const before = approved.get(key)
  if (before?.verdict !== 'switchOff') return 'notApproved'
  return count <= Math.ceil(before.count * (1 + countTolerance)) ? 'approved' : 'aboveTolerance'
}

/** Whether an approved plan lets all of a plan be carried out. */
export function isCovered(
  plan: readonly Pick<PlanClass, 'class' | 'verdict' | 'count'>[],
  approved: ReadonlyMap<string, Pick<PlanClass, 'verdict' | 'count'>>,
  countTolerance: number,
): boolean {
  return plan.every((each) => ['needsNone', 'approved'].includes(releaseOf(each, approved, countTolerance)))
}

type Cell = { readonly count: number; readonly verdict: PlanVerdict; readonly reason: string }

/** One class in both plans; null where a plan does not have it. */
export type ClassChange = {
  readonly class: string
  readonly change: 'new' | 'gone' | 'verdict' | 'count'
  readonly before: Cell | null
  readonly after: Cell | null
}

const weightiest: readonly ClassChange['change'][] = ['verdict', 'new', 'gone', 'count']

/** What has changed from one plan to another: verdicts first, counts last, of each the greatest first. */
export function changesOf(before: readonly PlanClass[], after: readonly PlanClass[]): readonly ClassChange[] {
  const [was, is] = [byKey(before), byKey(after)]
  const keys = [...new Set([...was.keys(), ...is.keys()])]
  return keys
    .flatMap((key) => changeOf(key, was.get(key) ?? null, is.get(key) ?? null))
    .sort((a, b) => weightOf(a) - weightOf(b) || moved(b) - moved(a) || (a.class < b.class ? -1 : 1))
}

function byKey(plan: readonly PlanClass[]): ReadonlyMap<string, Cell> {
  return new Map(plan.map(({ class: key, count, verdict, reason }) => [key, { count, verdict, reason }]))
}

function changeOf(key: string, before: Cell | null, after: Cell | null): readonly ClassChange[] {
  const said = { class: key, before, after }
  if (before === null) return [{ ...said, change: 'new' }]
  if (after === null) return [{ ...said, change: 'gone' }]
  if (before.verdict !== after.verdict || before.reason !== after.reason) return [{ ...said, change: 'verdict' }]
  return before.count === after.count ? [] : [{ ...said, change: 'count' }]
}

function weightOf({ change }: ClassChange): number {
  return weightiest.indexOf(change)
}

function moved({ before, after }: ClassChange): number {
  return Math.abs((after?.count ?? 0) - (before?.count ?? 0))
}

/** Numbers by verdict. */
export function totalsOf(plan: readonly Pick<PlanClass, 'verdict' | 'count'>[]): Readonly<Record<PlanVerdict, number>> {
  const totals = { switchOff: 0, registered: 0, exempt: 0, unknown: 0, notConcerned: 0, advised: 0 }
  for (const { verdict, count } of plan) totals[verdict] += count
  return totals
}
