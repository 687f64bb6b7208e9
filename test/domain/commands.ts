import { fc } from '@fast-check/vitest'
import type { CampaignCommand } from '../../src/domain/campaign.ts'
import type { ContactCommand } from '../../src/domain/contact.ts'
import type { NumberCommand } from '../../src/domain/decideNumber.ts'
import type { Source } from '../../src/domain/fact.ts'
import type { LicenceCommand } from '../../src/domain/licence.ts'
import type { LoaCommand } from '../../src/domain/loa.ts'
import type { LocationCommand } from '../../src/domain/location.ts'
import type { OnboardingCommand } from '../../src/domain/onboarding.ts'
import type { OrderCommand } from '../../src/domain/order.ts'
import type { OrganisationCommand } from '../../src/domain/organisation.ts'
import type { SupportCaseCommand } from '../../src/domain/supportCase.ts'
import type { UserCommand } from '../../src/domain/user.ts'
import type { Instant } from '../../src/domain/values.ts'
import { day } from '../support/given.ts'
import { instants, sources } from './arbitraries.ts'
import { here, proof, theRoad } from './deciders.ts'
import * as some from './events.ts'

/** A command with what its events will say of themselves: when it happened, and who told it. */
export type Issued<Command> = { readonly command: Command; readonly happenedAt: Instant; readonly source: Source }

const few = fc.integer({ min: 0, max: 3 })
const evidence = fc.record({ evidence: fc.constant(proof) }, { requiredKeys: [] })

function issued<Command>(
  make: (told: { readonly happenedAt: Instant; readonly source: Source }) => fc.Arbitrary<Command>,
  when = instants,
): fc.Arbitrary<Issued<Command>> {
  return fc
    .record({ happenedAt: when, source: sources })
    .chain((told) => make(told).map((command) => ({ command, ...told })))
}

export const organisationCommands = issued<OrganisationCommand>((told) =>
  fc.oneof(
    fc.record({ type: fc.constant('CreateOrganisation' as const), name: fc.constant(proof) }),
    fc
      .tuple(some.attestations, fc.record({ expiresAt: instants, evidence: fc.constant(proof) }, { requiredKeys: [] }))
      .map(([fact, more]) => ({ type: 'AttestOrganisationFact' as const, ...told, at: day(2), ...fact, ...more })),
  ),
)

export const licenceCommands = issued<LicenceCommand>(({ happenedAt, source }) =>
  fc.oneof(
    fc.record({
      type: fc.constant('RequestLicence' as const),
      at: fc.constant(happenedAt),
      organisationExists: fc.boolean(),
    }),
    fc
      .tuple(
        fc.constantFrom('RecordLicenceOrder', 'RecordLicenceActivation', 'RecordLicenceLapse', 'RecordLicenceEnd'),
        evidence,
      )
      .map(([type, proven]) => ({ type, happenedAt, source, ...proven })),
  ),
)

export const locationCommands = issued<LocationCommand>((told) =>
  fc
    .tuple(fc.constantFrom('AddLocation', 'ReportLocation'), some.locationFacts)
    .map(([type, facts]) => ({ type, facts, ...told })),
)

export const userCommands = issued<UserCommand>((told) =>
  fc.oneof(
    fc.constant({ type: 'AddUser' as const, ...told }),
    some.settings.map((setting) => ({ type: 'SetTexting' as const, setting, ...told })),
  ),
)

export const contactCommands = issued<ContactCommand>((told) =>
  fc.oneof(
    some.contactCards.map((card) => ({ type: 'AddContact' as const, ...card })),
    some.contactCards.map((card) => ({ type: 'ChangeContact' as const, ...told, ...card })),
    fc.constant({ type: 'RemoveContact' as const }),
  ),
)

