import type { Explanation } from './explain.ts'
import type { GateName } from './policy/gateRules.ts'
import type { CardValue, OutsideAct, OutsideStep, Owner, PolicyPack, WaitKind } from './policy/policy.ts'
import { serviceClass } from './serviceClass.ts'
import type { CaseKind } from './supportCase.ts'
import type { CaseId, LoaId, LocationId, OnboardingId, OrderId, OrganisationId } from './values.ts'

/** `unconfirmed`: submitted here, and nobody has reported yet that it was done out there. */
export type CardState = 'toDo' | 'unconfirmed'

/** How to do by hand what has no interface: where, by whom, and with what at hand. */
export type ActCard = Omit<OutsideStep, 'values'> & {
  readonly act: OutsideAct
  readonly state: CardState
  readonly policyPack: string
  readonly values: readonly { readonly name: CardValue; readonly value: string }[]
}

export type CardFacts = Readonly<Partial<Record<CardValue, string>>>

export function actCard(act: OutsideAct, state: CardState, facts: CardFacts, pack: PolicyPack): ActCard {
  const { values, ...step } = pack.outsideActs[act]
  const served = serviceClass(pack)
  const all: CardFacts = served === null ? facts : { ...facts, serviceClass: served }
  const known = values.flatMap((name) => {
    const value = all[name]
    return value === undefined ? [] : [{ name, value }]
  })
  return { act, state, policyPack: pack.id, ...step, values: known }
}

export type OrderStanding = {
  readonly id: OrderId
  readonly locationId: LocationId
  readonly phase: string
  readonly ticket: string | null
  readonly selected: number
  readonly withoutLetter: number
}

export type LetterStanding = {
  readonly id: LoaId
  readonly orderId: OrderId
  readonly phase: string
  readonly numbers: number
}

export type CaseStanding = {
  readonly id: CaseId
  readonly caseNumber: number
  readonly kind: CaseKind
  readonly stage: string
  readonly status: string
  readonly ticket: string | null
  readonly numbers: number
  readonly formVersion: number
  readonly formHash: string | null
}

export type OnboardingStanding = {
  readonly organisationId: OrganisationId
  readonly onboardingId: OnboardingId
  readonly stage: string
  readonly licence: string
  readonly textingDefault: string
  /** Authorised numbers in no case. */
  readonly caseless: number
  readonly orders: readonly OrderStanding[]
  readonly letters: readonly LetterStanding[]
  readonly cases: readonly CaseStanding[]
}

/** The acts outside that an onboarding waits for now, those of its open cases among them. */
export function onboardingCards(standing: OnboardingStanding, pack: PolicyPack): readonly ActCard[] {
  const { organisationId, onboardingId, stage, licence, textingDefault, caseless, cases } = standing
  const facts = { organisation: organisationId, onboarding: onboardingId }
  const ofCases = cases.flatMap((each) => caseCards(organisationId, each, pack))
  switch (stage) {
    case 'licence':
      return [licenceCard(licence, facts, pack)]
    case 'authorisation':
    case 'answer':
      return [...authorisationCards(standing, pack), ...ofCases]
    case 'case':
      return [actCard('openCase', 'toDo', { ...facts, numbers: String(caseless) }, pack), ...ofCases]
    case 'registration':
      return ofCases
    case 'activation':
      return textingDefault === 'on' ? [] : [actCard('switchOnOrganisation', 'toDo', facts, pack)]
    default:
      return [] // eligibility is attested here, an outcome is acknowledged here
  }
}

function licenceCard(licence: string, facts: CardFacts, pack: PolicyPack): ActCard {
  if (licence === 'lapsed' || licence === 'ended') return actCard('renewLicence', 'toDo', facts, pack)
  return actCard('buyLicence', licence === 'requested' || licence === 'ordered' ? 'unconfirmed' : 'toDo', facts, pack)
}

