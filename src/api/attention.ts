import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Owner } from '../domain/policy/policy.ts'
import { chase } from '../domain/silence.ts'
import { brand, type Instant } from '../domain/values.ts'
import { type AttentionItem, type AttentionPlace, readAttention } from '../store/views/attentionView.ts'
import { principalOf, scopeOf } from './access.ts'
import { decodeCursor, instantPart, paged, textPart } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { problemResponse } from './problem.ts'
import { idOut, instantOut, pageOf, paging } from './schemas.ts'

const item = z
  .object({
    id: z.string(),
    orgId: idOut.nullable(),
    code: z.string(),
    subject: z.string().describe('the id of what it is about'),
    owner: z.string().nullable().describe('who must act, where that is known'),
    act: z.string().nullable().describe('what to do about it, where that is known'),
    since: instantOut,
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AttentionItem' })

export function attentionRoutes({ store: { pool } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/attention',
      config: { roles: ['operator', 'support', 'partner', 'admin'] },
      schema: {
        tags: ['attention'],
        summary: 'What needs a person: failed steps, facts without a process, waits past their due date. Oldest first',
        querystring: z.strictObject(paging),
        response: { 200: pageOf(item), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor } = request.query
        const scope = scopeOf(principalOf(request))
        const found = await readAttention(pool, { scope, after: placeOf(cursor), limit: limit + 1 })
        const { items, nextCursor } = paged('attention', limit, found, ({ since, id }) => [since, id])
        return { items: items.map(shownItem), nextCursor }
      },
    })
  }
}

/** An entry of a wait is a task: to ask whoever holds it. Others may name their act themselves. */
function shownItem(each: AttentionItem): z.output<typeof item> {
  const detail: Readonly<Record<string, unknown>> = { ...(each.detail as object) }
  const named = typeof detail['act'] === 'string' ? detail['act'] : null
  const isOfWait = each.code === 'WAIT_OVERDUE' || each.code === 'WAIT_ESCALATED'
  return { ...each, act: isOfWait ? chase(each.owner as Owner) : named, detail }
}

function placeOf(cursor: string | undefined): AttentionPlace | undefined {
  const key = decodeCursor('attention', [instantPart, textPart], cursor)
  if (!key) return undefined
  const [since = '', id = ''] = key
  return { since: brand<Instant>(since), id }
}
