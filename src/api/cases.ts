import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { caseProgressQuery, caseWorkflowId } from '../contract/supportCase.ts'
import { caseCards } from '../domain/actCards.ts'
import type { CaseId, OrganisationId } from '../domain/values.ts'
import type { CaseRow } from '../store/command.ts'
import { readNow } from '../store/policy.ts'
import type { Queryable } from '../store/pool.ts'
import { type CaseView, caseStreams, listCases, readCase, readForms } from '../store/views/caseView.ts'
import { readOpenWait, readPausedWait } from '../store/views/onboardingView.ts'
import { readSilence } from '../store/views/silenceView.ts'
import { actors, readers } from './access.ts'
import { caseKinds, caseSummary, shownCase, shownForm, supportCase } from './caseSchemas.ts'
import { carryOut } from './commands.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { historyPage } from './history.ts'
import { listBodyLimit, rowLimit } from './imports.ts'
import { resolveNamed } from './namedNumbers.ts'
import { shownLive, shownPaused, shownWait, wantsLive } from './onboardingSchemas.ts'
import { Problem, problemResponse, refusedRow, refusedRowOf } from './problem.ts'
import { caseId, eventPage, idempotencyKey, idOut, inOrganisation, onboardingId, pageOf, paging } from './schemas.ts'
import { caseStanding, shownCard } from './standings.ts'
import { liveProgress } from './temporal.ts'

const stages = [
  'opening',
  'answer',
  'formSending',
  'formReturn',
  'review',
  'correction',
  'customer',
  'licenceHold',
  'eligibilityHold',
  'ended',
] as const

const joinedRow = z.object({
  row: z.int(),
  number: z.string().optional(),
  status: z.literal('joined'),
  numberId: idOut,
})

const numberTexts = z.array(z.string().min(1).max(40)).min(1).max(rowLimit).describe('in E.164 form')

export const oneCase = inOrganisation.extend({ caseId })

