import { randomUUID } from 'node:crypto'
import {
  brand,
  instant,
  type LocationId,
  type NumberId,
  type OnboardingId,
  type OrderId,
  type OrganisationId,
} from '../src/domain/values.ts'
import type { Command, CommandData, CommandResult, CommandType, Envelope } from '../src/store/command.ts'
import type { Store } from '../src/store/execute.ts'

export type Premises = {
  readonly orgId: OrganisationId
  readonly locationId: LocationId
  readonly onboardingId: OnboardingId
  readonly numberIds: readonly NumberId[]
}

export function command<Type extends CommandType>(
  type: Type,
  orgId: OrganisationId,
  data: CommandData<Type>,
  given: Partial<Envelope> = {},
): Command<Type> {
  const envelope: Envelope = {
    scope: `bench/${orgId}`,
    commandId: randomUUID(),
    orgId,
    actor: { kind: 'person', subject: 'admin-1', role: 'admin' },
    source: { kind: 'admin', id: 'admin-1' },
    ...given,
  }
  return { ...envelope, type, data } as Command<Type>
}

export async function accepted<Type extends CommandType>(
  store: Store,
  type: Type,
  orgId: OrganisationId,
  data: CommandData<Type>,
  given: Partial<Envelope> = {},
): Promise<CommandResult<Type>> {
  const outcome = await store.execute(command(type, orgId, data, given))
  if (!outcome.ok) throw new Error(`${type} was refused: ${outcome.refusal.code}`)
  return outcome.result
}

/** An eligible organisation with an active licence, a ready location, numbers in service, and an onboarding begun. */
export async function readyOrganisation(store: Store, numbers: number): Promise<Premises> {
  const orgId = brand<OrganisationId>(randomUUID())
  await accepted(store, 'CreateOrganisation', orgId, { name: 'An organisation' })
  const facts = [
    { fact: 'customerKind', value: 'enterprise' },
    { fact: 'subscriptionKind', value: 'paid' },
    { fact: 'callingPlan', value: 'usCa' },
    { fact: 'dataRegion', value: 'supported' },
    { fact: 'textingDefault', value: 'on' },
  ] as const
  for (const fact of facts) await accepted(store, 'AttestOrganisationFact', orgId, fact)
  await accepted(store, 'ReportLicence', orgId, { status: 'ordered' })
  await accepted(store, 'ReportLicence', orgId, { status: 'activated' })
  const locationId = await addLocation(store, orgId)
  const entered = instant('2025-03-01T00:00:00.000Z')
  const known = { country: 'US', kind: 'standard', inventory: 'inService', owner: 'primary' } as const
  const rows = freshNumbers(numbers).map((e164) => ({ e164, ...known, locationId, entered }))
  const imported = await accepted(store, 'ImportNumbers', orgId, { rows })
  const numberIds = imported.rows.flatMap((row) => (row.status === 'refused' ? [] : [row.numberId]))
  const { onboardingId } = await accepted(store, 'StartOnboarding', orgId, {})
  return { orgId, locationId, onboardingId, numberIds }
}

export async function addLocation(store: Store, orgId: OrganisationId): Promise<LocationId> {
  const facts = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' } as const
  const { locationId } = await accepted(store, 'AddLocation', orgId, { facts })
  return locationId
}

/** The same, and its numbers are in an order that has gone out. */
export async function orderedOrganisation(
  store: Store,
  count: number,
): Promise<Premises & { readonly orderId: OrderId }> {
  const premises = await readyOrganisation(store, count)
  const { orgId, onboardingId, locationId } = premises
  const { rows } = await store.pool.query<{ e164: string }>('select e164 from number where org_id = $1', [orgId])
  const numbers = rows.map((row) => row.e164)
  const { orderId } = await accepted(store, 'CreateOrder', orgId, { onboardingId, locationId, numbers })
  if (!orderId) throw new Error('there was nothing to order')
  await accepted(store, 'SubmitOrder', orgId, { orderId, next: 'done' })
  return { ...premises, orderId }
}

let last = 0

function freshNumbers(count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    last += 1
    return `+1512${String(2_000_000 + last)}`
  })
}