export const orderCommands = issued<OrderCommand>(({ happenedAt, source }) =>
  fc.oneof(
    few.map((selected) => ({ type: 'CreateOrder' as const, locationId: here, onboardingId: theRoad, selected })),
    fc.record({ type: fc.constant('ChangeOrder' as const), added: fc.constant(0), removed: fc.constant(0) }),
    fc
      .constantFrom('more' as const, 'done' as const)
      .map((next) => ({ type: 'SubmitOrder' as const, next, at: happenedAt })),
    fc.constant({ type: 'RecordOrderSent' as const, ticket: 'PTS-1' }),
    some.orderCounts.map((answer) => ({ type: 'RecordOrderAnswer' as const, answer, happenedAt, source })),
    fc.constant({ type: 'WithdrawOrder' as const, at: happenedAt }),
  ),
)

export const loaCommands = issued<LoaCommand>(({ happenedAt, source }) =>
  fc.oneof(
    fc.record({
      type: fc.constant('SignLoa' as const),
      orderId: some.orderIds,
      document: fc.constant(proof),
      textVersion: fc.constant('1'),
      numbers: few,
    }),
    fc.constantFrom<LoaCommand>(
      { type: 'RecordLoaAcceptance', happenedAt, source },
      { type: 'RecordLoaRefusal', reason: 'NAME_MISMATCH', happenedAt, source },
      { type: 'WithdrawLoa' },
      { type: 'SupersedeLoa' },
    ),
  ),
)

export const campaignCommands = issued<CampaignCommand>((told) =>
  fc.oneof(
    fc
      .tuple(some.campaignStatuses, some.codes, fc.record({ caseId: some.caseIds }, { requiredKeys: [] }))
      .map(([status, codes, of]) => ({
        type: 'RecordCampaign' as const,
        ref: 'CABC123',
        status,
        codes,
        ...of,
        ...told,
      })),
    fc
      .tuple(some.brandStatuses, some.codes)
      .map(([status, codes]) => ({ type: 'RecordBrand' as const, ref: 'CABC123', status, codes, ...told })),
  ),
)

const caseReports = issued<SupportCaseCommand>(({ happenedAt, source }) =>
  fc.oneof(
    fc
      .record({ status: some.caseStatuses, ticket: fc.constantFrom('PTS-1', 'PTS-2') }, { requiredKeys: ['status'] })
      .map((said) => ({ type: 'ReportCase' as const, ...said, happenedAt, source })),
    some.decisions.map((decision) => ({ type: 'RecordDecision' as const, decision, happenedAt, source })),
  ),
)

const caseWishes = issued<SupportCaseCommand>(
  () =>
    fc.oneof(
      few.map((numbers) => ({ type: 'OpenCase' as const, onboardingId: theRoad, numbers, number: 1 })),
      some.contentHashes.map((contentHash) => ({
        type: 'SubmitForm' as const,
        document: proof,
        contentHash,
        underReview: true,
      })),
      some.formVersions.map((formVersion) => ({ type: 'RecordFormSent' as const, formVersion })),
      some.caseStages.map((stage) => ({ type: 'EnterCaseStage' as const, stage })),
      fc.constantFrom<SupportCaseCommand>({ type: 'CancelCase' }, { type: 'CloseCase', registered: 2, rejected: 1 }),
    ),
  fc.constant(day(6)),
)

/** What is told of a case, and what is asked of it: acts of people, and steps of the process. */
export const caseCommands = fc.oneof(caseReports, caseWishes)

/** What a case remembers for its history; who issues these makes sure that each comes once. */
export const caseNotes = issued<SupportCaseCommand>(() =>
  fc.oneof(
    some.caseMarks.map((mark) => ({ type: 'RecordCaseMark' as const, mark })),
    fc.constant({ type: 'RecordCaseStepFailed' as const, step: 'form/1', code: 'DESK_REFUSED' }),
  ),
)

