import { randomUUID } from 'node:crypto'
import type { NextRound } from '../../src/domain/order.ts'
import {
  instant,
  type LocationId,
  type NumberId,
  type OnboardingId,
  type OrderId,
  type OrganisationId,
} from '../../src/domain/values.ts'
import type { CommandData, CommandResult, CommandType, Envelope } from '../../src/store/command.ts'
import { accepted, eligibleOrganisation, freshNumbers } from '../support/store.ts'
import type { Harness } from './harness.ts'

/** One organisation on its way. Every act is a command of the store; then the dust settles. */
export type Traveller = {
  readonly orgId: OrganisationId
  readonly onboardingId: OnboardingId
  readonly locationId: LocationId
  readonly numberIds: readonly NumberId[]
  readonly does: <Type extends CommandType>(
    type: Type,
    data: CommandData<Type>,
    given?: Partial<Envelope>,
  ) => Promise<CommandResult<Type>>
  readonly getsLicence: () => Promise<void>
  /** Picks its numbers for an order that it does not submit yet. */
  readonly picksNumbers: () => Promise<OrderId>
  readonly orders: (next?: NextRound) => Promise<OrderId>
  readonly deskAuthorises: (orderId: OrderId) => Promise<void>
  readonly deskRefuses: (orderId: OrderId) => Promise<void>
  readonly registryRegisters: () => Promise<void>
}

export async function setOut(harness: Harness, { numbers = 3, licensed = false } = {}): Promise<Traveller> {
  const { store, settle } = harness
  const orgId = await eligibleOrganisation(store)
  const does: Traveller['does'] = async (type, data, given) => {
    const result = await accepted(store, type, orgId, data, given)
    await settle()
    return result
  }
  const getsLicence = async () => {
    await does('ReportLicence', { status: 'ordered' })
    await does('ReportLicence', { status: 'activated' })
  }
  if (licensed) await getsLicence()
  const { locationId } = await does('AddLocation', {
    facts: { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' },
  })
  const e164s = freshNumbers(numbers)
  const entered = instant('2025-03-01T00:00:00.000Z')
  const { rows } = await does('ImportNumbers', {
    rows: e164s.map((e164) => ({
      e164,
      country: 'US',
      kind: 'standard',
      inventory: 'inService',
      entered,
      locationId,
      owner: 'primary',
    })),
  })
  const numberIds = rows.flatMap((row) => (row.status === 'refused' ? [] : [row.numberId]))
  const { onboardingId } = await does('StartOnboarding', {})
  const picksNumbers = async () => {
    const { orderId } = await does('CreateOrder', { onboardingId, locationId, numbers: e164s })
    if (!orderId) throw new Error('nothing was left to order')
    return orderId
  }
  return {
    orgId,
    onboardingId,
    locationId,
    numberIds,
    does,
    getsLicence,
    picksNumbers,
    orders: async (next = 'done') => {
      const orderId = await picksNumbers()
      await does('SubmitOrder', { orderId, next })
      return orderId
    },
    deskAuthorises: async (orderId) => {
      const items = numberIds.map((numberId) => ({ numberId, status: 'authorised' as const }))
      await does('RecordOrderAnswer', { orderId, items }, fromOutside('desk'))
    },
    deskRefuses: async (orderId) => {
      const items = numberIds.map((numberId) => ({ numberId, status: 'refused' as const, reason: 'NOT_ELIGIBLE' }))
      await does('RecordOrderAnswer', { orderId, items }, fromOutside('desk'))
    },
    registryRegisters: async () => {
      const items = numberIds.map((numberId) => ({ numberId, status: 'registered' as const }))
      await does('RecordRegistration', { campaignRef: 'CABC123', items }, fromOutside('registry'))
    },
  }
}

function fromOutside(kind: 'desk' | 'registry'): Partial<Envelope> {
  return { source: { kind, id: randomUUID() }, actor: { kind: 'service', subject: kind, role: 'bridge' } }
}

/** What the record says, in order: types of events of the onboarding itself. */
export async function recorded({ store }: Harness, onboardingId: OnboardingId): Promise<readonly string[]> {
  const { rows } = await store.pool.query<{ type: string }>(
    'select type from event where stream_id = $1 order by version',
    [onboardingId],
  )
  return rows.map((row) => row.type)
}
