import type { Found } from '../api/contract.ts'

/** Where what was found is shown; a thing without a page of its own is shown with its organisation. */
export function pageOf({ kind, id, orgId }: Pick<Found, 'kind' | 'id' | 'orgId'>): string {
  if (kind === 'delivery') return `/deliveries/${id}`
  const organisation = `/organisations/${orgId ?? id}`
  switch (kind) {
    case 'number':
      return `${organisation}/numbers/${id}`
    case 'case':
      return `${organisation}/cases/${id}`
    case 'onboarding':
      return `${organisation}/onboardings/${id}/history`
    case 'order':
      return `${organisation}/numbers?orderId=${id}`
    case 'user':
      return `${organisation}/numbers?userId=${id}`
    default:
      return organisation
  }
}
