import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { type Found, findByDigits, findById, findByWord } from '../store/views/searchView.ts'
import { principalOf, readers, scopeOf } from './access.ts'
import type { ApiDependencies } from './dependencies.ts'
import { organisationNames } from './organisationNames.ts'
import { problemResponse } from './problem.ts'
import { idOut } from './schemas.ts'

const found = z
  .object({
    kind: z.enum(['organisation', 'number', 'user', 'onboarding', 'order', 'letter', 'case', 'campaign', 'delivery']),
    id: z.string(),
    orgId: idOut.nullable(),
    organisation: z.string().nullable().describe('its name'),
    label: z.string().nullable().describe('what it is called by people, where that says more than its id'),
  })
  .meta({ id: 'Found' })

const most = 20

export function searchRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool } = store
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/search',
      config: { roles: readers },
      schema: {
        tags: ['organisations'],
        summary:
          'Find by any part of a number, or by an id, workflow id, case number, ticket, campaign, delivery or content hash; the first 20',
        querystring: z.strictObject({ text: z.string().trim().min(2).max(200) }),
        response: { 200: z.object({ items: z.array(found) }), default: problemResponse },
      },
      handler: async (request) => {
        const scope = scopeOf(principalOf(request))
        const lists = await Promise.all(
          asked(request.query.text).map(({ by, value }) => by(pool, value, { scope, limit: most })),
        )
        const items = lists.flat().slice(0, most)
        const nameOf = await organisationNames(
          store,
          items.map(({ orgId }) => orgId),
        )
        return { items: items.map((each) => ({ ...each, organisation: nameOf(each.orgId) })) }
      },
    })
  }
}

type Asked = {
  readonly by: (
    db: Parameters<typeof findById>[0],
    value: string,
    query: Parameters<typeof findById>[2],
  ) => Promise<readonly Found[]>
  readonly value: string
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i

/** What a text may be meant as. A workflow id, and the id of an event, hold the id of what they are about. */
function asked(text: string): readonly Asked[] {
  const id = uuid.exec(text)?.[0].toLowerCase()
  const digits = text.replaceAll(/[\s().+-]/g, '')
  return [
    ...(id === undefined ? [] : [{ by: findById, value: id }]),
    { by: findByWord, value: text.replace(/^#/, '') },
    ...(/^\d{3,15}$/.test(digits) ? [{ by: findByDigits, value: digits }] : []),
  ]
}
