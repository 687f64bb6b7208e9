import type * as z from 'zod'
import { type CutoffState, isActive, undoUntil } from '../domain/cutoff.ts'
import { cutoffAxes, parseCutoffKey } from '../domain/cutoffPlan.ts'
import { type PlanClass, releaseOf, totalsOf } from '../domain/planChange.ts'
import type { Cutoff } from '../domain/policy/policy.ts'
import type { Instant } from '../domain/values.ts'
import type { CutoffView, ExemptionView } from '../store/views/cutoffView.ts'
import type * as schemas from './cutoffSchemas.ts'

export function cutoffAnswer(rule: Cutoff, view: CutoffView | undefined, at: Instant): z.output<typeof schemas.cutoff> {
  const { id, kind, ruleId, instant, statedInstant, zone, noticeDays, needsApproval } = rule
  const { countTolerance, isExemptable, unknownAt, keptDays } = rule
  const executed: Pick<CutoffState, 'executed'> =
    view?.executedAt && view.executedPlanNo !== null
      ? { executed: { planNo: view.executedPlanNo, at: view.executedAt, counts: noCounts } }
      : {}
  return {
    ...{ id, kind, ruleId, instant, statedInstant, zone, noticeDays: [...noticeDays], needsApproval },
    ...{ countTolerance, isExemptable, unknownAt, keptDays },
    isOver: at >= instant,
    undoUntil: isExemptable ? undoUntil(executed, rule) : null,
    publishedAt: view?.publishedAt ?? null,
    wasPast: view?.wasPast ?? instant <= at,
    importCompletedAt: view?.importCompletedAt ?? null,
    planNo: view?.planNo ?? 0,
    approvedPlanNo: view?.approvedPlanNo ?? null,
    approvedHash: view?.approvedHash ?? null,
    approvedAt: view?.approvedAt ?? null,
    executedPlanNo: view?.executedPlanNo ?? null,
    executedAt: view?.executedAt ?? null,
    verifiedAt: view?.verifiedAt ?? null,
    waiting: view?.verifiedWaiting ?? null,
    closedAt: view?.closedAt ?? null,
  }
}

const noCounts = { switchedOff: 0, registered: 0, exempt: 0, unknown: 0, waiting: 0 }

export function exemptionAnswer(view: ExemptionView, at: Instant): z.output<typeof schemas.exemption> {
  return { ...view, isActive: isActive(view, at) }
}

export function classAnswer(
  { class: key, count, verdict, reason, owner, act, samples }: PlanClass,
  approved: ReadonlyMap<string, PlanClass>,
  { countTolerance }: Cutoff,
): z.output<typeof schemas.planClass> {
  const release = releaseOf({ class: key, verdict, count }, approved, countTolerance)
  const said = { count, verdict, reason, owner: owner ?? null, act: act ?? null, samples: [...samples] }
  return { class: key, axes: axesOf(key), ...said, release }
}

export function axesOf(key: string): Record<string, string> {
  const number = parseCutoffKey(key)
  return Object.fromEntries(cutoffAxes.map(({ name }) => [name, number[name]]))
}

/** Classes that an organisation need not tell apart, by what happens to them and why. */
export function effectsOf(classes: readonly PlanClass[], { instant }: Cutoff, at: Instant) {
  const groups = new Map<string, PlanClass>()
  for (const each of classes) {
    const key = JSON.stringify([each.verdict, each.reason, each.owner, each.act])
    const before = groups.get(key)
    const samples = [...(before?.samples ?? []), ...each.samples].slice(0, 5)
    groups.set(key, { ...each, count: each.count + (before?.count ?? 0), samples })
  }
  return [...groups.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ count, verdict, reason, owner, act, samples }) => ({
      ...{ count, verdict, reason, owner: owner ?? null, act: act ?? null, samples: [...samples] },
      by: at < instant && act !== undefined ? instant : null,
    }))
}

export function totalsAnswer(classes: readonly PlanClass[]): z.output<typeof schemas.totals> {
  return { ...totalsOf(classes) }
}
