import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { NumberId } from '../domain/values.ts'
import type { RegisteredItem } from '../store/command.ts'
import { readForms } from '../store/views/caseView.ts'
import { actors, confidants, witnesses } from './access.ts'
import { registrationForm } from './caseSchemas.ts'
import { oneCase, requireCase } from './cases.ts'
import { carryOut } from './commands.ts'
import type { ApiDependencies } from './dependencies.ts'
import { listBodyLimit, rowLimit } from './imports.ts'
import { isNamedOnce, named, namedOnce, resolveNamed } from './namedNumbers.ts'
import { answer, reported } from './orderReports.ts'
import { Problem, problemResponse } from './problem.ts'
import { campaignRef, code, idempotencyKey, telling, ticket } from './schemas.ts'

const statuses = [
  'opened',
  'formSent',
  'formReceived',
  'inReview',
  'waitingOnCustomer',
  'resolved',
  'closedUnresolved',
  'reopened',
] as const

export const registeredItem = z
  .strictObject({ ...named, status: z.enum(['registered', 'rejected']), code: code.optional() })
  .refine(isNamedOnce, namedOnce)

export const codes = z.array(code).max(20).default([]).describe("the registry's own, as they came")

const oneForm = oneCase.extend({ formVersion: z.coerce.number().int().min(1).max(10_000) })

/** The form, and what desk and registry say of a case: by hand, where no bridge says it. */
export function caseReportRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool, execute, documents } = store

  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/cases/:caseId/report',
      config: { roles: witnesses },
      schema: {
        tags: ['cases'],
        summary: 'Report what the desk says of a case, in whatever order it is learnt',
        params: oneCase,
        headers: idempotencyKey,
        body: z.strictObject({
          status: z.enum(statuses),
          ticket: ticket.optional(),
          reason: code.optional(),
          ...telling,
        }),
        response: {
          200: z.object({ status: z.string(), flags: z.array(z.string()) }),
          default: problemResponse,
        },
      },
      handler: async (request, reply) => {
        const { orgId, caseId: id } = request.params
        const { status, ticket: said, reason, happenedAt: when, because } = request.body
        const details = {
          ...(said === undefined ? {} : { ticket: said }),
          ...(reason === undefined ? {} : { reason }),
        }
        const data = { caseId: id, status, ...details }
        const result = await carryOut(execute, request, reply, {
          type: 'ReportCase',
          orgId,
          data,
          happenedAt: when,
          because,
        })
        return { status: result.status, flags: [...result.flags] }
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/cases/:caseId/answers',
      bodyLimit: listBodyLimit,
      config: { roles: witnesses },
      schema: {
        tags: ['cases'],
        summary: 'Report what the desk has answered for the numbers of a case of help, one by one',
        params: oneCase,
        headers: idempotencyKey,
        body: z.strictObject({ answers: z.array(answer).min(1).max(rowLimit), ...telling }),
        response: { 200: reported, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, caseId: id } = request.params
        const { answers, happenedAt: when, because } = request.body
        await requireCase(pool, orgId, id)
        const { items: named, refused } = await resolveNamed(pool, orgId, answers)
        const items = named.map(({ numberId, status, reason }) => ({
          numberId,
          status,
          ...(reason === undefined ? {} : { reason }),
        }))
        const data = { caseId: id, items }
        const order = { type: 'RecordCaseAnswer' as const, orgId, data, happenedAt: when, because }
        const { recorded, repeated } = await carryOut(execute, request, reply, order)
        return { recorded, repeated, rows: [...refused] }
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/cases/:caseId/forms',
      config: { roles: actors },
      schema: {
        tags: ['cases'],
        summary:
          'Submit the registration form, or a corrected one; what a reviewer would send back stands at its field',
        params: oneCase,
        headers: idempotencyKey,
        body: z.strictObject({ form: registrationForm }),
        response: { 201: z.object({ formVersion: z.int(), sha256: z.string() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, caseId: id } = request.params
        const data = { caseId: id, form: request.body.form }
        const result = await carryOut(execute, request, reply, { type: 'SubmitForm', orgId, data })
        const location = `/v1/organisations/${orgId}/cases/${id}/forms/${result.formVersion}`
        return reply.code(201).header('location', location).send(result)
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/cases/:caseId/forms/:formVersion',
      config: { roles: confidants },
      schema: {
        tags: ['cases'],
        summary: 'Read a version of the form whole, as it was submitted',
        params: oneForm,
        response: {
          200: z.object({ formVersion: z.int(), contentHash: z.string(), form: registrationForm }),
          default: problemResponse,
        },
      },
      handler: async (request, reply) => {
        const { orgId, caseId: id, formVersion } = request.params
        await requireCase(pool, orgId, id)
        const found = (await readForms(pool, orgId, id)).find((each) => each.formVersion === formVersion)
        if (!found) throw new Problem('FORM_NOT_FOUND')
        const form = registrationForm.parse(JSON.parse(await documents.open(pool, orgId, found.documentId)))
        void reply.header('cache-control', 'no-store')
        return { formVersion, contentHash: found.contentHash, form }
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/cases/:caseId/decisions',
      bodyLimit: listBodyLimit,
      config: { roles: witnesses },
      schema: {
        tags: ['cases'],
        summary: 'Report how a submission was judged: the brand, the campaign, and the numbers one by one',
        params: oneCase,
        headers: idempotencyKey,
        body: z.strictObject({
          campaign: z.strictObject({ ref: campaignRef, status: z.enum(['approved', 'rejected']) }),
          brand: z.enum(['verified', 'unverified']).optional(),
          codes,
          numbers: z
            .array(registeredItem)
            .max(rowLimit)
            .default([])
            .describe('a rejected campaign with no numbers rejects every one that was submitted'),
          ...telling,
        }),
        response: { 200: reported.extend({ outcome: z.string() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, caseId: id } = request.params
        const { campaign, brand, codes: said, numbers, happenedAt: when, because } = request.body
        await requireCase(pool, orgId, id)
        const { items, refused } = await resolveNamed(pool, orgId, numbers)
        const data = {
          caseId: id,
          campaignRef: campaign.ref,
          campaign: campaign.status,
          codes: said,
          items: items.map(registered),
          ...(brand === undefined ? {} : { brand }),
        }
        const result = await carryOut(execute, request, reply, {
          type: 'RecordDecision',
          orgId,
          data,
          happenedAt: when,
          because,
        })
        const { recorded, repeated, outcome } = result
        return { recorded, repeated, outcome, rows: [...refused] }
      },
    })
  }
}

type Item = z.output<typeof registeredItem>

/** As the store takes it. */
export function registered({ numberId, status, code: said }: Item & { readonly numberId: NumberId }): RegisteredItem {
  return { numberId, status, ...(said === undefined ? {} : { code: said }) }
}
