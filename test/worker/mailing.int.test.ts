import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Instant, instant, plusDays, plusMinutes } from '../../src/domain/values.ts'
import { createLogger } from '../../src/log.ts'
import { createSmtpMail, type MailBridge } from '../../src/providers/mail.ts'
import { createDocuments } from '../../src/store/documents.ts'
import { createStore, type Store } from '../../src/store/execute.ts'
import { mailing } from '../../src/worker/mailing.ts'
import { addContact, callsOf, mailsOf } from '../support/contacts.ts'
import { accepted, openTestStore, type Premises, readyOrganisation, type TestStore } from '../support/store.ts'

const log = createLogger({ level: 'silent', name: 'test' })
let test: TestStore
let store: Store
let now: Instant = instant('2026-05-01T00:00:00.000Z')
let bridge: MailBridge

beforeAll(async () => {
  test = await openTestStore()
  const clock = {
    now: async () => {
      now = plusMinutes(now, 1 / 60)
      return now
    },
  }
  store = createStore({ pool: test.store.pool, clock, documents: createDocuments(test.masterKey) })
})
afterAll(() => test.close())

type Got = { readonly to: readonly string[]; readonly text: string }

/** A mail server that says what the test lays down, and keeps what it took. */
const got: Got[] = []
const replies = new Map<string, number>()
let busy = false
let server: SMTPServer

