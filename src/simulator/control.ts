import type { FastifyInstance } from 'fastify'
import { agendaEntry } from './agenda.ts'
import { clockSchema, reportSchema } from './schemas.ts'
import { filledIn, type PartialScript } from './script.ts'
import { scriptSchema } from './scriptSchema.ts'
import type { SubmissionParts } from './submissions.ts'
import { Declined } from './wire.ts'
import type { Moment, SideName } from './world.ts'

type ControlParts = SubmissionParts & { readonly mode: 'live' | 'controlled' }

type Report = {
  readonly side: SideName
  readonly body: Readonly<Record<string, unknown>>
  readonly at?: string
  readonly copies?: number
}

/** The strings behind the stage: for rehearsals and tests, never part of what the product may know. */
export function addControlRoutes(app: FastifyInstance, parts: ControlParts): void {
  const { keeper, agenda, mode, requireNow } = parts

  app.get('/control/agenda', () => agenda.summary())
  app.get('/control/mailbox', () => ({ mails: keeper.current().mailbox }))
  app.get('/control/state', () => keeper.current())

  app.put<{ Body: PartialScript }>('/control/script', { schema: { body: scriptSchema } }, ({ body }) => {
    const script = filledIn(body)
    const unchanged = JSON.stringify(script) === JSON.stringify(keeper.current().script)
    if (!unchanged) keeper.change((world) => ({ ...world, script, spentFaults: {} }))
    return { script }
  })

  app.post<{ Body: { readonly now: string; readonly atMost?: number } }>(
    '/control/clock',
    { schema: { body: clockSchema } },
    async ({ body }) => {
      if (mode === 'live') throw new Declined(409, 'CLOCK_IS_LIVE', 'in live mode the clock is the wall clock')
      const now = momentOf(body.now)
      const before = keeper.current().now
      if (before !== null && now < before)
        throw new Declined(409, 'CLOCK_BACKWARDS', `the clock already stands at ${before}`)
      keeper.change((world) => ({ ...world, now }))
      const round = await agenda.deliverDue(body.atMost)
      return { ...agenda.summary(), ...round }
    },
  )

  app.post<{ Body: Report }>('/control/reports', { schema: { body: reportSchema } }, ({ body: report }, reply) => {
    const at = requireNow()
    const dueAt = report.at === undefined ? at : momentOf(report.at)
    const body = report.side === 'webex' ? report.body : { occurredAt: at, ...report.body }
    const entry = agendaEntry({ side: report.side, dueAt, copies: report.copies ?? 1, body })
    keeper.change((world) => ({ ...world, agenda: [...world.agenda, entry] }))
    agenda.arm()
    return reply.code(202).send({ id: entry.id, dueAt })
  })
}

/** The schema has checked the form; this refuses days that no calendar has. */
function momentOf(text: string): Moment {
  const time = Date.parse(text)
  const moment = Number.isNaN(time) ? '' : new Date(time).toISOString()
  if (moment.slice(0, 19) !== text.slice(0, 19)) throw new Declined(422, 'INVALID_REQUEST', 'no such instant')
  return moment
}
