import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { listUsers, readUser, type UserView } from '../store/views/userView.ts'
import { readers, reporters } from './access.ts'
import { carryOut } from './commands.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { Problem, problemResponse } from './problem.ts'
import { idempotencyKey, idOut, inOrganisation, pageOf, paging, telling, userId } from './schemas.ts'

const user = z
  .object({
    id: idOut,
    version: z.int(),
    setting: z.string().describe('an override beats the default of the organisation, never a gate'),
    wanted: z.enum(['on', 'off', 'unknown']).describe('what the setting comes to; each gate may still be shut'),
    decidedBy: z.enum(['user', 'organisation']).describe('whose switch it is that decides'),
  })
  .meta({ id: 'User' })

const oneUser = inOrganisation.extend({ userId })

export function userRoutes({ store: { pool, execute } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/users',
      config: { roles: reporters },
      schema: {
        tags: ['users'],
        summary: 'Add a user, by nothing but an id',
        params: inOrganisation,
        headers: idempotencyKey,
        body: z.strictObject({ ...telling }),
        response: { 201: z.object({ userId: idOut }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId } = request.params
        const order = {
          type: 'AddUser' as const,
          orgId,
          data: {},
          happenedAt: request.body.happenedAt,
          because: request.body.because,
        }
        const { userId: id } = await carryOut(execute, request, reply, order)
        return reply.code(201).header('location', `/v1/organisations/${orgId}/users/${id}`).send({ userId: id })
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/users',
      config: { roles: readers },
      schema: {
        tags: ['users'],
        summary: 'List the users and their texting settings',
        params: inOrganisation,
        querystring: z.strictObject(paging),
        response: { 200: pageOf(user), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor } = request.query
        const after = afterId('users', cursor)
        const views = await listUsers(pool, request.params.orgId, { after, limit: limit + 1 })
        const { items, nextCursor } = pagedById('users', limit, views)
        return { items: items.map(shown), nextCursor }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/users/:userId',
      config: { roles: readers },
      schema: {
        tags: ['users'],
        summary: 'Read a user',
        params: oneUser,
        response: { 200: user, default: problemResponse },
      },
      handler: async (request, reply) => {
        const view = await readUser(pool, request.params.orgId, request.params.userId)
        if (!view) throw new Problem('USER_NOT_FOUND')
        void reply.header('etag', `"${view.version}"`)
        return shown(view)
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/users/:userId/texting',
      config: { roles: reporters },
      schema: {
        tags: ['users'],
        summary: 'Switch texting on or off for a user, or let it follow the organisation',
        params: oneUser,
        headers: idempotencyKey,
        body: z.strictObject({ setting: z.enum(['inherit', 'overrideOn', 'overrideOff']), ...telling }),
        response: { 200: z.object({ version: z.int() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, userId: id } = request.params
        const { setting, happenedAt: when, because } = request.body
        const data = { userId: id, setting }
        return carryOut(execute, request, reply, { type: 'SetUserTexting', orgId, data, happenedAt: when, because })
      },
    })
  }
}

function shown({ textingDefault, ...view }: UserView): z.output<typeof user> {
  const ofUser = { overrideOn: 'on', overrideOff: 'off' }[view.setting]
  const wanted = user.shape.wanted.parse(ofUser ?? textingDefault)
  return { ...view, wanted, decidedBy: ofUser === undefined ? 'organisation' : 'user' }
}