function listen(port = 0): Promise<number> {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    closeTimeout: 100,
    onRcptTo({ address }, _, done) {
      const responseCode = replies.get(address)
      done(responseCode === undefined ? null : Object.assign(new Error(`<${address}> not here`), { responseCode }))
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        if (busy) return done(Object.assign(new Error('come again'), { responseCode: 451 }))
        got.push({ to: envelope.rcptTo.map(({ address }) => address), text: Buffer.concat(parts).toString() })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  return new Promise((resolve) => {
    const http = server.listen(port, '127.0.0.1', () => resolve((http.address() as AddressInfo).port))
  })
}

const hangUp = () => new Promise<void>((resolve) => server.close(() => resolve()))

let port = 0
beforeEach(async () => {
  got.length = 0
  replies.clear()
  busy = false
  port = await listen()
  bridge = createSmtpMail({
    url: `smtp://127.0.0.1:${port}`,
    from: 'Clearline <desk@clearline.example>',
    timeoutMs: 5_000,
  })
})
afterEach(async () => {
  bridge.close()
  await hangUp()
})

/** Lets the duty work until what is asked for is so. */
async function sendUntil(reached: () => Promise<boolean>, mail = bridge): Promise<void> {
  const stopping = new AbortController()
  const running = mailing({ store, mail, log, idleMs: 10 })(stopping.signal)
  try {
    for (let tries = 0; tries < 500; tries += 1) {
      if (await reached()) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error('it never came to that')
  } finally {
    stopping.abort()
    await running
  }
}

const mails = ({ orgId }: Premises) => mailsOf(store.pool, orgId)
const allSent = (premises: Premises) => async () => (await mails(premises)).every(({ sent, failed }) => sent || failed)

/** Its admin is reminded of an order that nobody has submitted; that it is a contact, it has known for long. */
async function remind({ orgId, onboardingId }: Premises, days = 7): Promise<void> {
  const waitId = `${onboardingId}/${randomUUID()}`
  await store.pool.query(`update mail set sent_at = queued_at where org_id = $1 and kind = 'contact'`, [orgId])
  await accepted(store, 'EnterStage', orgId, { onboardingId, stage: 'authorisation', waitId })
  now = plusDays(now, days)
  await accepted(store, 'FireMarks', orgId, { onboardingId, waitId })
}

describe('a new contact', () => {
  it('is told what it stands for, and once more when that is changed', async () => {
    const { orgId } = await readyOrganisation(store, 1)
    const contactId = await addContact(store, orgId)
    await sendUntil(async () => got.length === 1)
    const anew = { name: 'Jörg', address: 'joerg@larkspur.example', language: 'de', place: 'first' } as const
    await accepted(store, 'ChangeContact', orgId, { contactId, acts: ['loaSigner'], ...anew })
    await sendUntil(async () => got.length === 2)
    expect(got.map(({ to }) => to)).toEqual([['ines@larkspur.example'], ['joerg@larkspur.example']])
    expect(got[1]?.text).toContain('Vollmachten')
  })

  it('whose address is refused is put before a person at once', async () => {
    const { orgId } = await readyOrganisation(store, 1)
    replies.set('gone@larkspur.example', 550)
    await addContact(store, orgId, { address: 'gone@larkspur.example' })
    await sendUntil(async () => (await callsOf(store.pool, orgId)).length > 0)
    expect(await callsOf(store.pool, orgId)).toEqual(['MAIL_FAILED ADDRESS_REFUSED'])
  })
})

describe('what is queued', () => {
  it('goes out by SMTP, as text and HTML in the language of its reader, under an id that follows from its cause', async () => {
    const premises = await readyOrganisation(store, 1)
    await addContact(store, premises.orgId, { name: 'Jörg Groß', address: 'joerg@gross.example', language: 'de' })
    await remind(premises)
    await sendUntil(allSent(premises))
    const [mail] = await mails(premises)
    expect(mail).toMatchObject({ sent: true, attempts: 1, failed: null })
    expect(got.map(({ to }) => to)).toEqual([['joerg@gross.example']])
    const text = got[0]?.text ?? ''
    expect(text).toContain(`Message-ID: <${mail?.id}@clearline.example>`)
    expect(text).toContain('Auto-Submitted: auto-generated')
    expect(text).toMatch(/Content-Type: text\/plain/)
    expect(text).toMatch(/Content-Type: text\/html/)
    expect(text).toContain('Sie sind am Zug.')
  })

  it('is sent once, and after a crash between the yes and the mark again, as the same message', async () => {
    const premises = await readyOrganisation(store, 1)
    await addContact(store, premises.orgId)
    await remind(premises)
    await sendUntil(allSent(premises))
    expect(got).toHaveLength(1)
    await store.pool.query('update mail set sent_at = null where org_id = $1', [premises.orgId])
    await sendUntil(allSent(premises))
    const ids = got.map(({ text }) => /^Message-ID: (.*)$/m.exec(text)?.[1])
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it('waits while the server is away, and blames no mail for it', async () => {
    const premises = await readyOrganisation(store, 1)
    await addContact(store, premises.orgId)
    await remind(premises)
    const away = createSmtpMail({ url: 'smtp://127.0.0.1:1', from: 'a@b.example', timeoutMs: 500 })
    let asked = 0
    const counted: MailBridge = {
      send: async (mail) => {
        const answer = await away.send(mail)
        asked += 1
        expect(answer).toEqual({ outcome: 'unavailable', reply: 'ESOCKET' })
        return answer
      },
      close: away.close,
    }
    await sendUntil(async () => asked > 0, counted)
    expect(await mails(premises)).toMatchObject([{ sent: false, failed: null, attempts: 0 }])
    await sendUntil(allSent(premises))
    expect(got).toHaveLength(1)
  })

  it('is tried again, ever less often, while the server wants it later', async () => {
    const premises = await readyOrganisation(store, 1)
    await addContact(store, premises.orgId)
    await remind(premises)
    busy = true
    await sendUntil(async () => (await mails(premises)).every(({ attempts }) => attempts === 1))
    await sendUntil(async () => {
      now = plusMinutes(now, 1)
      return (await mails(premises)).every(({ attempts }) => attempts === 3)
    })
    busy = false
    now = plusMinutes(now, 10)
    await sendUntil(allSent(premises))
    expect(await mails(premises)).toMatchObject([{ sent: true, attempts: 4 }])
  })

  it('goes past one that cannot be written, whose document is lost', async () => {
    const lost = await readyOrganisation(store, 1)
    await addContact(store, lost.orgId)
    await remind(lost)
    await store.pool.query('update contact set document_id = $2 where org_id = $1', [lost.orgId, randomUUID()])
    const premises = await readyOrganisation(store, 1)
    await addContact(store, premises.orgId)
    await remind(premises)
    await store.pool.query('update mail set queued_at = $2 where org_id = $1', [lost.orgId, now])
    await sendUntil(async () => got.length === 1 && (await mails(lost)).every(({ attempts }) => attempts > 0))
    expect(got).toHaveLength(1)
    expect(await mails(lost)).toMatchObject([{ sent: false, failed: null }])
    await store.pool.query(`update mail set failed = 'TOO_OLD' where org_id = $1`, [lost.orgId])
  })

  it('is given up after five days, and put before a person', async () => {
    const premises = await readyOrganisation(store, 1)
    await addContact(store, premises.orgId)
    await remind(premises)
    now = plusDays(now, 6)
    await sendUntil(allSent(premises))
    expect(await mails(premises)).toMatchObject([{ sent: false, failed: 'TOO_OLD' }])
    expect(await callsOf(store.pool, premises.orgId)).toContain('MAIL_FAILED TOO_OLD')
    expect(got).toEqual([])
  })

  it('is not sent where what it asks for was done meanwhile', async () => {
    const premises = await readyOrganisation(store, 1)
    const { orgId, onboardingId } = premises
    await addContact(store, orgId)
    await remind(premises)
    await accepted(store, 'CancelOnboarding', orgId, { onboardingId, reason: 'requestedByCustomer' })
    await sendUntil(allSent(premises))
    expect(await mails(premises)).toMatchObject([{ failed: 'ANSWERED' }])
    expect(got).toEqual([])
  })
})

describe('an address that its server refuses', () => {
  it('is written to no more; the deputy is, and a person hears of it without the address', async () => {
    const premises = await readyOrganisation(store, 1)
    const { orgId } = premises
    const contactId = await addContact(store, orgId, { address: 'gone@larkspur.example' })
    const deputy = await addContact(store, orgId, { address: 'deputy@larkspur.example', place: 'deputy' })
    replies.set('gone@larkspur.example', 550)
    await remind(premises)
    await sendUntil(async () => got.length === 1)
    expect(got[0]?.to).toEqual(['deputy@larkspur.example'])
    const all = await mails(premises)
    expect(all.map((mail) => mail.contactId).sort()).toEqual([contactId, deputy].sort())
    expect(all.find((mail) => mail.contactId === contactId)).toMatchObject({ failed: 'ADDRESS_REFUSED' })
    const { rows } = await store.pool.query(
      `select detail::text from attention where code = 'MAIL_FAILED' and org_id = $1`,
      [orgId],
    )
    expect(rows[0]?.detail).toContain('SMTP_550')
    expect(JSON.stringify(rows)).not.toContain('larkspur')
  })

  it('of the only contact leaves nobody: that is put before a person, until the contact is changed', async () => {
    const premises = await readyOrganisation(store, 1)
    const { orgId } = premises
    const contactId = await addContact(store, orgId, { address: 'gone@larkspur.example' })
    replies.set('gone@larkspur.example', 550)
    await remind(premises)
    await sendUntil(allSent(premises))
    expect(await callsOf(store.pool, orgId)).toEqual(['MAIL_FAILED ADDRESS_REFUSED', 'NO_CONTACT customerAdmin'])
    const anew = { name: 'Ines', address: 'ines@larkspur.example', language: 'en', place: 'first' } as const
    await accepted(store, 'ChangeContact', orgId, { contactId, acts: ['customerAdmin'], ...anew })
    expect(await callsOf(store.pool, orgId)).toEqual([])
    await accepted(store, 'CancelOnboarding', orgId, {
      onboardingId: premises.onboardingId,
      reason: 'requestedByCustomer',
    })
  })

  it('of a copy alone holds nothing up', async () => {
    replies.set('partner@larkspur.example', 550)
    const mail = { id: randomUUID(), subject: 's', text: 't', html: '<p>t</p>' }
    const to = { name: 'Ines', address: 'ines@larkspur.example' }
    const copyTo = { name: 'Paul', address: 'partner@larkspur.example' }
    expect(await bridge.send({ ...mail, to, copyTo })).toEqual({ outcome: 'sent' })
    expect(await bridge.send({ ...mail, to: copyTo, copyTo: to })).toMatchObject({
      outcome: 'refused',
      reply: 'SMTP_550',
    })
    replies.set('partner@larkspur.example', 450)
    expect(await bridge.send({ ...mail, to: copyTo })).toEqual({ outcome: 'later', reply: 'SMTP_450' })
  })
})
