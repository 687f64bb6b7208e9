import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { contactActs, contactPlaces, languages } from '../domain/contact.ts'
import type { OrganisationId } from '../domain/values.ts'
import type { Store } from '../store/execute.ts'
import { type ContactView, listContacts, readContact } from '../store/views/contactView.ts'
import { actors, confidants } from './access.ts'
import { carryOut } from './commands.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { Problem, problemResponse } from './problem.ts'
import { contactId, idempotencyKey, idOut, inOrganisation, instantOut, pageOf, paging } from './schemas.ts'

const contact = z
  .object({
    id: idOut,
    version: z.int(),
    phase: z.enum(['current', 'removed']),
    name: z.string(),
    address: z.string(),
    language: z.enum(languages),
    acts: z.array(z.enum(contactActs)).describe('whose acts the contact is written to about'),
    place: z.enum(contactPlaces).describe('a deputy is written to where nobody who comes first can be reached'),
    isReachable: z
      .boolean()
      .describe('false: the last mail was refused for its address, and nobody has changed it since'),
    changedAt: instantOut,
  })
  .meta({ id: 'Contact' })

/** Neither may hold what could end a header of a mail. */
const body = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}+$/u, 'holds control characters'),
  address: z.email().max(254),
  language: z.enum(languages).default('en'),
  acts: z.array(z.enum(contactActs)).min(1).max(contactActs.length),
  place: z.enum(contactPlaces).default('first'),
})

const oneContact = inOrganisation.extend({ contactId })

export function contactRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool, execute } = store

  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/contacts',
      config: { roles: actors },
      schema: {
        tags: ['contacts'],
        summary: 'Add somebody to be written to; name and address are stored encrypted',
        params: inOrganisation,
        headers: idempotencyKey,
        body,
        response: { 201: z.object({ contactId: idOut }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId } = request.params
        const { contactId: id } = await carryOut(execute, request, reply, {
          type: 'AddContact',
          orgId,
          data: request.body,
        })
        const location = `/v1/organisations/${orgId}/contacts/${id}`
        return reply.code(201).header('location', location).send({ contactId: id })
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/contacts',
      config: { roles: confidants },
      schema: {
        tags: ['contacts'],
        summary: 'List whom an organisation wants to be written to',
        params: inOrganisation,
        querystring: z.strictObject(paging),
        response: { 200: pageOf(contact), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId } = request.params
        const { limit, cursor } = request.query
        const views = await listContacts(pool, orgId, { after: afterId('contacts', cursor), limit: limit + 1 })
        const { items, nextCursor } = pagedById('contacts', limit, views)
        void reply.header('cache-control', 'no-store')
        return { items: await Promise.all(items.map((each) => opened(store, orgId, each))), nextCursor }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/contacts/:contactId',
      config: { roles: confidants },
      schema: {
        tags: ['contacts'],
        summary: 'Read a contact',
        params: oneContact,
        response: { 200: contact, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, contactId: id } = request.params
        const view = await readContact(pool, orgId, id)
        if (!view) throw new Problem('CONTACT_NOT_FOUND')
        void reply.header('etag', `"${view.version}"`).header('cache-control', 'no-store')
        return opened(store, orgId, view)
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/contacts/:contactId/change',
      config: { roles: actors },
      schema: {
        tags: ['contacts'],
        summary: 'Tell anew who a contact is and what about it is written to: all of it, as it is from now on',
        params: oneContact,
        headers: idempotencyKey,
        body,
        response: { 200: z.object({ version: z.int() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, contactId: id } = request.params
        const data = { contactId: id, ...request.body }
        return carryOut(execute, request, reply, { type: 'ChangeContact', orgId, data })
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/contacts/:contactId/remove',
      config: { roles: actors },
      schema: {
        tags: ['contacts'],
        summary: 'Remove a contact: nothing is written to it from now on',
        params: oneContact,
        headers: idempotencyKey,
        body: z.strictObject({}),
        response: { 200: z.object({ version: z.int() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, contactId: id } = request.params
        return carryOut(execute, request, reply, { type: 'RemoveContact', orgId, data: { contactId: id } })
      },
    })
  }
}

async function opened(
  { pool, documents }: Store,
  orgId: OrganisationId,
  { documentId, acts, ...view }: ContactView,
): Promise<z.output<typeof contact>> {
  const card = JSON.parse(await documents.open(pool, orgId, documentId)) as Pick<
    z.output<typeof body>,
    'name' | 'address'
  >
  return { ...view, acts: [...acts], ...card }
}
