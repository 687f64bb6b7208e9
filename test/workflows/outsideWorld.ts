import type { OrganisationId } from '../../src/domain/values.ts'
import type { Desk, DeskCase, DeskForm, DeskOrder } from '../../src/providers/desk.ts'

/** How the desk behaves towards one organisation: answers nothing to take the request, or throws. */
type Mood<Request> = (request: Request, attempt: number) => void

export type OutsideWorld = {
  readonly desk: Desk
  /** What the desk has taken, in order: a repeat of a reference it knows is not taken again. */
  readonly taken: { readonly orders: DeskOrder[]; readonly cases: DeskCase[]; readonly forms: DeskForm[] }
  readonly whenOrdering: (orgId: OrganisationId, mood: Mood<DeskOrder>) => void
  readonly whenOpening: (orgId: OrganisationId, mood: Mood<DeskCase>) => void
  readonly whenSendingForm: (orgId: OrganisationId, mood: Mood<DeskForm>) => void
}

/** The desk as its port promises it, in the test's own hands. */
export function outsideWorld(): OutsideWorld {
  const taken: OutsideWorld['taken'] = { orders: [], cases: [], forms: [] }
  const orders = tray('T', taken.orders)
  const cases = tray('C', taken.cases)
  const forms = tray('F', taken.forms)
  return {
    taken,
    desk: {
      submitOrder: async (order) => orders.take(order),
      findOrder: async (reference) => orders.find(reference),
      openCase: async (supportCase) => cases.take(supportCase),
      submitForm: async (form) => forms.take(form),
      findForm: async (reference) => forms.find(reference),
    },
    whenOrdering: orders.when,
    whenOpening: cases.when,
    whenSendingForm: forms.when,
  }
}

function tray<Request extends { readonly reference: string; readonly organisationReference: OrganisationId }>(
  letter: string,
  taken: Request[],
) {
  const moods = new Map<OrganisationId, Mood<Request>>()
  const attempts = new Map<string, number>()
  const find = (reference: string) => {
    const index = taken.findIndex((each) => each.reference === reference)
    return index < 0 ? undefined : { ticket: `${letter}-${index + 1}`, sent: 'found' as const }
  }
  return {
    find,
    when: (orgId: OrganisationId, mood: Mood<Request>) => void moods.set(orgId, mood),
    take(request: Request) {
      const attempt = (attempts.get(request.reference) ?? 0) + 1
      attempts.set(request.reference, attempt)
      moods.get(request.organisationReference)?.(request, attempt)
      const known = find(request.reference)
      return known ?? { ticket: `${letter}-${taken.push(request)}`, sent: 'now' as const }
    },
  }
}
