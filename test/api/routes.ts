import type { Role } from '../../src/store/tokens.ts'
import { goodForm } from '../support/form.ts'

const readers: readonly Role[] = ['admin', 'partner', 'support', 'auditor', 'integration', 'operator']
const actors: readonly Role[] = ['admin', 'partner', 'operator']
const reporters: readonly Role[] = ['admin', 'partner', 'integration', 'operator']
const witnesses: readonly Role[] = ['admin', 'partner', 'support', 'integration', 'operator']
const confidants: readonly Role[] = ['admin', 'partner', 'support', 'operator']
const operators: readonly Role[] = ['operator']

/** Those who oversee the deployment as a whole. */
const overseers: readonly Role[] = ['operator', 'auditor']

export type Tested = {
  readonly route: string
  readonly roles: readonly Role[] | 'anybody' | 'signed'
  /** A body of the right form, so that nothing but the caller's rights can decide. */
  readonly body?: unknown
  /** Headers with which the route ends at once. */
  readonly headers?: Readonly<Record<string, string>>
}

const someId = '0199f3a2-1111-7000-8000-00000000000a'
const org = '/v1/organisations/{orgId}'
const someContact = { name: 'Ana Díaz', address: 'ana@larkspur.example', acts: ['customerAdmin'] }
const lenient = { whom: { scope: 'all' }, until: '2024-12-20T08:00:00Z', reason: 'other' }
const signature = { firstName: 'Ana', lastName: 'Díaz', title: 'Owner', signature: 'Ana Díaz' }

