import type { OrganisationId } from '../../src/domain/values.ts'
import type { Desk, DeskOrder } from '../../src/providers/desk.ts'
import type { RegistrationRequest, Registry } from '../../src/providers/registry.ts'

/** How a provider behaves towards one organisation: answers nothing to take the request, or throws. */
type Mood<Request> = (request: Request, attempt: number) => void

export type OutsideWorld = {
  readonly desk: Desk
  readonly registry: Registry
  /** What each provider has taken, in order: a repeat of a reference it knows is not taken again. */
  readonly taken: { readonly orders: DeskOrder[]; readonly registrations: RegistrationRequest[] }
  readonly whenOrdering: (orgId: OrganisationId, mood: Mood<DeskOrder>) => void
  readonly whenRegistering: (orgId: OrganisationId, mood: Mood<RegistrationRequest>) => void
}

/** The two providers as their ports promise them, in the test's own hands. */
export function outsideWorld(): OutsideWorld {
  const taken: OutsideWorld['taken'] = { orders: [], registrations: [] }
  const desk = side<DeskOrder>(taken.orders)
  const registry = side<RegistrationRequest>(taken.registrations)
  return {
    taken,
    desk: {
      submitOrder: async (order) => {
        const { index, sent } = desk.take(order)
        return { ticket: `T-${index + 1}`, sent }
      },
      findOrder: async (reference) => {
        const known = taken.orders.findIndex((each) => each.reference === reference)
        return known < 0 ? undefined : { ticket: `T-${known + 1}`, sent: 'found' }
      },
    },
    registry: {
      submitRegistration: async (request) => {
        const { index, sent } = registry.take(request)
        return { registrationId: `R-${index + 1}`, sent }
      },
    },
    whenOrdering: desk.when,
    whenRegistering: registry.when,
  }
}

function side<Request extends { readonly reference: string; readonly organisationReference: OrganisationId }>(
  taken: Request[],
) {
  const moods = new Map<OrganisationId, Mood<Request>>()
  const attempts = new Map<string, number>()
  return {
    when: (orgId: OrganisationId, mood: Mood<Request>) => void moods.set(orgId, mood),
    take(request: Request): { index: number; sent: 'now' | 'found' } {
      const attempt = (attempts.get(request.reference) ?? 0) + 1
      attempts.set(request.reference, attempt)
      moods.get(request.organisationReference)?.(request, attempt)
      const known = taken.findIndex((each) => each.reference === request.reference)
      if (known >= 0) return { index: known, sent: 'found' }
      return { index: taken.push(request) - 1, sent: 'now' }
    },
  }
}
