import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSmtpMail, type MailBridge } from '../../src/providers/mail.ts'
import { type Outside, type Receiver, startOutside, startReceiver, stateFolder } from './outside.ts'

const state = stateFolder()
let receiver: Receiver
let outside: Outside
let bridge: MailBridge

beforeAll(async () => {
  receiver = await startReceiver()
  outside = await startOutside({ mode: 'live', receiverUrl: receiver.url, state: state.path })
  bridge = createSmtpMail({ url: outside.smtpUrl, from: 'Clearline <desk@clearline.example>', timeoutMs: 5_000 })
})
afterAll(async () => {
  bridge.close()
  await outside.stop()
  await receiver.close()
  state.remove()
})

type Mails = { readonly mails: readonly Readonly<Record<string, unknown>>[] }
const mailbox = async () => ((await outside.control('GET', '/control/mailbox')).body as Mails).mails

const mail = {
  id: '0199f3a2-1111-7000-8000-00000000000a',
  to: { name: 'Jörg Groß', address: 'joerg@gross.example' },
  subject:
    'Überfällig: Müller & Söhne wartet auf ein berichtigtes Registrierungsformular, und zwar schon seit langer Zeit',
  text: `Guten Tag Jörg Groß,\n\n${'Zeile für Zeile. '.repeat(20)}\n.\nEnde\n`,
  html: '<p>Guten Tag Jörg Groß</p>',
} as const

test('a mail is shown as its reader sees it, once, with how often it came', async () => {
  expect(await bridge.send(mail)).toEqual({ outcome: 'sent' })
  expect(await bridge.send(mail)).toEqual({ outcome: 'sent' })
  const { subject, text } = mail
  const [got, ...more] = await mailbox()
  expect(more).toEqual([])
  expect(got).toMatchObject({ subject, to: [mail.to.address], copies: 2, hasHtml: true })
  expect(got).toMatchObject({ messageId: `<${mail.id}@clearline.example>`, from: 'Clearline <desk@clearline.example>' })
  expect(String(got?.['text']).trimEnd()).toBe(text.trimEnd())
})

test('an address under .invalid is nobody’s', async () => {
  const to = { name: 'Nobody', address: 'nobody@nowhere.invalid' }
  expect(await bridge.send({ ...mail, to })).toEqual({
    outcome: 'refused',
    failure: 'ADDRESS_REFUSED',
    reply: 'SMTP_550',
  })
})

test('a sender that breaks off in the middle of a mail ends nothing', async () => {
  const { port } = new URL(outside.smtpUrl)
  const before = (await mailbox()).length
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write('EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nSubject: half')
      setImmediate(() => socket.destroy())
    })
    socket.on('close', () => resolve())
  })
  expect(await bridge.send({ ...mail, id: '0199f3a2-1111-7000-8000-00000000000b' })).toEqual({ outcome: 'sent' })
  expect(await mailbox()).toHaveLength(before + 1)
})