export function caseRoutes({ store: { pool, clock, execute }, temporal }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/cases',
      bodyLimit: listBodyLimit,
      config: { roles: actors },
      schema: {
        tags: ['cases'],
        summary:
          'Open a support case for authorised numbers: those named, or all of the onboarding that are in none; or one that asks for numbers that the picker lacks',
        params: inOrganisation,
        headers: idempotencyKey,
        body: z
          .strictObject({
            onboardingId,
            numbers: numberTexts.optional(),
            kind: z.enum(caseKinds).default('registration'),
          })
          .refine(({ kind, numbers }) => kind === 'registration' || numbers !== undefined, {
            path: ['numbers'],
            message: 'a case of help names its numbers',
          }),
        response: {
          201: z.object({
            caseId: idOut,
            caseNumber: z.int(),
            rows: z.array(z.discriminatedUnion('status', [joinedRow, refusedRow])),
          }),
          default: problemResponse,
        },
      },
      handler: async (request, reply) => {
        const { orgId } = request.params
        const { onboardingId: onboarding, numbers, kind } = request.body
        const ofKind = kind === 'registration' ? {} : { kind }
        const data = { onboardingId: onboarding, ...ofKind, ...(numbers === undefined ? {} : { numbers }) }
        const order = { type: 'OpenCase' as const, orgId, data, ...(numbers === undefined ? {} : { numbers }) }
        const { caseId: id, caseNumber, rows } = await carryOut(execute, request, reply, order)
        const location = `/v1/organisations/${orgId}/cases/${id}`
        const shown = rows.map((each) => shownRow(each, numbers ?? []))
        return reply.code(201).header('location', location).send({ caseId: id, caseNumber, rows: shown })
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/cases',
      config: { roles: readers },
      schema: {
        tags: ['cases'],
        summary: 'List cases with who must act and by when',
        params: inOrganisation,
        querystring: z.strictObject({
          ...paging,
          onboardingId: onboardingId.optional(),
          phase: z.enum(['open', 'onHold', 'cancelled', 'closed']).optional(),
          kind: z.enum(caseKinds).optional(),
          stage: z.enum(stages).optional(),
          owner: z.string().max(40).optional(),
        }),
        response: { 200: pageOf(caseSummary), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor, ...filter } = request.query
        const after = afterId('cases', cursor)
        const views = await listCases(pool, request.params.orgId, { filter, after, limit: limit + 1 })
        const { items, nextCursor } = pagedById('cases', limit, views)
        const { policy } = await readNow(pool, clock)
        return { items: items.map((each) => shownCase(each, policy.pack)), nextCursor }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/cases/:caseId',
      config: { roles: readers },
      schema: {
        tags: ['cases'],
        summary:
          'Read where a case stands: whose turn, by when, every form and how it was judged, and what to do outside',
        params: oneCase,
        querystring: z.strictObject({ live: wantsLive }),
        response: { 200: supportCase, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, caseId: id } = request.params
        const view = await requireCase(pool, orgId, id)
        const [open, paused, forms, { at, policy }] = await Promise.all([
          readOpenWait(pool, orgId, id),
          readPausedWait(pool, orgId, id),
          readForms(pool, orgId, id),
          readNow(pool, clock),
        ])
        const seen = request.query.live
          ? shownLive(await liveProgress(temporal, caseWorkflowId(id), caseProgressQuery), 'CASE_NOT_ANSWERING')
          : undefined
        const cards = caseCards(orgId, caseStanding(view, forms), policy.pack)
        void reply.header('etag', `"${view.version}"`)
        return {
          ...shownCase(view, policy.pack),
          wait: open ? shownWait(open, await readSilence(pool, orgId, id, { wait: open, at })) : null,
          paused: shownPaused(paused),
          attempts: forms.map(shownForm),
          cards: cards.map(shownCard),
          ...(seen ? { live: seen } : {}),
        }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/cases/:caseId/history',
      config: { roles: readers },
      schema: {
        tags: ['cases'],
        summary: 'Everything learnt about a case and the campaigns that it led to, with both clocks',
        params: oneCase,
        querystring: z.strictObject(paging),
        response: { 200: eventPage, default: problemResponse },
      },
      handler: async (request) => {
        const { orgId, caseId: id } = request.params
        await requireCase(pool, orgId, id)
        return historyPage(pool, orgId, await caseStreams(pool, orgId, id), request.query)
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/cases/:caseId/take-out',
      bodyLimit: listBodyLimit,
      config: { roles: actors },
      schema: {
        tags: ['cases'],
        summary: 'Take numbers out of a case; the rest goes on',
        params: oneCase,
        headers: idempotencyKey,
        body: z.strictObject({ numbers: numberTexts }),
        response: { 200: z.object({ left: z.int(), rows: z.array(refusedRow) }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, caseId: id } = request.params
        await requireCase(pool, orgId, id)
        const { items, refused } = await resolveNamed(
          pool,
          orgId,
          request.body.numbers.map((number) => ({ number })),
        )
        const data = { caseId: id, numberIds: items.map(({ numberId }) => numberId) }
        const { left } = await carryOut(execute, request, reply, { type: 'TakeOutOfCase', orgId, data })
        return { left, rows: [...refused] }
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/cases/:caseId/give-up',
      config: { roles: actors },
      schema: {
        tags: ['cases'],
        summary: 'Accept that the rest of a case will not be registered, and end it',
        params: oneCase,
        headers: idempotencyKey,
        body: z.strictObject({}),
        response: { 200: z.object({ registered: z.int(), rejected: z.int() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, caseId: id } = request.params
        return carryOut(execute, request, reply, { type: 'GiveUpCase', orgId, data: { caseId: id } })
      },
    })
  }
}

export async function requireCase(db: Queryable, orgId: OrganisationId, id: CaseId): Promise<CaseView> {
  const view = await readCase(db, orgId, id)
  if (!view) throw new Problem('CASE_NOT_FOUND')
  return view
}

function shownRow(each: CaseRow, numbers: readonly string[]) {
  if (each.status === 'refused') return refusedRowOf(each, numbers)
  const number = numbers[each.row]
  return { ...each, ...(number === undefined ? {} : { number }) }
}
