import { isTooOld, type MailFailure } from '../domain/mail.ts'
import type { DocumentId, OrganisationId } from '../domain/values.ts'
import type { Logger } from '../log.ts'
import { writeMail } from '../mail/write.ts'
import type { MailBridge, Mailbox, OutgoingMail } from '../providers/mail.ts'
import type { Store } from '../store/execute.ts'
import { type DueMail, dueMails, giveUp, markSent, tryLater } from '../store/mailSending.ts'
import { inTransaction } from '../store/transaction.ts'
import { type Duty, repeating } from './leadership.ts'

/** `idleMs`: how long it rests where there was nothing to send. */
export type MailingParts = {
  readonly store: Store
  readonly mail: MailBridge
  readonly log: Logger
  readonly idleMs?: number
}

const batch = 20

/**
 * Sends what is queued. A crash between a server's yes and our mark sends again, under the same message id: receivers can
 * tell. A server that takes no mail at all is asked again later, and no mail is blamed for it.
 */
export function mailing({ store, mail, log, idleMs = 1_000 }: MailingParts): Duty {
  const { pool, clock, documents } = store
  return repeating('mailing', log, { idleMs, failedMs: 15_000 }, async (signal) => {
    const due = await dueMails(pool, await clock.now(), batch)
    if (signal.aborted) return 'idle'
    const outcomes = await Promise.all(due.map(carry))
    const unavailable = outcomes.find((each) => each !== undefined)
    if (unavailable !== undefined) throw new Error(`the mail server takes no mail: ${unavailable}`)
    return due.length === batch ? 'more' : 'idle'
  })

  /** Answers how the server is unavailable, if it is. */
  async function carry(each: DueMail): Promise<string | undefined> {
    const at = await clock.now()
    const moot = failureBefore(each, at)
    if (moot) return void (await end(each, moot))
    const about = { mailId: each.id, orgId: each.orgId, kind: each.matter.kind }
    const written = await outgoing(each).catch(() => undefined)
    // One that cannot be written, such as one whose document is lost, must not hold up those behind it.
    if (!written) {
      log.warn(about, 'a mail could not be written')
      return void (await tryLater(pool, each, at))
    }
    const answer = await mail.send(written)
    log.info({ ...about, ...answer }, 'mail')
    switch (answer.outcome) {
      case 'sent':
        return void (await markSent(pool, each.id, await clock.now()))
      case 'later':
        return void (await tryLater(pool, each, await clock.now()))
      case 'refused':
        return void (await end(each, answer.failure, answer.reply))
      case 'unavailable':
        return answer.reply
    }
  }

  async function end(each: DueMail, failure: MailFailure, reply?: string): Promise<void> {
    const at = await clock.now()
    await inTransaction(pool, each.orgId, (tx) => giveUp(tx, each, { failure, at, ...(reply ? { reply } : {}) }))
  }

  async function outgoing({ id, orgId, language, matter, ...found }: DueMail): Promise<OutgoingMail> {
    const to = await mailbox(orgId, found.cardId)
    const copyTo = found.copyCardId === null ? undefined : await mailbox(orgId, found.copyCardId)
    const organisation = found.nameId === null ? orgId : await documents.open(pool, orgId, found.nameId)
    const written = writeMail(matter, { language, name: to.name, organisation, orgId })
    return { id, to, ...written, ...(copyTo ? { copyTo } : {}) }
  }

  async function mailbox(orgId: OrganisationId, cardId: DocumentId): Promise<Mailbox> {
    const { name, address } = JSON.parse(await documents.open(pool, orgId, cardId)) as Mailbox
    return { name, address }
  }
}

function failureBefore(mail: DueMail, at: Parameters<typeof isTooOld>[1]): MailFailure | undefined {
  if (mail.isContactRemoved) return 'CONTACT_REMOVED'
  if (mail.isAnswered) return 'ANSWERED'
  return isTooOld(mail.queuedAt, at) ? 'TOO_OLD' : undefined
}
