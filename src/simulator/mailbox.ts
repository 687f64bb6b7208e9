import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { type Letter, readLetter } from './letter.ts'
import type { Moment, WorldKeeper } from './world.ts'

/** A mail that somebody has got. `copies` counts how often it came: senders repeat themselves under the same id. */
export type Received = Letter & {
  readonly to: readonly string[]
  readonly receivedAt: Moment
  readonly copies: number
}

export type Mailboxes = { readonly url: string; readonly stop: () => Promise<void> }

const mostKept = 500
const mostBytes = 256 * 1024

/**
 * The mail servers of everybody at once, on loopback. They take whatever comes, but for addresses under `.invalid`, which
 * no real server knows either. Only the newest mails are kept.
 */
export async function startMailboxes(keeper: WorldKeeper, port: number, now: () => Moment): Promise<Mailboxes> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    closeTimeout: 200,
    size: mostBytes,
    onRcptTo({ address }, _session, done) {
      done(address.endsWith('.invalid') ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null)
    },
    onData(stream, { envelope }, done) {
      void read(stream).then((raw) => {
        if (stream.sizeExceeded) return done(Object.assign(new Error('too large'), { responseCode: 552 }))
        keep(keeper, { ...readLetter(raw), to: envelope.rcptTo.map(({ address }) => address), receivedAt: now() })
        done()
      }, done)
    },
  })
  // A sender that breaks off is none of our failures.
  server.on('error', () => undefined)
  const listening = await new Promise<AddressInfo>((resolve, reject) => {
    const http = server.listen(port, '127.0.0.1', () => resolve(http.address() as AddressInfo))
    http.once('error', reject)
  })
  return {
    url: `smtp://127.0.0.1:${listening.port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function read(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}

function keep(keeper: WorldKeeper, letter: Omit<Received, 'copies'>): void {
  keeper.change((world) => {
    const known = world.mailbox.find(({ messageId, to }) => messageId === letter.messageId && same(to, letter.to))
    if (!known) return { ...world, mailbox: [...world.mailbox, { ...letter, copies: 1 }].slice(-mostKept) }
    const again = (each: Received) => (each === known ? { ...each, copies: each.copies + 1 } : each)
    return { ...world, mailbox: world.mailbox.map(again) }
  })
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.join() === other.join()
}