/** What is asked of an onboarding: acts of people, and steps of the process that set where it stands. */
export const onboardingWishes = issued<OnboardingCommand>(
  () =>
    fc.oneof(
      fc.record({
        type: fc.constant('StartOnboarding' as const),
        organisationExists: fc.boolean(),
        packHasRegistration: fc.boolean(),
        otherIsOpen: fc.boolean(),
      }),
      some.stages.map((stage) => ({ type: 'EnterStage' as const, stage })),
      fc.constant({ type: 'CancelOnboarding' as const, reason: 'other' as const }),
      fc.constant({ type: 'CompleteOnboarding' as const, registered: 2, dropped: 1 }),
    ),
  fc.constant(day(6)),
)

/** What an onboarding remembers for its history; who issues these makes sure that each comes once. */
export const onboardingNotes = issued<OnboardingCommand>(() =>
  fc.oneof(
    some.marks.map((mark) => ({ type: 'RecordMark' as const, mark })),
    fc.record({ type: fc.constant('RecordActivation' as const), activated: few, heldBack: few }),
    fc.constant({ type: 'RecordStepFailed' as const, step: 'order/1', code: 'DESK_REFUSED' }),
    fc.record({ type: fc.constant('AcknowledgeOutcome' as const), refused: few, rejected: few }),
  ),
)

export const numberCommands = issued<NumberCommand>(() =>
  fc.oneof(
    some.inventories.map((inventory) => ({ type: 'ReportInventory' as const, inventory })),
    instants.map((entered) => ({ type: 'ReportEntry' as const, entered })),
    some.locationIds.map((locationId) => ({ type: 'ReportLocationOfNumber' as const, locationId })),
    some.owners.map((ownedBy) => ({ type: 'ReportOwner' as const, ownedBy })),
    some.orderIds.map((orderId) => ({ type: 'SelectNumber' as const, orderId, locationId: here })),
    some.orderIds.map((orderId) => ({ type: 'DeselectNumber' as const, orderId })),
    some.orderIds.map((orderId) => ({ type: 'OrderNumber' as const, orderId })),
    some.orderIds.map((orderId) => ({ type: 'AskAuthorisation' as const, orderId })),
    some.orderIds.map((orderId) => ({ type: 'StopAsking' as const, orderId })),
    some.orderIds.map((orderId) => ({ type: 'RecordAuthorisation' as const, orderId })),
    some.orderIds.map((orderId) => ({
      type: 'RecordAuthorisationRefusal' as const,
      orderId,
      reason: 'NAME_MISMATCH',
    })),
    some.orderIds.map((orderId) => ({ type: 'RevokeAuthorisation' as const, orderId, reason: 'LOA_WITHDRAWN' })),
    some.loaFlags.map((loa) => ({ type: 'ReportLoaFlag' as const, loa })),
    some.traffic.map((said) => ({ type: 'ReportTraffic' as const, ...said })),
    fc.record({ type: fc.constant('CoverByLetter' as const), orderId: some.orderIds, loaId: some.letterIds }),
    fc.record({ type: fc.constant('CoverAgain' as const), orderId: some.orderIds, loaId: some.letterIds }),
    fc.record({ type: fc.constant('VoidLetter' as const), loaId: some.letterIds, reason: some.loaVoids }),
    some.caseIds.map((caseId) => ({ type: 'JoinCase' as const, caseId })),
    fc.record({ type: fc.constant('LeaveCase' as const), caseId: some.caseIds, reason: some.caseExits }),
    fc.record({
      type: fc.constant('SubmitRegistration' as const),
      caseId: some.caseIds,
      formVersion: some.formVersions,
    }),
    some.caseIds.map((caseId) => ({ type: 'WithdrawRegistration' as const, caseId })),
    some.caseIds.map((caseId) => ({ type: 'RestartRegistration' as const, caseId })),
    fc.constant({ type: 'ReleaseRegistration' as const, reason: 'NUMBER_MOVED' }),
    some.campaigns.map((campaignRef) => ({ type: 'RecordRegistration' as const, campaignRef })),
    some.campaigns.map((campaignRef) => ({
      type: 'RecordRegistrationRejection' as const,
      campaignRef,
      code: 'BRAND_UNVERIFIED',
    })),
    fc.constant({ type: 'ActivateTexting' as const }),
  ),
)
