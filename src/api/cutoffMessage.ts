import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { languages } from '../domain/contact.ts'
import { type Explanation, explain, stoppedAt } from '../domain/explain.ts'
import { classInstants, classKey, classOf, parseClassKey } from '../domain/numberClass.ts'
import { cutoffIds } from '../domain/policy/cutoffs.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import type { Instant, OrganisationId } from '../domain/values.ts'
import { messageToUsers } from '../mail/write.ts'
import { readNow } from '../store/policy.ts'
import type { Queryable } from '../store/pool.ts'
import { countClasses, readNumberRows } from '../store/views/numberView.ts'
import { readers } from './access.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { problemResponse } from './problem.ts'
import { idOut, inOrganisation, instantOut, pageOf, paging } from './schemas.ts'

const text = z.object({ subject: z.string(), text: z.string() })
const messages = z
  .object({ before: text, after: text.describe('once more, when the numbers text again') })
  .describe('ready to be sent to the users by their admin')

const concerned = z.object({
  id: idOut.describe('of the number'),
  number: z.string(),
  userId: idOut.nullable().describe('whose number it is, where that is known'),
  verdict: z.enum(['cannot', 'unknown']).describe('what is said of it then; unknown where a fact is missing'),
  reason: z.string().describe('the first reason why'),
})

const answer = pageOf(concerned)
  .extend({
    cutoffId: z.enum(cutoffIds),
    instant: instantOut.describe('from when on these numbers stop, by the facts of now'),
    zone: z.string().describe('in which the messages tell the instant'),
    messages: z.object({ en: messages, de: messages }),
  })
  .meta({ id: 'CutoffMessage' })

export function cutoffMessageRoutes({ store: { pool, clock } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/cutoffs/:cutoffId/message',
      config: { roles: readers },
      schema: {
        tags: ['contacts'],
        summary: 'Which users a cutoff will stop from texting, and a ready message to them, in English and German',
        params: inOrganisation.extend({ cutoffId: z.enum(cutoffIds) }),
        querystring: z.strictObject(paging),
        response: { 200: answer, default: problemResponse },
      },
      handler: async (request) => {
        const { orgId, cutoffId } = request.params
        const { limit, cursor } = request.query
        const { pack } = (await readNow(pool, clock)).policy
        const told = { instant: pack.instants[cutoffId], zone: pack.zone }
        const after = afterId('cutoffMessage', cursor)
        const stopped = await numbersStoppedAt(pool, orgId, { pack, at: told.instant, after, limit: limit + 1 })
        const { items, nextCursor } = pagedById('cutoffMessage', limit, stopped)
        const [en, de] = languages.map((language) => messageToUsers(language, told))
        return answer.parse({ items, nextCursor, cutoffId, ...told, messages: { en, de } })
      },
    })
  }
}

type Asked = {
  readonly pack: PolicyPack
  readonly at: Instant
  readonly after: string | undefined
  readonly limit: number
}

/** Those that may text up to the instant and not from it on, as the gates say of the facts of now. */
async function numbersStoppedAt(db: Queryable, orgId: OrganisationId, { pack, at, after, limit }: Asked) {
  const instants = classInstants(pack, at)
  const stopped = new Map<string, Explanation>()
  for (const { key } of await countClasses(db, orgId, instants)) {
    const explained = stoppedAt(parseClassKey(key), pack, at)
    if (explained) stopped.set(key, explained)
  }
  if (stopped.size === 0) return []
  const rows = await readNumberRows(db, orgId, instants, {
    filter: { classKeys: [...stopped.keys()] },
    after,
    limit,
  })
  return rows.map(({ id, e164, userId, row }) => {
    const { verdict, reason } = stopped.get(classKey(classOf(row, instants))) ?? explain(row, pack, at)
    return { id, number: e164, userId, verdict, reason }
  })
}
