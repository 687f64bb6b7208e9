import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { onboardingWorkflowId, progressQuery } from '../contract/onboarding.ts'
import { caseWorkflowId } from '../contract/supportCase.ts'
import { countStanding } from '../domain/countStanding.ts'
import { type NumberCounts, noNumbers } from '../domain/process/onboarding.ts'
import type { OnboardingId, OrganisationId } from '../domain/values.ts'
import { numbersAsOf, onboardingsAsOf, ordersOf } from '../store/asOfOrganisation.ts'
import { countNumbers } from '../store/counts.ts'
import { listCases } from '../store/views/caseView.ts'
import { readWritten } from '../store/views/historyView.ts'
import {
  listOnboardings,
  type OnboardingView,
  onboardingStreams,
  readOnboarding,
  readOpenWait,
  readPausedWait,
} from '../store/views/onboardingView.ts'
import { readSilence } from '../store/views/silenceView.ts'
import { actors, readers } from './access.ts'
import { type Asked, askedOf, requireFoldable, verdictCounter } from './asOf.ts'
import { carryOut } from './commands.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { historyPage } from './history.ts'
import { onboarding, onboardingSummary, shownLive, shownPaused, shownWait, wantsLive } from './onboardingSchemas.ts'
import { Problem, problemResponse } from './problem.ts'
import { atMoment, momentOf, underRules } from './question.ts'
import { eventPage, idempotencyKey, idOut, inOrganisation, onboardingId, pageOf, paging } from './schemas.ts'
import { cardsOf, openCases, shownCard } from './standings.ts'
import { liveProgress } from './temporal.ts'
import { conducted, conductedBy } from './temporalHistory.ts'
import { verdictCountsOf } from './verdicts.ts'

export const oneOnboarding = inOrganisation.extend({ onboardingId })

