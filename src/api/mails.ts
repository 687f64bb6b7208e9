import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { brand, type Instant } from '../domain/values.ts'
import { listMails, type MailPlace, type MailView } from '../store/views/mailView.ts'
import { readers } from './access.ts'
import { decodeCursor, instantPart, paged, textPart } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { problemResponse } from './problem.ts'
import { idOut, inOrganisation, instantOut, pageOf, paging } from './schemas.ts'

const mail = z
  .object({
    id: idOut.describe('also the local part of its Message-ID'),
    kind: z.enum(['contact', 'wait', 'cutoffNotice', 'cutoffResult', 'reinstatement']),
    contactId: idOut,
    copyTo: idOut.nullable().describe('the contact that got a copy'),
    language: z.string(),
    about: z.record(z.string(), z.unknown()).describe('what it is about: ids, codes, counts and instants'),
    queuedAt: instantOut,
    state: z.enum(['queued', 'sent', 'failed']),
    sentAt: instantOut.nullable(),
    failed: z.string().nullable(),
    attempts: z.int(),
    nextAttemptAt: instantOut.nullable(),
  })
  .meta({ id: 'Mail' })

export function mailRoutes({ store: { pool } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/mails',
      config: { roles: readers },
      schema: {
        tags: ['contacts'],
        summary: 'What an organisation has been written and what waits to be sent, oldest first; no names and no texts',
        params: inOrganisation,
        querystring: z.strictObject(paging),
        response: { 200: pageOf(mail), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor } = request.query
        const found = await listMails(pool, request.params.orgId, { after: placeOf(cursor), limit: limit + 1 })
        const { items, nextCursor } = paged('mails', limit, found, ({ queuedAt, id }) => [queuedAt, id])
        return { items: items.map(shown), nextCursor }
      },
    })
  }
}

function shown({ matter, copyId, dueAt, ...view }: MailView): z.output<typeof mail> {
  const { kind, ...about } = matter
  const state = view.sentAt !== null ? 'sent' : view.failed !== null ? 'failed' : 'queued'
  return { ...view, kind, about, copyTo: copyId, state, nextAttemptAt: state === 'queued' ? dueAt : null }
}

function placeOf(cursor: string | undefined): MailPlace | undefined {
  const key = decodeCursor('mails', [instantPart, textPart], cursor)
  if (!key) return undefined
  const [queuedAt = '', id = ''] = key
  return { queuedAt: brand<Instant>(queuedAt), id }
}
