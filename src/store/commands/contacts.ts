import { brand, type ContactId, type DocumentId, type DocumentRef } from '../../domain/values.ts'
import type { CommandData, CommandResult, ContactDetails } from '../command.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { organisationExists } from '../locks.ts'
import { queueMails } from '../mail.ts'
import { endFailedMails, endMissingContacts } from '../missingContacts.ts'
import { change, contacts } from '../streams.ts'

export async function addContact(
  context: Context,
  details: CommandData<'AddContact'>,
): Promise<Decided<CommandResult<'AddContact'>>> {
  const { tx, orgId } = context
  if (!(await organisationExists(tx, orgId))) return { ok: false, refusal: { code: 'ORGANISATION_NOT_FOUND' } }
  const id = brand<ContactId>(context.id('contact'))
  const changed = await changeContactStream(context, id, { type: 'AddContact', ...(await cardOf(context, details)) })
  if (!changed.ok) return changed
  await endMissingContacts(tx, orgId, details.acts)
  await greet(context, id, changed.version, details)
  return done({ contactId: id })
}

export async function changeContact(
  context: Context,
  { contactId, ...details }: CommandData<'ChangeContact'>,
): Promise<Decided<CommandResult<'ChangeContact'>>> {
  const { tx, orgId } = context
  await lockContact(tx, orgId, contactId)
  const { happenedAt, source } = toldAs(asWish, context)
  const card = await cardOf(context, details)
  const changed = await changeContactStream(context, contactId, { type: 'ChangeContact', happenedAt, source, ...card })
  if (!changed.ok) return changed
  await endMissingContacts(tx, orgId, details.acts)
  await endFailedMails(tx, orgId, contactId)
  if (changed.events.length > 0) await greet(context, contactId, changed.version, details)
  return done({ version: changed.version })
}

export async function removeContact(
  context: Context,
  { contactId }: CommandData<'RemoveContact'>,
): Promise<Decided<CommandResult<'RemoveContact'>>> {
  await lockContact(context.tx, context.orgId, contactId)
  const changed = await changeContactStream(context, contactId, { type: 'RemoveContact' })
  if (!changed.ok) return changed
  await endFailedMails(context.tx, context.orgId, contactId)
  return done({ version: changed.version })
}

/** Tells the contact what it stands for. An address that takes no mail is known now, and not at the first reminder. */
async function greet(
  { tx, orgId, at, policy }: Context,
  contactId: ContactId,
  version: number,
  { language, acts }: ContactDetails,
): Promise<void> {
  const matter = { kind: 'contact', acts, zone: policy.pack.zone } as const
  const mail = { key: `contact/${contactId}/${version}`, orgId, to: { contactId, language }, matter }
  await queueMails(tx, [mail], at)
}

/** Whom an organisation wants to be written to is its wish, as a user's switch is. */
const asWish = 'setting'

function changeContactStream(context: Context, id: ContactId, command: Parameters<typeof contacts.decide>[0]) {
  const { tx, orgId, at } = context
  return change(tx, contacts, { orgId, id, at, recording: toldAs(asWish, context) }, command)
}

async function cardOf(context: Context, { name, address, language, acts, place }: ContactDetails) {
  return { document: await sealCard(context, { name, address }), language, acts: [...new Set(acts)].sort(), place }
}

function sealCard({ tx, orgId, at, documents, id }: Context, card: unknown): Promise<DocumentRef> {
  const text = JSON.stringify(card)
  return documents.seal(tx, { id: brand<DocumentId>(id('contactCard')), orgId, kind: 'contact', text, at })
}

async function lockContact(tx: Context['tx'], orgId: string, id: ContactId): Promise<void> {
  await tx.query('select 1 from contact where org_id = $1 and id = $2 for no key update', [orgId, id])
}
