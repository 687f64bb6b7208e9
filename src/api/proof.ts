import { believedBy, outranks } from '../domain/fact.ts'
import type { GateName } from '../domain/policy/gateRules.ts'
import type { HistoryEvent } from '../store/views/historyView.ts'

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
    'NumberRegistrationReleased',
    'NumberRegistered',
    'NumberRegistrationRejected',
    'CampaignReported',
  ],
  traffic: ['NumberTrafficReported'],
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

/** Every type that proves something. */
export const provingTypes: readonly string[] = [...new Set(Object.values(types).flat())]

/** The most believed first: of the later instant, then of the better source; who spoke twice meant the later word. */
export function believedFirst(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const ranked = events.map((event) => ({ event, happenedAt: event.happenedAt, by: believedBy(event.source) }))
  ranked.sort((a, b) => {
    if (a.happenedAt === b.happenedAt && a.by === b.by) return b.event.version - a.event.version
    return outranks(a, b) ? -1 : 1
  })
  return ranked.map(({ event }) => event)
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