/** A draft is signed for where a letter is wanted, and then done in the wizard; with no order under way another may follow. */
function authorisationCards(standing: OnboardingStanding, pack: PolicyPack): readonly ActCard[] {
  const { organisationId: organisation, orders, letters } = standing
  const cards = orders.flatMap((order): readonly ActCard[] => {
    const facts = { organisation, location: order.locationId, order: order.id }
    if (order.phase === 'open' && order.withoutLetter > 0)
      return [actCard('signLetter', 'toDo', { ...facts, numbers: String(order.withoutLetter) }, pack)]
    const isUnconfirmed = order.phase === 'submitted' && order.ticket === null
    if (order.phase !== 'open' && !isUnconfirmed) return []
    const state = isUnconfirmed ? 'unconfirmed' : 'toDo'
    return [actCard('authoriseNumbers', state, { ...facts, numbers: String(order.selected) }, pack)]
  })
  const signed = letters
    .filter(({ phase }) => phase === 'signed')
    .map(({ id, orderId, numbers }) =>
      actCard(
        'signLetter',
        'unconfirmed',
        { organisation, order: orderId, letter: id, numbers: String(numbers) },
        pack,
      ),
    )
  const isUnderWay = orders.some(({ phase }) => phase === 'open' || phase === 'submitted' || phase === 'sent')
  return [...cards, ...signed, ...(isUnderWay ? [] : [actCard('authoriseNumbers', 'toDo', { organisation }, pack)])]
}

/** The acts outside that a case waits for now. Where the desk is to act there is none. */
export function caseCards(
  organisation: OrganisationId,
  { id, caseNumber, kind, stage, status, ticket, numbers, formVersion, formHash }: CaseStanding,
  pack: PolicyPack,
): readonly ActCard[] {
  const facts: CardFacts = {
    organisation,
    case: id,
    caseNumber: String(caseNumber),
    numbers: String(numbers),
    ...(ticket === null ? {} : { ticket }),
    ...(formVersion === 0 ? {} : { formVersion: String(formVersion) }),
    ...(formHash === null ? {} : { formHash }),
  }
  switch (stage) {
    case 'opening':
      return [actCard(kind === 'authorisationHelp' ? 'askForHelp' : 'openCase', 'unconfirmed', facts, pack)]
    case 'formReturn':
      return [actCard('returnForm', 'toDo', facts, pack)]
    case 'review':
      return isReceived(status) ? [] : [actCard('returnForm', 'unconfirmed', facts, pack)]
    case 'correction':
      return [actCard('correctForm', 'toDo', facts, pack)]
    case 'customer':
      return [actCard('answerDesk', 'toDo', facts, pack)]
    case 'licenceHold':
      return [actCard('renewLicence', 'toDo', facts, pack)]
    default:
      return []
  }
}

function isReceived(status: string): boolean {
  return status === 'formReceived' || status === 'inReview' || status === 'resolved'
}

/** What would help a number on, and who does it. `helps: false`: under this pack nothing does, whatever else is put right. */
export type NextAct = { readonly act: string; readonly owner: Owner; readonly reason: string; readonly helps: boolean }

export function nextAct({ first, obstacles }: Explanation): NextAct | undefined {
  const helpless = obstacles.find(({ act }) => act === 'noAct')
  const next = helpless ?? first
  if (!next) return undefined
  const { act, owner, reason } = next
  return { act, owner, reason, helps: helpless === undefined }
}

const outside: Readonly<Record<string, OutsideAct>> = {
  requestLicence: 'buyLicence',
  orderLicence: 'buyLicence',
  activateLicence: 'buyLicence',
  renewLicence: 'renewLicence',
  orderAuthorisation: 'authoriseNumbers',
  orderAgain: 'authoriseNumbers',
  submitOrder: 'authoriseNumbers',
  signLoa: 'signLetter',
  openCase: 'openCase',
  submitForm: 'returnForm',
  correctForm: 'correctForm',
  switchOnOrganisation: 'switchOnOrganisation',
  switchOnUser: 'switchOnUser',
}

/** The card for a number's next act; none where the act is done here, or is somebody else's turn to answer. */
export function numberCard(act: string, facts: CardFacts, pack: PolicyPack): ActCard | undefined {
  const step = outside[act]
  return step && actCard(step, 'toDo', facts, pack)
}

const ofCase = ['opening', 'formSending', 'formReturn', 'review', 'correction', 'customer'] as const

/** The waits whose due date is that of a gate. A gate that no process waits at has none. */
export const gateWaits: Readonly<Record<GateName, readonly WaitKind[]>> = {
  eligibility: ['eligibility', 'eligibilityHold'],
  licence: ['licence', 'licenceHold'],
  location: ['authorisation'],
  inventory: ['authorisation'],
  authorisation: ['authorisation', 'answer'],
  registration: ['case', 'registration', 'acknowledgement', ...ofCase],
  primary: [],
  kind: [],
  traffic: [],
  setting: [],
  app: [],
  message: [],
}
