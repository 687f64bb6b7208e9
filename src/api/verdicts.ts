import { type Explanation, explain, explainClass, type Verdict } from '../domain/explain.ts'
import type { Obstacle } from '../domain/gates/obstacle.ts'
import type { Sending } from '../domain/gates/sending.ts'
import { obstacles } from '../domain/gates.ts'
import type { Begun } from '../domain/notices.ts'
import { classAxes, classInstants, classOf, type NumberRow, parseClassKey } from '../domain/numberClass.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import { tabOf } from '../domain/tab.ts'
import type { Instant, OrganisationId } from '../domain/values.ts'
import { type Supposition, supposing } from '../domain/whatIf.ts'
import type { Queryable } from '../store/pool.ts'
import { countClasses, type NumberView } from '../store/views/numberView.ts'
import type { OrganisationView } from '../store/views/organisationView.ts'

export type VerdictCounts = Record<Verdict, number>

/** Explains each class once and adds up its numbers: the cost is that of the classes, not of the numbers. */
export async function verdictCountsOf(
  db: Queryable,
  orgId: OrganisationId,
  { pack, at }: { readonly pack: PolicyPack; readonly at: Instant },
  onboardingId?: string,
): Promise<VerdictCounts> {
  const counts: VerdictCounts = { can: 0, willStop: 0, cannot: 0, unknown: 0 }
  for (const { key, count } of await countClasses(db, orgId, classInstants(pack, at), onboardingId)) {
    counts[explainClass(parseClassKey(key), pack, at).verdict] += count
  }
  return counts
}

/** The classes of an organisation's numbers that have this verdict. */
export async function classKeysOf(
  db: Queryable,
  orgId: OrganisationId,
  { pack, at, verdict }: { readonly pack: PolicyPack; readonly at: Instant; readonly verdict: Verdict },
): Promise<readonly string[]> {
  const classes = await countClasses(db, orgId, classInstants(pack, at))
  return classes.map((each) => each.key).filter((key) => explainClass(parseClassKey(key), pack, at).verdict === verdict)
}

export function explainNumber({ row }: NumberView, at: Instant, pack: PolicyPack): Explanation {
  return explain(row, pack, at)
}

type Asked = {
  readonly pack: PolicyPack
  readonly at: Instant
  readonly sending: Sending
  readonly suppose: readonly Supposition[]
  readonly begun?: Begun | undefined
}

/** The answer for a row, or for what it would be if something were so. */
export function explainSupposing(row: NumberRow, { pack, at, sending, suppose, begun }: Asked): Explanation {
  if (suppose.length === 0) return explain(row, pack, at, sending, begun)
  return explainClass(supposing(classOf(row, classInstants(pack, at)), suppose), pack, at, sending, begun)
}

/** What a list shows of an explanation: the first reason, who must act, and what. */
export function summary({ mayText, verdict, reason, validUntil, first }: Explanation) {
  return {
    mayText,
    verdict,
    reason,
    validUntil: validUntil ?? null,
    owner: first?.owner ?? null,
    nextAct: first?.act ?? null,
  }
}

export function shownObstacle(obstacle: Obstacle) {
  const { gate, state, reason, ruleIds, owner, act, see } = obstacle
  const from = obstacle.state === 'ahead' ? { from: obstacle.from } : {}
  return { gate, state, ...from, reason, ruleIds: [...ruleIds], owner, act, ...(see === undefined ? {} : { see }) }
}

/** What people call it: a draft's numbers that need a letter are told apart by whether they have one. */
export function shownAuthorisation({ authorisation, loa, letter }: NumberRow): string {
  if (authorisation !== 'selected' || loa !== 'required') return authorisation ?? 'unknown'
  return letter === null ? 'loaRequired' : 'loaSigned'
}

/** In a case, and not yet on a form. */
export function shownRegistration({ registration, case: inCase }: NumberRow): string {
  const isJudged = ['submitted', 'registered', 'rejected'].includes(registration ?? 'unknown')
  return inCase !== null && !isJudged ? 'inCase' : (registration ?? 'unknown')
}

const nothingKnown = Object.fromEntries(classAxes.map(({ name }) => [name, null])) as NumberRow

/** The organisation's row as one of its numbers would have it, of which nothing else is known. */
export function organisationRow(view: OrganisationView): NumberRow {
  const { customerKind, subscriptionKind, callingPlan, dataRegion, healthcare, turnsAt, licence, licenceTurnsAt } = view
  const known = { customerKind, subscriptionKind, callingPlan, dataRegion, healthcare, licence }
  return { ...nothingKnown, ...known, organisationTurns: turnsAt, licenceTurns: licenceTurnsAt }
}

/** What rests on the organisation and its licence alone: its obstacles, as any of its numbers would meet them, and its tab. */
export function organisationAnswer(view: OrganisationView, at: Instant, pack: PolicyPack) {
  const organisation = classOf(organisationRow(view), classInstants(pack, at))
  const { ruleIds, ...tab } = tabOf(organisation, pack, at)
  return {
    tab: { ...tab, ruleIds: [...ruleIds] },
    obstacles: obstacles(organisation, pack, at)
      .filter(({ gate }) => gate === 'eligibility' || gate === 'licence')
      .map(shownObstacle),
  }
}
