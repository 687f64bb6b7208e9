import type * as z from 'zod'
import { type ActCard, type CaseStanding, onboardingCards } from '../domain/actCards.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import type { NumberCounts } from '../domain/process/onboarding.ts'
import type { OrganisationId } from '../domain/values.ts'
import type { Queryable } from '../store/pool.ts'
import { type CaseView, type FormVersion, listCases, readForms } from '../store/views/caseView.ts'
import { lettersOf } from '../store/views/letterView.ts'
import type { OnboardingView } from '../store/views/onboardingView.ts'
import { listOrders } from '../store/views/orderView.ts'
import { readOrganisation } from '../store/views/organisationView.ts'
import type { actCard } from './schemas.ts'

/** What an onboarding's cards are drawn from: its orders, letters and open cases. */
export async function cardsOf(
  db: Queryable,
  orgId: OrganisationId,
  { id, stage, phase }: OnboardingView,
  {
    counts,
    cases,
    pack,
  }: { readonly counts: NumberCounts; readonly cases: readonly CaseView[]; readonly pack: PolicyPack },
): Promise<readonly ActCard[]> {
  if (phase !== 'open') return []
  const [organisation, orders] = await Promise.all([
    readOrganisation(db, orgId),
    listOrders(db, orgId, { filter: { onboardingId: id }, after: undefined, limit: null }),
  ])
  const letters = await lettersOf(
    db,
    orgId,
    orders.map((order) => order.id),
  )
  const standing = {
    organisationId: orgId,
    onboardingId: id,
    stage,
    licence: organisation?.licence ?? 'unknown',
    textingDefault: organisation?.textingDefault ?? 'unknown',
    caseless: counts.authorised,
    orders: orders.map(({ numbers, ...order }) => ({
      ...order,
      selected: (numbers['selected'] ?? 0) + (numbers['ordered'] ?? 0),
    })),
    letters,
    cases: await Promise.all(cases.map(async (each) => caseStanding(each, await readForms(db, orgId, each.id)))),
  }
  return onboardingCards(standing, pack)
}

/** Those of an onboarding that have not ended. */
export async function openCases(
  db: Queryable,
  orgId: OrganisationId,
  { id }: OnboardingView,
): Promise<readonly CaseView[]> {
  const filter = { onboardingId: id }
  const all = await listCases(db, orgId, { filter, after: undefined, limit: null })
  return all.filter(({ endedAt }) => endedAt === null)
}

export function caseStanding(view: CaseView, forms: readonly FormVersion[]): CaseStanding {
  const { id, caseNumber, kind, stage, status, ticket, formVersion, waiting, registered, rejected } = view
  const numbers = waiting + registered + rejected
  return { id, caseNumber, kind, stage, status, ticket, formVersion, numbers, formHash: forms[0]?.contentHash ?? null }
}

/** Field by field, in the order of the schema. */
export function shownCard(card: ActCard): z.output<typeof actCard> {
  const { act, state, owner, title, path, statedIn, values, confirmedBy, ruleIds, policyPack } = card
  const atHand = values.map(({ name, value }) => ({ name, value }))
  return {
    act,
    state,
    owner,
    title,
    path: [...path],
    statedIn,
    values: atHand,
    confirmedBy,
    ruleIds: [...ruleIds],
    policyPack,
  }
}
