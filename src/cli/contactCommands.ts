import { type Command, Option } from 'commander'
import type { ContactAnswer, CutoffMessageAnswer, MailAnswer } from './answers.ts'
import { clientFor, pathOf, type Repeatable, repeatable } from './asking.ts'
import { createOutput } from './output.ts'
import type { Common } from './program.ts'
import { type Cell, table } from './table.ts'
import { dayAndTime, ownerWords, reasonWords, spacedNumber, stageWords } from './words.ts'

type Card = Repeatable & {
  readonly name: string
  readonly address: string
  readonly for: readonly string[]
  readonly language: string
  readonly deputy: boolean
}

export function addContactCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const contacts = program.command('contacts').description('who of an organisation is written to, and what was written')

  carded(contacts.command('add <organisation>'))
    .description('add somebody to be written to')
    .action(async (orgId: string, given: Card) => {
      const path = pathOf(orgId, 'contacts')
      const added = await clientFor(given, env).post<{ contactId: string }>(path, cardOf(given), given.key)
      createOutput(given)(added, `added ${added.contactId}`)
    })

  carded(contacts.command('change <organisation> <contact>'))
    .description('tell anew who a contact is: all of it, as it is from now on')
    .action(async (orgId: string, id: string, given: Card) => {
      const path = pathOf(orgId, 'contacts', id, 'change')
      const changed = await clientFor(given, env).post<{ version: number }>(path, cardOf(given), given.key)
      createOutput(given)(changed, `changed; version ${changed.version}`)
    })

  repeatable(contacts.command('remove <organisation> <contact>'))
    .description('remove a contact: nothing is written to it from now on')
    .action(async (orgId: string, id: string, given: Repeatable) => {
      const path = pathOf(orgId, 'contacts', id, 'remove')
      const removed = await clientFor(given, env).post<{ version: number }>(path, {}, given.key)
      createOutput(given)(removed, 'removed')
    })

  contacts
    .command('list <organisation>')
    .description('whom an organisation wants to be written to')
    .action(async (orgId: string, given: Common) => {
      const all = await clientFor(given, env).all<ContactAnswer>(pathOf(orgId, 'contacts'))
      createOutput(given)(all, all.length === 0 ? 'nobody' : table(contactHeads, all.map(contactCells), ''))
    })

  contacts
    .command('mails <organisation>')
    .description('what was written, to whom and when, and what waits to be sent')
    .action(async (orgId: string, given: Common) => {
      const all = await clientFor(given, env).all<MailAnswer>(pathOf(orgId, 'mails'))
      createOutput(given)(all, all.length === 0 ? 'nothing' : table(mailHeads, all.map(mailCells), ''))
    })

  contacts
    .command('message <organisation> <cutoff>')
    .description('which users a cutoff will stop from texting, and a ready message to them')
    .addOption(new Option('--language <language>', 'of the message').choices(['en', 'de']).default('en'))
    .option('--after', 'the message for when they text again', false)
    .action(async (orgId: string, cutoffId: string, given: Common & Wanted) => {
      const message = await wholeMessage(given, env, pathOf(orgId, 'cutoffs', cutoffId, 'message'))
      createOutput(given)(message, messageWords(message, given))
    })
}

type Wanted = { readonly language: 'en' | 'de'; readonly after: boolean }

/** The message stands on every page of the list; the list is put together. */
async function wholeMessage(given: Common, env: NodeJS.ProcessEnv, path: string): Promise<CutoffMessageAnswer> {
  const api = clientFor(given, env)
  const first = await api.get<CutoffMessageAnswer>(path, { limit: '200' })
  const items = first.nextCursor === null ? first.items : await api.all<CutoffMessageAnswer['items'][number]>(path)
  return { ...first, items, nextCursor: null }
}

function carded(command: Command): Command {
  return repeatable(command)
    .requiredOption('--name <name>', 'of the person')
    .requiredOption('--address <address>', 'where mail reaches them')
    .requiredOption('--for <roles...>', 'whose acts: customerAdmin, partner, loaSigner, desk, operator')
    .addOption(new Option('--language <language>', 'to be written in').choices(['en', 'de']).default('en'))
    .option('--deputy', 'only where nobody who comes first can be reached', false)
}

function cardOf({ name, address, for: acts, language, deputy }: Card) {
  return { name, address, acts, language, place: deputy ? 'deputy' : 'first' }
}

const contactHeads = ['contact', 'for', 'name', 'address', 'language', 'note'] as const

function contactCells({ id, acts, name, address, language, place, isReachable }: ContactAnswer): readonly Cell[] {
  const notes = [...(place === 'deputy' ? ['deputy'] : []), ...(isReachable ? [] : ['address refused'])]
  return [id, acts.map(ownerWords).join(', '), name, address, language, notes.join(', ')]
}

const mailHeads = ['queued', 'kind', 'about', 'contact', 'language', 'state'] as const

function mailCells({ queuedAt, kind, about, contactId, language, state, sentAt, failed }: MailAnswer): readonly Cell[] {
  const { wait, mark, cutoffId } = about
  const what = wait === undefined ? (cutoffId ?? '') : `${mark ?? ''}: ${stageWords(wait)}`
  const how = sentAt === null ? (failed ?? state) : `sent ${dayAndTime(sentAt)}`
  return [dayAndTime(queuedAt), kind, what, contactId, language, how]
}

function messageWords({ items, instant, messages }: CutoffMessageAnswer, { language, after }: Wanted): string {
  const { subject, text } = messages[language][after ? 'after' : 'before']
  const users = items.map(
    ({ number, userId, reason }) => `  ${spacedNumber(number)}  ${userId ?? 'no user known'}: ${reasonWords(reason)}`,
  )
  return [
    items.length === 0
      ? `Nobody: no number of the organisation stops texting on ${dayAndTime(instant)}.`
      : `Stop texting on ${dayAndTime(instant)}, by what is known now:`,
    ...users,
    '',
    subject,
    '',
    text.trimEnd(),
  ].join('\n')
}
