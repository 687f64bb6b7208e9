import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { createAgenda } from './agenda.ts'
import { buildApp } from './app.ts'
import { createDelivery } from './delivery.ts'
import { startMailboxes } from './mailbox.ts'
import { readSettings, type Settings } from './settings.ts'
import { Declined } from './wire.ts'
import { type Moment, openWorld } from './world.ts'

const settings = readSettings(process.env)
const keeper = openWorld(settings.stateFolder)

function now(): Moment | null {
  return settings.mode === 'live' ? new Date().toISOString() : keeper.current().now
}

function requireNow(): Moment {
  const moment = now()
  if (moment === null) throw new Declined(503, 'CLOCK_NOT_SET', 'the controlled clock has not been set yet')
  return moment
}

const log = (line: Readonly<Record<string, unknown>>) => process.stderr.write(`${JSON.stringify(line)}\n`)
const agenda = createAgenda({ keeper, mode: settings.mode, now, deliver: createDelivery(settings.targets, log) })
const app = buildApp(settings, { keeper, agenda, requireNow })

let closing = false
function close(): void {
  if (closing) return
  closing = true
  void closeAll().catch((error: unknown) => {
    log({ message: 'closing failed', error: String(error) })
    process.exitCode = 1
  })
}
process.once('SIGTERM', close)
process.once('SIGINT', close)
if (settings.tiedToStdin) process.stdin.on('end', close).resume()

if (settings.scriptFile !== undefined) await playScript(app, settings, settings.scriptFile)
const mailboxes = await startMailboxes(keeper, settings.smtpPort, () => now() ?? new Date().toISOString())
const url = await app.listen({ host: '127.0.0.1', port: settings.port })
agenda.arm()
process.stdout.write(`${JSON.stringify({ ready: true, url, smtpUrl: mailboxes.url })}\n`)

async function closeAll(): Promise<void> {
  await app.close()
  await mailboxes.stop()
  await agenda.stop()
  if (settings.tiedToStdin) process.stdin.destroy()
}

/** A script from a file goes through the same door, and the same checks, as one sent later. */
async function playScript(to: FastifyInstance, { controlToken }: Settings, file: string): Promise<void> {
  const answer = await to.inject({
    method: 'PUT',
    url: '/control/script',
    headers: { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' },
    payload: readFileSync(file, 'utf8'),
  })
  if (answer.statusCode !== 200) throw new Error(`the script ${file} is not usable: ${answer.body}`)
}
