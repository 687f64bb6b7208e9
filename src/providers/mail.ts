import { createTransport } from 'nodemailer'

export type OutgoingMail = {
  /** Names the message for receivers: the same one sent twice is recognisable as one. */
  readonly id: string
  readonly to: Mailbox
  readonly copyTo?: Mailbox
  readonly subject: string
  readonly text: string
  readonly html: string
}

export type Mailbox = { readonly name: string; readonly address: string }

/**
 * What became of a mail. `refused`: for good, and why. `later`: this one not now. `unavailable`: the server takes none
 * at all, so that no mail is to blame. `reply` is the server's reply code or a code of the connection, never its words:
 * those hold addresses.
 */
export type MailAnswer =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'refused'; readonly failure: 'ADDRESS_REFUSED' | 'MESSAGE_REFUSED'; readonly reply: string }
  | { readonly outcome: 'later'; readonly reply: string }
  | { readonly outcome: 'unavailable'; readonly reply: string }

/** The way to people. Never throws for what a mail server says or fails to say. */
export type MailBridge = {
  readonly send: (mail: OutgoingMail) => Promise<MailAnswer>
  readonly close: () => void
}

export type SmtpOptions = {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly url: string
  readonly from: string
  readonly timeoutMs: number
}

/** Mail by SMTP over one kept connection. Off this machine only encrypted: contacts' names travel in it. */
export function createSmtpMail({ url, from, timeoutMs }: SmtpOptions): MailBridge {
  const { hostname, searchParams } = new URL(url)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 1,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...(isHere || searchParams.has('requireTLS') ? {} : { requireTLS: true }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.slice(from.lastIndexOf('@') + 1).replace(/>$/, '')

  async function send({ id, to, copyTo, ...content }: OutgoingMail): Promise<MailAnswer> {
    const addressed = { from, to, ...(copyTo ? { cc: copyTo } : {}), messageId: `<${id}@${domain}>` }
    // A reply by a machine, such as a note of absence, would reach nobody.
    const headers = { 'auto-submitted': 'auto-generated' }
    try {
      const { rejectedErrors = [] } = await transport.sendMail({ ...addressed, ...content, headers })
      const ofReader = rejectedErrors.find((each) => each.recipient === to.address)
      return ofReader ? judged(ofReader) : { outcome: 'sent' }
    } catch (error) {
      return judged(error)
    }
  }

  return { send, close: () => transport.close() }
}

type SmtpFailure = { readonly code?: string; readonly responseCode?: number; readonly command?: string }

function judged(error: unknown): MailAnswer {
  const { code = 'UNKNOWN', responseCode, command = '' } = error as SmtpFailure
  const reply = responseCode === undefined ? code : `SMTP_${responseCode}`
  const isOfMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  // A server that refuses our sender, or us, refuses every mail.
  if (!isOfMail || command === 'MAIL FROM') return { outcome: 'unavailable', reply }
  if (responseCode !== undefined && responseCode < 500) return { outcome: 'later', reply }
  return { outcome: 'refused', failure: command === 'DATA' ? 'MESSAGE_REFUSED' : 'ADDRESS_REFUSED', reply }
}
