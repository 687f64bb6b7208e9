import type { CutoffAnswer, PlanAnswer, PlanDiffAnswer, WholeCutoffAnswer } from './answers.ts'
import { paint } from './paint.ts'
import { type Cell, table } from './table.ts'
import { dayAndTime, ownerWords, planReasonWords, planVerdictWords, reasonWords, releaseWords } from './words.ts'

export function cutoffsWords(cutoffs: readonly CutoffAnswer[]): string {
  const rows = cutoffs.map((each) => [each.id, each.ruleId, dayAndTime(each.instant), standingWords(each)])
  return table(['cutoff', 'rule', 'acts from', 'stands'], rows)
}

function standingWords(cutoff: CutoffAnswer): string {
  const { isOver, wasPast, importCompletedAt, needsApproval, planNo, approvedPlanNo, executedAt, waiting } = cutoff
  if (waiting) return `carried out, ${waiting} numbers wait for an approval`
  if (executedAt) return `carried out on ${dayAndTime(executedAt)}`
  if (isOver && !needsApproval) return 'over'
  if (isOver && wasPast && !importCompletedAt) return 'over before it was published: waits for the import'
  if (planNo === 0) return isOver ? 'over, not planned' : 'ahead, not planned'
  if (!needsApproval) return `plan ${planNo}`
  return approvedPlanNo === null ? `plan ${planNo} waits for its approval` : `plan ${approvedPlanNo} is approved`
}

export function wholeWords(cutoff: WholeCutoffAnswer): string {
  const { statedInstant, instant, undoUntil, requests, exemptions } = cutoff
  const open = requests.filter(({ confirmed }) => confirmed === null)
  const openRows = open.map((each) => [
    each.requestId,
    each.kind,
    untilWords(each.until),
    each.reason,
    each.requestedBy,
  ])
  const rows = exemptions.map((each): readonly Cell[] => [
    each.exemptionId,
    each.orgId === null ? each.scope : `${each.scope} of ${each.orgId}`,
    each.numbers === null ? '–' : String(each.numbers),
    untilWords(each.until),
    each.reason,
    each.isActive ? { text: 'in force', paint: paint.good } : each.granted ? 'over' : 'not confirmed',
    `${each.requestedBy}${each.granted ? ` and ${each.granted.by}` : ''}`,
  ])
  return [
    cutoffsWords([cutoff]),
    ...(statedInstant === instant ? [] : [`  put off: the rule says ${dayAndTime(statedInstant)}`]),
    ...(undoUntil === null ? [] : [`  can be undone until ${dayAndTime(undoUntil)}`]),
    ...(open.length === 0 ? [] : ['', table(['to be confirmed', 'what', 'until', 'why', 'asked by'], openRows)]),
    ...(rows.length === 0 ? [] : ['', table(['exemption', 'for', 'numbers', 'until', 'why', 'stands', 'by'], rows)]),
  ].join('\n')
}

function untilWords(until: string | null): string {
  return until === null ? '–' : dayAndTime(until)
}

export function planWords(plan: PlanAnswer): string {
  const rows = plan.classes.map((each): readonly Cell[] => [
    String(each.count),
    { text: planVerdictWords(each.verdict), paint: each.verdict === 'switchOff' ? paint.bad : paint.faint },
    whyWords(each.reason),
    each.owner === null ? '–' : ownerWords(each.owner),
    releaseWords(each.release),
    each.samples[0] ?? '–',
    each.class,
  ])
  return [
    `Plan ${plan.planNo} of ${dayAndTime(plan.madeAt)}, as of ${dayAndTime(plan.decidedAt)}, made by ${plan.requestedBy} (${plan.occasion})`,
    `  ${totalsWords(plan.totals)}`,
    `  ${plan.isApproved ? 'what was approved covers it' : 'not approved'}; its hash: ${plan.hash}`,
    table(['numbers', 'what happens', 'because', 'who can change that', 'approval', 'for example', 'class'], rows),
  ].join('\n')
}

function totalsWords(totals: PlanAnswer['totals']): string {
  const named = Object.entries(totals).filter(([, count]) => count > 0)
  return named.map(([verdict, count]) => `${count} ${planVerdictWords(verdict)}`).join(' · ') || 'no numbers'
}

export function diffWords({ from, to, before, after, changes }: PlanDiffAnswer): string {
  const cell = (each: PlanDiffAnswer['changes'][number]['before']) =>
    each === null ? '–' : `${each.count} ${planVerdictWords(each.verdict)}: ${whyWords(each.reason)}`
  const rows = changes.map((each) => [each.change, cell(each.before), cell(each.after), each.class])
  return [
    `From plan ${from} to plan ${to}`,
    `  before: ${totalsWords(before)}`,
    `  after: ${totalsWords(after)}`,
    changes.length === 0 ? '  Nothing has changed.' : table(['change', 'before', 'after', 'class'], rows),
  ].join('\n')
}

function whyWords(reason: string): string {
  const said = planReasonWords(reason)
  return said === reason ? reasonWords(reason) : said
}
