import type { GateName } from '../domain/policy/gateRules.ts'

/** The events on which each gate rests, in the order of the gates. */
const types: Readonly<Record<GateName, readonly string[]>> = {
  eligibility: ['OrganisationFactAttested'],
  licence: ['LicenceRequested', 'LicenceOrdered', 'LicenceActivated', 'LicenceLapsed', 'LicenceEnded'],
  location: ['LocationAdded', 'LocationReported', 'NumberMoved'],
  primary: ['NumberEntered', 'NumberOwnerReported'],
  kind: ['NumberEntered'],
  inventory: ['NumberEntered', 'NumberInventoryReported'],
  authorisation: [
    'NumberLoaFlagged',
    'NumberLoaSigned',
    'NumberLoaVoided',
    'NumberSelected',
    'NumberDeselected',
    'NumberOrdered',
    'NumberAuthorised',
    'NumberAuthorisationRefused',
    'NumberAuthorisationRevoked',
  ],
  registration: [
    'NumberJoinedCase',
    'NumberLeftCase',
    'NumberRegistrationSubmitted',
    'NumberRegistrationWithdrawn',
    'NumberRegistrationRestarted',
    'NumberRegistered',
    'NumberRegistrationRejected',
    'CampaignReported',
  ],
  setting: ['UserTextingSet', 'OrganisationFactAttested'],
  app: [],
  message: [],
}

/** What a question names of a message or an app stands in the question itself. */
export function restsOnEvents(gate: GateName): boolean {
  return types[gate].length > 0
}

export function typesOf(gate: GateName): readonly string[] {
  return types[gate]
}

type Said = { readonly type: string; readonly data: unknown }

/** Whether an event is one that the gate rests on: of the organisation's facts, the default is the switch's alone. */
export function proves(gate: GateName, { type, data }: Said): boolean {
  if (!types[gate].includes(type)) return false
  if (type !== 'OrganisationFactAttested') return true
  return (factOf(data) === 'textingDefault') === (gate === 'setting')
}

/** What an event answers: its type, and its fact where a type tells several. */
export function questionOf({ type, data }: Said): string {
  return `${type}/${factOf(data)}`
}

function factOf(data: unknown): string {
  const { fact }: { fact?: unknown } = { ...(data as object) }
  return typeof fact === 'string' ? fact : ''
}