export function onboardingRoutes({ store, temporal }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool, clock, execute } = store

  /** What the events tell of it. Waits, cards and what a running process says are of now. */
  async function pastOnboarding(orgId: OrganisationId, id: OnboardingId, asked: Asked) {
    const { moment } = asked
    await requireFoldable(store, orgId)
    if (!(await readOnboarding(pool, orgId, id))) throw new Problem('ONBOARDING_NOT_FOUND')
    const view = (await onboardingsAsOf(pool, orgId, moment)).find((each) => each.id === id)
    if (!view) throw new Problem('ONBOARDING_NOT_KNOWN_THEN')
    const orders = await ordersOf(pool, orgId, id)
    const { counts: numbers, add } = verdictCounter(asked)
    let standing: NumberCounts = noNumbers
    for await (const each of numbersAsOf(pool, orgId, moment)) {
      if (each.orderId === null || !orders.has(each.orderId)) continue
      add(each)
      standing = countStanding(standing, each.row, { pack: asked.pack, at: asked.moment.at })
    }
    return { ...shown(view), ...moment, wait: null, paused: null, numbers, standing, cases: [], cards: [] }
  }

  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/onboardings',
      config: { roles: actors },
      schema: {
        tags: ['onboardings'],
        summary: 'Start the road from licence to texting; its process starts in a moment',
        params: inOrganisation,
        headers: idempotencyKey,
        body: z.strictObject({}),
        response: { 202: z.object({ onboardingId: idOut }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId } = request.params
        const order = { type: 'StartOnboarding' as const, orgId, data: {} }
        const { onboardingId: id } = await carryOut(execute, request, reply, order)
        const location = `/v1/organisations/${orgId}/onboardings/${id}`
        return reply.code(202).header('location', location).send({ onboardingId: id })
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/onboardings',
      config: { roles: readers },
      schema: {
        tags: ['onboardings'],
        summary: 'List onboardings',
        params: inOrganisation,
        querystring: z.strictObject({
          ...paging,
          ...atMoment,
          phase: z.enum(['open', 'completed', 'cancelled']).optional(),
        }),
        response: { 200: pageOf(onboardingSummary), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor, phase, at, knownAt } = request.query
        const after = afterId('onboardings', cursor)
        if (at !== undefined || knownAt !== undefined) {
          const moment = momentOf({ at, knownAt }, await clock.now())
          const all = await onboardingsAsOf(pool, request.params.orgId, moment)
          const found = all.filter((each) => each.id > (after ?? '') && (phase === undefined || each.phase === phase))
          return pagedById('onboardings', limit, found.slice(0, limit + 1))
        }
        const views = await listOnboardings(pool, request.params.orgId, { phase, after, limit: limit + 1 })
        return pagedById('onboardings', limit, views)
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/onboardings/:onboardingId',
      config: { roles: readers },
      schema: {
        tags: ['onboardings'],
        summary: 'Read where an onboarding stands: its wait, who must act, by when, and its numbers by verdict',
        params: oneOnboarding,
        querystring: z.strictObject({ ...underRules, ...atMoment, live: wantsLive }),
        response: { 200: onboarding, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, onboardingId: id } = request.params
        const { live, ...query } = request.query
        const asked = await askedOf(store, query)
        const { moment, pack } = asked
        if (!asked.isNow) return pastOnboarding(orgId, id, asked)
        const { at } = moment
        const view = await readOnboarding(pool, orgId, id)
        if (!view) throw new Problem('ONBOARDING_NOT_FOUND')
        const [wait, paused, cases, counts] = await Promise.all([
          readOpenWait(pool, orgId, id),
          readPausedWait(pool, orgId, id),
          openCases(pool, orgId, view),
          countNumbers(pool, orgId, id, pack),
        ])
        const numbers = await verdictCountsOf(pool, orgId, { pack, at }, id)
        const cards = await cardsOf(pool, orgId, view, { counts, cases, pack })
        const seen = live
          ? shownLive(await liveProgress(temporal, onboardingWorkflowId(id), progressQuery), 'ONBOARDING_NOT_ANSWERING')
          : undefined
        void reply.header('etag', `"${view.version}"`)
        return {
          ...shown(view),
          ...moment,
          wait: wait ? shownWait(wait, await readSilence(pool, orgId, id, { wait, at })) : null,
          paused: shownPaused(paused),
          numbers,
          standing: counts,
          cases: cases.map(({ id: each, caseNumber, stage, owner }) => ({ id: each, caseNumber, stage, owner })),
          cards: cards.map(shownCard),
          ...(seen ? { live: seen } : {}),
        }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/onboardings/:onboardingId/history',
      config: { roles: readers },
      schema: {
        tags: ['onboardings'],
        summary: 'What happened to an onboarding, its orders, letters, cases and numbers, and what Temporal did for it',
        params: oneOnboarding,
        querystring: z.strictObject(paging),
        response: {
          200: eventPage.extend({ temporal: conducted.optional().describe('on the first page only') }),
          default: problemResponse,
        },
      },
      handler: async (request) => {
        const { orgId, onboardingId: id } = request.params
        if (!(await readOnboarding(pool, orgId, id))) throw new Problem('ONBOARDING_NOT_FOUND')
        const streams = await onboardingStreams(pool, orgId, id)
        const page = await historyPage(pool, orgId, streams, request.query)
        if (request.query.cursor !== undefined) return page
        const [written, cases] = await Promise.all([
          readWritten(pool, orgId, streams),
          listCases(pool, orgId, { filter: { onboardingId: id }, after: undefined, limit: null }),
        ])
        const workflowIds = [onboardingWorkflowId(id), ...cases.map((each) => caseWorkflowId(each.id))]
        return { ...page, temporal: await conductedBy(temporal, workflowIds, written) }
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/onboardings/:onboardingId/acknowledge',
      config: { roles: actors },
      schema: {
        tags: ['onboardings'],
        summary: 'Take note of refused and rejected numbers, so that the onboarding can end without them',
        params: oneOnboarding,
        headers: idempotencyKey,
        body: z.strictObject({}),
        response: { 200: z.object({ refused: z.int(), rejected: z.int() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, onboardingId: id } = request.params
        return carryOut(execute, request, reply, { type: 'AcknowledgeOutcome', orgId, data: { onboardingId: id } })
      },
    })
  }
}

function shown(view: OnboardingView) {
  return { ...view, workflowId: onboardingWorkflowId(view.id) }
}