/** Every route there is and who may call it, written down a second time: a route or a right changes in both places or not at all. */
export const tested: readonly Tested[] = [
  { route: 'GET /health/live', roles: 'anybody' },
  { route: 'GET /health/ready', roles: 'anybody' },
  { route: 'POST /v1/tokens', roles: operators, body: { subject: 'a', role: 'admin', organisations: [someId] } },
  { route: 'GET /v1/tokens', roles: operators },
  { route: 'GET /v1/tokens/{tokenId}', roles: operators },
  { route: 'POST /v1/tokens/{tokenId}/rotate', roles: operators, body: {} },
  { route: 'POST /v1/tokens/{tokenId}/revoke', roles: operators, body: {} },
  { route: 'GET /v1/me', roles: readers },
  { route: 'POST /v1/organisations', roles: operators, body: { name: 'Acme' } },
  { route: 'GET /v1/organisations', roles: readers },
  { route: `GET ${org}`, roles: readers },
  { route: `POST ${org}/facts`, roles: reporters, body: { fact: 'customerKind', value: 'enterprise' } },
  { route: `GET ${org}/licence`, roles: readers },
  { route: `POST ${org}/licence/request`, roles: actors, body: {} },
  { route: `POST ${org}/licence/report`, roles: ['partner', 'integration', 'operator'], body: { status: 'ordered' } },
  { route: `POST ${org}/locations`, roles: reporters, body: { country: 'US' } },
  { route: `GET ${org}/locations`, roles: readers },
  { route: `GET ${org}/locations/{locationId}`, roles: readers },
  { route: `POST ${org}/locations/{locationId}/report`, roles: reporters, body: { country: 'US' } },
  { route: `POST ${org}/users`, roles: reporters, body: {} },
  { route: `GET ${org}/users`, roles: readers },
  { route: `GET ${org}/users/{userId}`, roles: readers },
  { route: `POST ${org}/users/{userId}/texting`, roles: reporters, body: { setting: 'inherit' } },
  { route: `POST ${org}/contacts`, roles: actors, body: someContact },
  { route: `GET ${org}/contacts`, roles: confidants },
  { route: `GET ${org}/contacts/{contactId}`, roles: confidants },
  { route: `POST ${org}/contacts/{contactId}/change`, roles: actors, body: someContact },
  { route: `POST ${org}/contacts/{contactId}/remove`, roles: actors, body: {} },
  { route: `GET ${org}/mails`, roles: readers },
  { route: `GET ${org}/cutoffs/{cutoffId}/message`, roles: readers },
  { route: `POST ${org}/numbers/import`, roles: reporters, body: { rows: [{ number: '+12025550123' }] } },
  {
    route: `POST ${org}/numbers/traffic`,
    roles: witnesses,
    body: { numbers: [{ numberId: someId }], state: 'blocked', by: 'carrier' },
  },
  { route: `GET ${org}/numbers`, roles: readers },
  { route: `GET ${org}/numbers/{numberId}`, roles: readers },
  { route: `GET ${org}/numbers/{numberId}/history`, roles: readers },
  { route: `GET ${org}/numbers/{numberId}/why`, roles: readers },
  { route: `GET ${org}/numbers/{numberId}/compare/{otherId}`, roles: readers },
  { route: `GET ${org}/users/{userId}/why`, roles: readers },
  { route: `GET ${org}/numbers/{numberId}/believed`, roles: readers },
  { route: `POST ${org}/numbers/{numberId}/report`, roles: witnesses, body: { loa: 'required' } },
  {
    route: `POST ${org}/orders`,
    roles: actors,
    body: { onboardingId: someId, locationId: someId, numbers: ['+12025550123'] },
  },
  { route: `GET ${org}/orders`, roles: readers },
  { route: `GET ${org}/orders/{orderId}`, roles: readers },
  { route: `GET ${org}/orders/{orderId}/history`, roles: readers },
  { route: `POST ${org}/orders/{orderId}/submit`, roles: actors, body: { next: 'done' } },
  { route: `POST ${org}/orders/{orderId}/withdraw`, roles: actors, body: {} },
  { route: `POST ${org}/orders/{orderId}/change`, roles: actors, body: { remove: [], expectedVersion: 1 } },
  { route: `GET ${org}/orders/{orderId}/summary`, roles: readers },
  { route: `POST ${org}/orders/{orderId}/report`, roles: witnesses, body: { ticket: 'PTS-1' } },
  {
    route: `POST ${org}/orders/{orderId}/answers`,
    roles: witnesses,
    body: { answers: [{ numberId: someId, status: 'authorised' }] },
  },
  { route: `POST ${org}/orders/{orderId}/letters`, roles: actors, body: signature },
  { route: `GET ${org}/orders/{orderId}/letters`, roles: readers },
  { route: `GET ${org}/letters/{letterId}`, roles: readers },
  { route: `GET ${org}/letters/{letterId}/text`, roles: confidants },
  { route: `GET ${org}/letters/{letterId}/history`, roles: readers },
  { route: `POST ${org}/letters/{letterId}/report`, roles: witnesses, body: { status: 'accepted' } },
  { route: `POST ${org}/letters/{letterId}/withdraw`, roles: actors, body: {} },
  { route: `POST ${org}/cases`, roles: actors, body: { onboardingId: someId } },
  { route: `GET ${org}/cases`, roles: readers },
  { route: `GET ${org}/cases/{caseId}`, roles: readers },
  { route: `GET ${org}/cases/{caseId}/history`, roles: readers },
  { route: `POST ${org}/cases/{caseId}/report`, roles: witnesses, body: { status: 'opened' } },
  {
    route: `POST ${org}/cases/{caseId}/answers`,
    roles: witnesses,
    body: { answers: [{ numberId: someId, status: 'authorised' }] },
  },
  { route: `POST ${org}/cases/{caseId}/forms`, roles: actors, body: { form: goodForm } },
  { route: `GET ${org}/cases/{caseId}/forms/{formVersion}`, roles: confidants },
  {
    route: `POST ${org}/cases/{caseId}/decisions`,
    roles: witnesses,
    body: { campaign: { ref: 'CABC123', status: 'approved' } },
  },
  { route: `POST ${org}/cases/{caseId}/take-out`, roles: actors, body: { numbers: ['+12025550123'] } },
  { route: `POST ${org}/cases/{caseId}/give-up`, roles: actors, body: {} },
  { route: `POST ${org}/cases/{caseId}/cancel`, roles: actors, body: {} },
  { route: `POST ${org}/cases/{caseId}/retry`, roles: operators, body: { step: 'form/1' } },
  { route: `GET ${org}/campaigns`, roles: readers },
  { route: `GET ${org}/campaigns/{campaignRef}`, roles: readers },
  { route: `POST ${org}/campaigns/{campaignRef}/report`, roles: witnesses, body: { status: 'suspended' } },
  {
    route: `POST ${org}/campaigns/{campaignRef}/registrations`,
    roles: witnesses,
    body: { numbers: [{ numberId: someId, status: 'registered' }] },
  },
  { route: `POST ${org}/onboardings`, roles: actors, body: {} },
  { route: `GET ${org}/onboardings`, roles: readers },
  { route: `GET ${org}/onboardings/{onboardingId}`, roles: readers },
  { route: `GET ${org}/onboardings/{onboardingId}/history`, roles: readers },
  { route: `POST ${org}/onboardings/{onboardingId}/acknowledge`, roles: actors, body: {} },
  { route: `POST ${org}/onboardings/{onboardingId}/cancel`, roles: actors, body: { reason: 'other' } },
  { route: `POST ${org}/onboardings/{onboardingId}/retry`, roles: operators, body: { step: 'order/x' } },
  { route: `GET ${org}/what-if`, roles: readers },
  { route: `GET ${org}/open-points`, roles: readers },
  { route: 'GET /v1/open-points', roles: readers },
  { route: 'GET /v1/open-points/history', roles: ['operator', 'auditor'] },
  { route: 'GET /v1/open-points/{point}/preview', roles: ['operator', 'auditor'] },
  { route: 'POST /v1/open-points/{point}/choice', roles: operators, body: { option: 'utc' } },
  { route: `GET ${org}/may-text`, roles: readers },
  { route: `GET ${org}/why`, roles: readers },
  { route: 'GET /v1/policy-packs', roles: readers },
  { route: 'GET /v1/policy-packs/{packId}', roles: readers },
  { route: 'GET /v1/policy-packs/{packId}/rules', roles: readers },
  { route: 'GET /v1/policy-packs/{packId}/diff/{otherPackId}', roles: readers },
  { route: 'GET /v1/policy-packs/{packId}/retention', roles: readers },
  { route: 'POST /v1/policy-packs/identify', roles: readers, body: { text: 'Business Texting' } },
  { route: 'GET /v1/rules/{ruleId}', roles: readers },
  { route: 'GET /v1/readings', roles: readers },
  { route: 'GET /v1/forecast', roles: readers },
  { route: `GET ${org}/forecast`, roles: readers },
  {
    route: `POST ${org}/retractions`,
    roles: ['admin', 'partner', 'support', 'operator'],
    body: { eventIds: [`${someId}:1`], reason: 'mistaken' },
  },
  { route: 'GET /v1/attention', roles: ['operator', 'support', 'partner', 'admin'] },
  { route: 'GET /v1/waits', roles: readers },
  { route: 'GET /v1/portfolio', roles: readers },
  { route: 'GET /v1/search', roles: readers },
  { route: `GET ${org}/stream`, roles: readers, headers: { 'last-event-id': 'none' } },
  { route: 'POST /v1/intake/{source}', roles: 'signed', body: {} },
  { route: 'GET /v1/deliveries', roles: ['operator', 'support', 'auditor'] },
  { route: 'GET /v1/deliveries/{deliveryId}', roles: ['operator', 'support'] },
  { route: 'POST /v1/deliveries/{deliveryId}/release', roles: ['operator', 'support'], body: { reason: 'mended' } },
  { route: 'POST /v1/deliveries/{deliveryId}/dismiss', roles: ['operator', 'support'], body: { reason: 'a test' } },
  { route: `GET ${org}/cutoffs`, roles: readers },
  { route: 'GET /v1/cutoffs', roles: overseers },
  { route: 'GET /v1/cutoffs/{cutoffId}', roles: overseers },
  { route: 'GET /v1/cutoffs/{cutoffId}/history', roles: overseers },
  { route: 'GET /v1/cutoffs/{cutoffId}/plan', roles: overseers },
  { route: 'GET /v1/cutoffs/{cutoffId}/plan/diff', roles: overseers },
  { route: 'GET /v1/cutoffs/{cutoffId}/preview', roles: overseers },
  { route: 'POST /v1/cutoffs/{cutoffId}/plans', roles: operators, body: {} },
  { route: 'POST /v1/cutoffs/{cutoffId}/approvals', roles: operators, body: { hash: 'ab' } },
  { route: 'POST /v1/cutoffs/{cutoffId}/import-complete', roles: operators, body: {} },
  { route: 'POST /v1/cutoffs/{cutoffId}/exemptions', roles: operators, body: lenient },
  { route: 'POST /v1/cutoffs/{cutoffId}/undo', roles: operators, body: lenient },
  {
    route: 'POST /v1/cutoffs/{cutoffId}/exemptions/{exemptionId}/revocation',
    roles: operators,
    body: { reason: 'other' },
  },
  {
    route: 'POST /v1/cutoffs/{cutoffId}/postponement',
    roles: operators,
    body: { until: '2024-12-20T08:00:00Z', reason: 'other' },
  },
  { route: 'POST /v1/cutoffs/{cutoffId}/requests/{requestId}/confirm', roles: operators, body: {} },
]

export function methodOf({ route }: Tested): 'GET' | 'POST' {
  return route.startsWith('GET') ? 'GET' : 'POST'
}

/** The address of a route, each id in its path filled in; ids not given are of nothing that exists. */
export function addressOf({ route }: Tested, ids: Readonly<Record<string, string>>): string {
  const path = route.slice(route.indexOf('/'))
  return path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? others[name] ?? someId)
}

/** What a path may hold beside ids. */
const others: Readonly<Record<string, string>> = {
  source: 'desk',
  formVersion: '1',
  campaignRef: 'CABC123',
  packId: '003',
  ruleId: 'P8',
  otherPackId: '000',
  cutoffId: 'unregisteredSwitchedOff',
}
