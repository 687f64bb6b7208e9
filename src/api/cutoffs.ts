import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { decidedAt } from '../domain/cutoffPlan.ts'
import { changesOf, isCovered } from '../domain/planChange.ts'
import { deployment } from '../domain/values.ts'
import { cutoffStreamId } from '../store/cutoff/cutoffRow.ts'
import { cutoffIn, planNow, readApproved, readPlan, readPlanClasses } from '../store/cutoff/plans.ts'
import { readNow } from '../store/policy.ts'
import { readCutoff, readCutoffs, readExemptions, readExemptionsOf, readRequests } from '../store/views/cutoffView.ts'
import { readers } from './access.ts'
import { axesOf, classAnswer, cutoffAnswer, effectsOf, exemptionAnswer, totalsAnswer } from './cutoffAnswers.ts'
import * as schemas from './cutoffSchemas.ts'
import type { ApiDependencies } from './dependencies.ts'
import { historyPage } from './history.ts'
import { Problem, problemResponse } from './problem.ts'
import { eventPage, inOrganisation, instantOut, organisationId, paging } from './schemas.ts'

/** What the calendar says, what a plan of it would do, and what an organisation has to expect of it. */
export function cutoffRoutes({ store: { pool, clock } }: ApiDependencies): FastifyPluginAsyncZod {
  const roles = ['operator', 'auditor'] as const

  /** The cutoff as the policy of now has it, with the moment. */
  async function look(cutoffId: string) {
    const { at, policy } = await readNow(pool, clock)
    const rule = cutoffIn(policy.pack, cutoffId)
    if (!rule) throw new Problem('CUTOFF_NOT_FOUND', { field: 'cutoffId' })
    return { at, policy, rule }
  }

  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/cutoffs',
      config: { roles: [...roles] },
      schema: {
        tags: ['cutoffs'],
        summary: 'List the cutoffs of the policy in force, the earliest first, and how each stands',
        response: { 200: z.object({ at: instantOut, items: z.array(schemas.cutoff) }), default: problemResponse },
      },
      handler: async () => {
        const [{ at, policy }, views] = await Promise.all([readNow(pool, clock), readCutoffs(pool)])
        const items = policy.pack.cutoffs.map((rule) =>
          cutoffAnswer(
            rule,
            views.find(({ id }) => id === rule.id),
            at,
          ),
        )
        return { at, items }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/cutoffs/:cutoffId',
      config: { roles: [...roles] },
      schema: {
        tags: ['cutoffs'],
        summary: 'Read a cutoff, with what was asked for it and its exemptions',
        params: schemas.oneCutoff,
        response: { 200: schemas.wholeCutoff, default: problemResponse },
      },
      handler: async ({ params }) => {
        const { at, rule } = await look(params.cutoffId)
        const [view, requests, exemptions] = await Promise.all([
          readCutoff(pool, rule.id),
          readRequests(pool, rule.id),
          readExemptions(pool, rule.id),
        ])
        return {
          ...cutoffAnswer(rule, view, at),
          requests: [...requests],
          exemptions: exemptions.map((each) => exemptionAnswer(each, at)),
        }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/cutoffs/:cutoffId/history',
      config: { roles: [...roles] },
      schema: {
        tags: ['cutoffs'],
        summary: 'Everything that was decided about a cutoff: when, by whom, and why',
        params: schemas.oneCutoff,
        querystring: z.strictObject(paging),
        response: { 200: eventPage, default: problemResponse },
      },
      handler: async ({ params, query }) => {
        const { rule } = await look(params.cutoffId)
        return historyPage(pool, deployment, [cutoffStreamId(rule.id)], query)
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/cutoffs/:cutoffId/plan',
      config: { roles: [...roles] },
      schema: {
        tags: ['cutoffs'],
        summary: 'Read a plan, class by class; without a number the last one',
        params: schemas.oneCutoff,
        querystring: z.strictObject({ planNo: schemas.planNo.optional() }),
        response: { 200: schemas.plan, default: problemResponse },
      },
      handler: async ({ params, query }) => {
        const { policy, rule } = await look(params.cutoffId)
        const plan = await readPlan(pool, rule.id, query.planNo)
        if (!plan) throw new Problem('PLAN_NOT_FOUND')
        const [classes, approved] = await Promise.all([
          readPlanClasses(pool, rule.id, plan.planNo),
          readApproved(pool, rule.id, policy.version),
        ])
        return {
          ...plan,
          isApproved: isCovered(classes, approved, rule.countTolerance),
          totals: totalsAnswer(classes),
          classes: classes.map((each) => classAnswer(each, approved, rule)),
        }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/cutoffs/:cutoffId/preview',
      config: { roles: [...roles] },
      schema: {
        tags: ['cutoffs'],
        summary: 'What the cutoff would do as things are now, for all organisations or one; nothing is written',
        params: schemas.oneCutoff,
        querystring: z.strictObject({ organisation: organisationId.optional() }),
        response: { 200: schemas.preview, default: problemResponse },
      },
      handler: async ({ params, query: { organisation } }) => {
        const { at, policy, rule } = await look(params.cutoffId)
        const [classes, approved] = await Promise.all([
          planNow(pool, rule, { policy, at, orgId: organisation }),
          readApproved(pool, rule.id, policy.version),
        ])
        return {
          cutoffId: rule.id,
          at,
          decidedAt: decidedAt(rule, at),
          orgId: organisation ?? null,
          totals: totalsAnswer(classes),
          classes: classes.map((each) => classAnswer(each, approved, rule)),
        }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/cutoffs/:cutoffId/plan/diff',
      config: { roles: [...roles] },
      schema: {
        tags: ['cutoffs'],
        summary: 'What changed from one plan to another: without numbers, from the approved one to the last',
        params: schemas.oneCutoff,
        querystring: z.strictObject({ from: schemas.planNo.optional(), to: schemas.planNo.optional() }),
        response: { 200: schemas.planDiff, default: problemResponse },
      },
      handler: async ({ params, query }) => {
        const { rule } = await look(params.cutoffId)
        const view = await readCutoff(pool, rule.id)
        const [from, to] = [query.from ?? view?.approvedPlanNo ?? undefined, query.to ?? view?.planNo]
        const [one, other] = [
          from === undefined ? undefined : await readPlan(pool, rule.id, from),
          to === undefined ? undefined : await readPlan(pool, rule.id, to),
        ]
        if (!one || !other) throw new Problem('PLAN_NOT_FOUND', { field: one ? 'to' : 'from' })
        const before = await readPlanClasses(pool, rule.id, one.planNo)
        const after = await readPlanClasses(pool, rule.id, other.planNo)
        const changes = changesOf(before, after).map((each) => ({ ...each, axes: axesOf(each.class) }))
        const totals = { before: totalsAnswer(before), after: totalsAnswer(after) }
        return { cutoffId: rule.id, from: one.planNo, to: other.planNo, ...totals, changes }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/cutoffs',
      config: { roles: readers },
      schema: {
        tags: ['cutoffs'],
        summary: 'What each cutoff does to the numbers of an organisation, who can change that, and by when',
        params: inOrganisation,
        response: { 200: schemas.organisationCutoffs, default: problemResponse },
      },
      handler: async ({ params: { orgId } }) => {
        const { at, policy } = await readNow(pool, clock)
        const items = []
        for (const rule of policy.pack.cutoffs) {
          const classes = await planNow(pool, rule, { policy, at, orgId })
          const { id: cutoffId, kind, ruleId, instant } = rule
          const said = { cutoffId, kind, ruleId, instant, isOver: at >= instant, totals: totalsAnswer(classes) }
          items.push({ ...said, effects: effectsOf(classes, rule, at) })
        }
        const exemptions = await readExemptionsOf(pool, orgId)
        return { at, items, exemptions: exemptions.map((each) => exemptionAnswer(each, at)) }
      },
    })
  }
}
