import { accept, type Decision, refuse, unreachable } from './decision.ts'
import { attestation, file, isFiled, type Meta, prevailing, type Register, type Source } from './fact.ts'
import type { DocumentRef, Instant } from './values.ts'

/** The questions on which an organisation's eligibility, its texting default and its notices rest. */
export const organisationFacts = {
  customerKind: ['enterprise', 'online'],
  subscriptionKind: ['paid', 'trial', 'paidWithTrial'],
  callingPlan: ['usCa', 'elsewhere', 'none'],
  dataRegion: ['supported', 'unsupported'],
  textingDefault: ['on', 'off'],
  healthcare: ['yes', 'no'],
  hipaaNotice: ['acknowledged'],
} as const

export type OrganisationFactKind = keyof typeof organisationFacts
export type OrganisationFact = {
  [Kind in OrganisationFactKind]: { readonly fact: Kind; readonly value: (typeof organisationFacts)[Kind][number] }
}[OrganisationFactKind]

/** Somebody states a fact, with what proves it and how long the statement is good for. */
export type OrganisationCommand =
  | { readonly type: 'CreateOrganisation'; readonly name: DocumentRef }
  | ({
      readonly type: 'AttestOrganisationFact'
      readonly happenedAt: Instant
      readonly at: Instant
      readonly source: Source
      readonly expiresAt?: Instant
      readonly evidence?: DocumentRef
    } & OrganisationFact)

export type OrganisationEvent =
  | { readonly type: 'OrganisationCreated'; readonly data: { readonly name: DocumentRef } }
  | {
      readonly type: 'OrganisationFactAttested'
      readonly data: OrganisationFact & { readonly expiresAt?: Instant; readonly evidence?: DocumentRef }
    }

export type Organisation = {
  readonly created: Register<DocumentRef>
  readonly facts: { readonly [Kind in OrganisationFactKind]: Register<string> }
}

export const noOrganisation: Organisation = {
  created: [],
  facts: {
    customerKind: [],
    subscriptionKind: [],
    callingPlan: [],
    dataRegion: [],
    textingDefault: [],
    healthcare: [],
    hipaaNotice: [],
  },
}

export function decide(command: OrganisationCommand, organisation: Organisation): Decision<OrganisationEvent> {
  const exists = organisation.created.length > 0
  switch (command.type) {
    case 'CreateOrganisation':
      if (exists) return refuse('ORGANISATION_EXISTS')
      return accept({ type: 'OrganisationCreated', data: { name: command.name } })
    case 'AttestOrganisationFact': {
      if (!exists) return refuse('ORGANISATION_NOT_FOUND')
      const { type: _type, happenedAt, at, source, ...data } = command
      if (isFiled(organisation.facts[command.fact], { value: command.value, happenedAt, source })) return accept()
      if (data.expiresAt && data.expiresAt <= at) return refuse('EVIDENCE_ALREADY_EXPIRED', 'expiresAt', data.expiresAt)
      return accept({ type: 'OrganisationFactAttested', data })
    }
    default:
      return unreachable(command)
  }
}

export function evolve(organisation: Organisation, event: OrganisationEvent, meta: Meta): Organisation {
  switch (event.type) {
    case 'OrganisationCreated':
      return { ...organisation, created: file(organisation.created, attestation(event.data.name, meta)) }
    case 'OrganisationFactAttested': {
      const { fact, value, expiresAt } = event.data
      const register = file(organisation.facts[fact], attestation<string>(value, meta, expiresAt))
      return { ...organisation, facts: { ...organisation.facts, [fact]: register } }
    }
    default:
      return unreachable(event)
  }
}

/** What the organisation's row says at an instant; `unknown` where nobody has said, or what was said has expired. */
export function organisationAxes(organisation: Organisation, at: Instant) {
  const axis = (kind: OrganisationFactKind) => prevailing(organisation.facts[kind], at)?.value ?? 'unknown'
  return {
    customerKind: axis('customerKind'),
    subscriptionKind: axis('subscriptionKind'),
    callingPlan: axis('callingPlan'),
    dataRegion: axis('dataRegion'),
    textingDefault: axis('textingDefault'),
    healthcare: axis('healthcare'),
    hipaaNotice: axis('hipaaNotice'),
  }
}
