import type { Language } from '../domain/contact.ts'
import { unreachable } from '../domain/decision.ts'
import type { MailMatter } from '../domain/mail.ts'
import type { Instant } from '../domain/values.ts'
import type { About, Told, Wording } from './wording.ts'
import { toldIn, wordings } from './words.ts'

export type Written = { readonly subject: string; readonly text: string; readonly html: string }

export type Reader = {
  readonly language: Language
  readonly name: string
  readonly organisation: string
  readonly orgId: string
}

/** The mail about a matter, as plain text and as HTML. The same matter and reader give the same bytes. */
export function writeMail(matter: MailMatter, { language, name, organisation, orgId }: Reader): Written {
  const wording = wordings[language]
  const { subject, paragraphs } = toldOf(wording, matter, {
    organisation,
    orgId,
    when: toldIn(wording.locale, matter.zone),
  })
  return {
    subject,
    ...laidOut(language, [
      wording.salutation(name),
      ...paragraphs,
      wording.signature,
      wording.footer(organisation, orgId),
    ]),
  }
}

function toldOf(wording: Wording, matter: MailMatter, about: About): Told {
  switch (matter.kind) {
    case 'contact':
      return wording.contact(matter, about)
    case 'wait':
      return wording.wait(matter, about)
    case 'cutoffNotice':
      return wording.cutoffNotice(matter, about)
    case 'cutoffResult':
      return wording.cutoffResult(matter, about)
    case 'reinstatement':
      return wording.reinstatement(matter, about)
    default:
      return unreachable(matter)
  }
}

export type UserMessages = Readonly<Record<'before' | 'after', { readonly subject: string; readonly text: string }>>

/** What an admin can send on to users: before a cutoff, and when their numbers text again. */
export function messageToUsers(
  language: Language,
  cutoff: { readonly instant: Instant; readonly zone: string },
): UserMessages {
  const wording = wordings[language]
  const { before, after } = wording.toUsers({ when: toldIn(wording.locale, cutoff.zone)(cutoff.instant) })
  const plain = ({ subject, paragraphs }: Told) => ({ subject, text: `${paragraphs.join('\n\n')}\n` })
  return { before: plain(before), after: plain(after) }
}

function laidOut(language: Language, paragraphs: readonly string[]): Omit<Written, 'subject'> {
  const html = paragraphs.map((each) => `<p>${escaped(each)}</p>`).join('\n')
  return {
    text: `${paragraphs.join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="${language}">\n<body>\n${html}\n</body>\n</html>\n`,
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Names come from people, and are text whatever they hold. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (each) => entities[each] ?? each)
}
