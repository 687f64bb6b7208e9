import { explainClass } from '../domain/explain.ts'
import { classInstants, classKey, classOf } from '../domain/numberClass.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import type { OrganisationId } from '../domain/values.ts'
import { chosenAsOf, type Moment } from '../store/asOf.ts'
import { isTooLargeForAsOf } from '../store/asOfOrganisation.ts'
import type { Store } from '../store/execute.ts'
import { readNow } from '../store/policy.ts'
import type { NumberFilter, NumberView } from '../store/views/numberView.ts'
import { Problem } from './problem.ts'
import { type MomentQuery, momentOf, packFor, type RuleQuery } from './question.ts'
import { shownAuthorisation, shownRegistration, type VerdictCounts } from './verdicts.ts'

/** A question's moment and what decides it: of now, or of the past as it was known then. */
export type Asked = { readonly isNow: boolean; readonly moment: Moment; readonly pack: PolicyPack }

export async function askedOf(
  { pool, clock }: Pick<Store, 'pool' | 'clock'>,
  { at, knownAt, ...rules }: MomentQuery & RuleQuery,
): Promise<Asked> {
  const now = await readNow(pool, clock)
  const isNow = at === undefined && knownAt === undefined
  const moment = momentOf({ at, knownAt }, now.at)
  const past = isNow ? now.policy.chosen : await chosenAsOf(pool, moment, now.policy.chosen)
  return { isNow, moment, pack: packFor(rules, moment.at, { today: now.policy, past }) }
}

/** The past is folded number by number: of too many it is not answered at all, rather than in part. */
export async function requireFoldable({ pool }: Pick<Store, 'pool'>, orgId: OrganisationId): Promise<void> {
  if (await isTooLargeForAsOf(pool, orgId)) throw new Problem('AS_OF_TOO_LARGE', { field: 'at' })
}

/** The verdicts of numbers as they stood; numbers that are alike are explained once. */
export function verdictCounter({ pack, moment: { at } }: Asked) {
  const known = new Map<string, keyof VerdictCounts>()
  const counts: VerdictCounts = { can: 0, willStop: 0, cannot: 0, unknown: 0 }
  const instants = classInstants(pack, at)
  return {
    counts,
    add: ({ row }: NumberView) => {
      const number = classOf(row, instants)
      const key = classKey(number)
      const verdict = known.get(key) ?? explainClass(number, pack, at).verdict
      known.set(key, verdict)
      counts[verdict] += 1
    },
  }
}

/** Whether a number as it stood is one of those asked for; the same filters as of now, but by verdict. */
export function matches(view: NumberView, filter: Omit<NumberFilter, 'classKeys'>): boolean {
  const { e164, locationId, orderId, caseId, userId, authorisation, registration, inventory, traffic } = filter
  const { row } = view
  return (
    (e164 === undefined || view.e164 === e164) &&
    (locationId === undefined || view.locationId === locationId) &&
    (orderId === undefined || view.orderId === orderId) &&
    (caseId === undefined || view.caseId === caseId) &&
    (userId === undefined || view.userId === userId) &&
    (authorisation === undefined || [row.authorisation, shownAuthorisation(row)].includes(authorisation)) &&
    (registration === undefined || [row.registration, shownRegistration(row)].includes(registration)) &&
    (inventory === undefined || row.inventory === inventory) &&
    (traffic === undefined || (row.traffic ?? 'flowing') === traffic)
  )
}
