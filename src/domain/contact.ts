import { accept, type Decision, refuse, unreachable } from './decision.ts'
import { attestation, file, isFiled, type Meta, type Register, type Source } from './fact.ts'
import type { Owner } from './policy/policy.ts'
import type { DocumentRef, Instant } from './values.ts'

/** Languages in which people are written to. */
export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** Whose acts a contact can be written to about. Of the others, no person of an organisation stands for them. */
export const contactActs = [
  'customerAdmin',
  'partner',
  'loaSigner',
  'desk',
  'operator',
] as const satisfies readonly Owner[]
export type ContactAct = (typeof contactActs)[number]

/** Acts for which every organisation needs somebody: desk and operator are reached in other ways too. */
export const neededActs: readonly Owner[] = ['customerAdmin', 'partner', 'loaSigner']

/** A deputy is written to where nobody who comes first can be reached. */
export const contactPlaces = ['first', 'deputy'] as const
export type ContactPlace = (typeof contactPlaces)[number]

/** `document` holds name and address, encrypted. */
export type ContactCard = {
  readonly document: DocumentRef
  readonly language: Language
  readonly acts: readonly ContactAct[]
  readonly place: ContactPlace
}

export type ContactCommand =
  | ({ readonly type: 'AddContact' } & ContactCard)
  | ({ readonly type: 'ChangeContact'; readonly happenedAt: Instant; readonly source: Source } & ContactCard)
  | { readonly type: 'RemoveContact' }

export type ContactEvent =
  | { readonly type: 'ContactAdded'; readonly data: ContactCard }
  | { readonly type: 'ContactChanged'; readonly data: ContactCard }
  | { readonly type: 'ContactRemoved'; readonly data: Record<string, never> }

export type Contact = { readonly card: Register<ContactCard>; readonly removed: Register<true> }

export const noContact: Contact = { card: [], removed: [] }

export function decide(command: ContactCommand, contact: Contact): Decision<ContactEvent> {
  const [held] = contact.card
  if (command.type !== 'AddContact' && !held) return refuse('CONTACT_NOT_FOUND')
  switch (command.type) {
    case 'AddContact':
      return held ? refuse('CONTACT_EXISTS') : accept({ type: 'ContactAdded', data: cardOf(command) })
    case 'ChangeContact': {
      if (contact.removed.length > 0) return refuse('CONTACT_REMOVED')
      const { happenedAt, source } = command
      const data = cardOf(command)
      if (isFiled(contact.card, { value: data, happenedAt, source })) return accept()
      return accept({ type: 'ContactChanged', data })
    }
    case 'RemoveContact':
      return contact.removed.length > 0 ? accept() : accept({ type: 'ContactRemoved', data: {} })
    default:
      return unreachable(command)
  }
}

function cardOf({ document, language, acts, place }: ContactCard): ContactCard {
  return { document, language, acts, place }
}

export function evolve(contact: Contact, event: ContactEvent, meta: Meta): Contact {
  switch (event.type) {
    case 'ContactAdded':
    case 'ContactChanged':
      return { ...contact, card: file(contact.card, attestation(event.data, meta)) }
    case 'ContactRemoved':
      return { ...contact, removed: file(contact.removed, attestation(true, meta)) }
    default:
      return unreachable(event)
  }
}

/** Since when the contact is known, and as it is now. */
export function contactTimes({
  card,
}: Contact): { readonly addedAt: Instant; readonly changedAt: Instant } | undefined {
  const [newest] = card
  const oldest = card.at(-1)
  return newest && oldest ? { addedAt: oldest.happenedAt, changedAt: newest.recordedAt } : undefined
}
