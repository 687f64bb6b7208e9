import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { brand, type Instant } from '../domain/values.ts'
import { listOpenWaits, type WaitPlace } from '../store/views/waitView.ts'
import { principalOf, readers, scopeOf } from './access.ts'
import { decodeCursor, instantPart, paged, textPart } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { organisationNames } from './organisationNames.ts'
import { problemResponse } from './problem.ts'
import { idOut, instantOut, pageOf, paging } from './schemas.ts'

const owners = ['customerAdmin', 'partner', 'loaSigner', 'user', 'desk', 'registry', 'operator', 'cisco'] as const

const line = z
  .object({
    id: z.string(),
    orgId: idOut,
    organisation: z.string().nullable().describe('its name'),
    process: z.enum(['onboarding', 'case']),
    processId: idOut,
    caseNumber: z.int().nullable(),
    kind: z.string().describe('what is waited for'),
    owner: z.string().describe('who must act'),
    since: instantOut,
    dueAt: instantOut.nullable(),
    isOverdue: z.boolean(),
    isPaused: z.boolean().describe("its clock stands still, for a hold or for the customer's answer"),
  })
  .meta({ id: 'WaitLine' })

export function waitRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/waits',
      config: { roles: readers },
      schema: {
        tags: ['attention'],
        summary: 'List what the onboardings and cases in your scope wait for, the nearest due date first',
        querystring: z.strictObject({ ...paging, owner: z.enum(owners).optional() }),
        response: { 200: pageOf(line), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor, owner } = request.query
        const scope = scopeOf(principalOf(request))
        const found = await listOpenWaits(store.pool, { scope, owner, after: placeOf(cursor), limit: limit + 1 })
        const { items, nextCursor } = paged('waits', limit, found, ({ sortedBy, id }) => [sortedBy, id])
        const nameOf = await organisationNames(
          store,
          items.map(({ orgId }) => orgId),
        )
        return {
          items: items.map(({ sortedBy: _, ...each }) => ({ ...each, organisation: nameOf(each.orgId) })),
          nextCursor,
        }
      },
    })
  }
}

function placeOf(cursor: string | undefined): WaitPlace | undefined {
  const key = decodeCursor('waits', [instantPart, textPart], cursor)
  if (!key) return undefined
  const [sortedBy = '', id = ''] = key
  return { sortedBy: brand<Instant>(sortedBy), id }
}
