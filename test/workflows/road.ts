import { randomUUID } from 'node:crypto'
import type { RegistrationForm } from '../../src/domain/form.ts'
import type { LoaFlag } from '../../src/domain/number.ts'
import type { NextRound } from '../../src/domain/order.ts'
import type { CaseStatus } from '../../src/domain/supportCase.ts'
import {
  type CaseId,
  instant,
  type LocationId,
  type NumberId,
  type OnboardingId,
  type OrderId,
  type OrganisationId,
} from '../../src/domain/values.ts'
import type { CommandData, CommandResult, CommandType, Envelope } from '../../src/store/command.ts'
import { addContact } from '../support/contacts.ts'
import { goodForm } from '../support/form.ts'
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
  readonly opensCase: () => Promise<CaseId>
  readonly deskReports: (caseId: CaseId, ...statuses: readonly CaseStatus[]) => Promise<void>
  readonly handsIn: (caseId: CaseId, form?: RegistrationForm) => Promise<number>
  readonly registryApproves: (caseId: CaseId) => Promise<void>
  readonly registryRejects: (caseId: CaseId, code?: string) => Promise<void>
  /** Onwards to authorised numbers, to a case with its form in review, and to the end. */
  readonly comesToCase: () => Promise<OrderId>
  readonly comesToReview: () => Promise<CaseId>
  readonly walksOn: () => Promise<CaseId>
}

type Start = {
  readonly numbers?: number
  readonly licensed?: boolean
  /** Whether the carrier wants a letter for the numbers; nothing is known of it otherwise. */
  readonly loa?: LoaFlag
}

export async function setOut(harness: Harness, { numbers = 3, licensed = false, loa }: Start = {}): Promise<Traveller> {
  const { store, settle } = harness
  const orgId = await eligibleOrganisation(store)
  await addContact(store, orgId, { acts: ['customerAdmin', 'partner'] })
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
      ...(loa ? { loa } : {}),
    })),
  })
  const numberIds = rows.flatMap((row) => (row.status === 'refused' ? [] : [row.numberId]))
  const { onboardingId } = await does('StartOnboarding', {})

  const picksNumbers = async () => {
    const { orderId } = await does('CreateOrder', { onboardingId, locationId, numbers: e164s })
    if (!orderId) throw new Error('nothing was left to order')
    return orderId
  }
  const orders = async (next: NextRound = 'done') => {
    const orderId = await picksNumbers()
    await does('SubmitOrder', { orderId, next })
    return orderId
  }
  const deskAuthorises = async (orderId: OrderId) => {
    const items = numberIds.map((numberId) => ({ numberId, status: 'authorised' as const }))
    await does('RecordOrderAnswer', { orderId, items }, fromOutside('desk'))
  }
  const opensCase = async () => (await does('OpenCase', { onboardingId })).caseId
  const deskReports = async (caseId: CaseId, ...statuses: readonly CaseStatus[]) => {
    for (const status of statuses) await does('ReportCase', { caseId, status }, fromOutside('desk'))
  }
  const handsIn = async (caseId: CaseId, form = goodForm) => (await does('SubmitForm', { caseId, form })).formVersion
  const registryApproves = async (caseId: CaseId) => {
    const items = numberIds.map((numberId) => ({ numberId, status: 'registered' as const }))
    const decision = { caseId, campaignRef: campaignOf(orgId), campaign: 'approved', codes: [], items } as const
    await does('RecordDecision', decision, fromOutside('registry'))
  }
  const registryRejects = async (caseId: CaseId, code = 'OPT_IN_UNCLEAR') => {
    const decision = { caseId, campaignRef: campaignOf(orgId), campaign: 'rejected', codes: [code], items: [] } as const
    await does('RecordDecision', decision, fromOutside('registry'))
  }
  const comesToCase = async () => {
    const orderId = await orders()
    await deskAuthorises(orderId)
    return orderId
  }
  const comesToReview = async () => {
    await comesToCase()
    const caseId = await opensCase()
    await deskReports(caseId, 'opened', 'formSent')
    await handsIn(caseId)
    return caseId
  }
  return {
    orgId,
    onboardingId,
    locationId,
    numberIds,
    does,
    getsLicence,
    picksNumbers,
    orders,
    deskAuthorises,
    deskRefuses: async (orderId) => {
      const items = numberIds.map((numberId) => ({ numberId, status: 'refused' as const, reason: 'NOT_ELIGIBLE' }))
      await does('RecordOrderAnswer', { orderId, items }, fromOutside('desk'))
    },
    opensCase,
    deskReports,
    handsIn,
    registryApproves,
    registryRejects,
    comesToCase,
    comesToReview,
    walksOn: async () => {
      const caseId = await comesToReview()
      await registryApproves(caseId)
      return caseId
    },
  }
}

/** The form after a rejection: the same brand, and a clearer word on how people agree. */
export function correctedForm(attempt: number): RegistrationForm {
  const messageFlow = `${goodForm.campaign.messageFlow} Attempt ${attempt}.`
  return { ...goodForm, campaign: { ...goodForm.campaign, messageFlow } }
}

export function fromOutside(kind: 'desk' | 'registry'): Partial<Envelope> {
  return { source: { kind, id: randomUUID() }, actor: { kind: 'service', subject: kind, role: 'bridge' } }
}

function campaignOf(orgId: OrganisationId): string {
  return `C${orgId.slice(0, 6).toUpperCase()}`
}

/** What the record says, in order: types of events of an onboarding or a case itself. */
export async function recorded({ store }: Harness, id: OnboardingId | CaseId): Promise<readonly string[]> {
  const { rows } = await store.pool.query<{ type: string }>(
    'select type from event where stream_id = $1 order by version',
    [id],
  )
  return rows.map((row) => row.type)
}
