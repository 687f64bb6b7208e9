import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Explanation, Verdict } from '../domain/explain.ts'
import { trafficStates } from '../domain/number.ts'
import { classInstants } from '../domain/numberClass.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import { serviceClass } from '../domain/serviceClass.ts'
import type { OrganisationId } from '../domain/values.ts'
import { tellers } from '../domain/word.ts'
import { numbersAsOf } from '../store/asOfOrganisation.ts'
import { showDisputes } from '../store/views/disputeView.ts'
import { readStanding } from '../store/views/historyView.ts'
import { type NumberFilter, type NumberView, readNumber, readNumberRows } from '../store/views/numberView.ts'
import { foundBy, readers } from './access.ts'
import { asBuilt } from './asBuilt.ts'
import { mostTold, toldNumber } from './askedNumber.ts'
import { type Asked, askedOf, matches, requireFoldable } from './asOf.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { historyPage, shownPage } from './history.ts'
import { Problem, problemResponse } from './problem.ts'
import { atMoment, underRules } from './question.ts'
import {
  caseId,
  dispute,
  eventPage,
  idOut,
  inOrganisation,
  instantOut,
  locationId,
  numberId,
  obstacle,
  orderId,
  pageOf,
  paging,
  userId,
  verdict,
} from './schemas.ts'
import {
  classKeysOf,
  explainNumber,
  shownAuthorisation,
  shownObstacle,
  shownRegistration,
  summary,
} from './verdicts.ts'

const number = z
  .object({
    id: idOut,
    version: z.int(),
    number: z.string(),
    kind: z.string(),
    inventory: z.string(),
    enteredAt: instantOut.nullable().describe('when it entered service'),
    locationId: idOut.nullable(),
    usage: z.string().describe('whose number it is: primary, workspace, …'),
    userId: idOut.nullable(),
    loa: z.string().describe('whether the carrier wants a letter of authorisation for it'),
    letterId: idOut.nullable().describe('the letter that covers it'),
    authorisation: z.string(),
    authorisationShown: z.string().describe('the same, and loaRequired or loaSigned while it stands in a draft'),
    orderId: idOut.nullable().describe('the order, or the case of help, that asked for its authorisation'),
    caseId: idOut.nullable().describe('the open case that it is in'),
    registration: z.string(),
    registrationShown: z.string().describe('the same, and inCase before its form is submitted'),
    campaign: z.string().nullable(),
    campaignStatus: z.string().nullable(),
    traffic: z.string().describe('what others let through: flowing, throttled or blocked'),
    trafficParty: z.string().nullable().describe('who said to slow or stop it: the carrier, the vendor or Cisco'),
    texting: z.string().describe('the last switch that was carried out; the verdict does not rest on it'),
    serviceClass: z.string().nullable().describe('how carriers class what is sent from it'),
    mayText: z.boolean(),
    verdict,
    reason: z.string().describe('the first obstacle, or ALL_GATES_PASSED'),
    validUntil: instantOut.nullable().describe('when the answer may change by itself'),
    owner: z.string().nullable().describe('who must act'),
    nextAct: z.string().nullable(),
  })
  .meta({ id: 'Number' })

export const explained = number
  .extend({
    at: instantOut,
    policyPack: z.string(),
    obstacles: z.array(obstacle),
    ruleIds: z.array(z.string()),
    disputes: z.array(dispute).describe('what sources disagree about'),
    history: eventPage,
  })
  .meta({ id: 'ExplainedNumber' })

const filters = z.strictObject({
  ...paging,
  ...underRules,
  ...atMoment,
  number: z
    .string()
    .regex(/^\+[1-9]\d{1,14}$/, 'not E.164; in an address the plus sign is written %2B')
    .optional(),
  digits: z
    .string()
    .regex(/^\d{3,15}$/, '3 to 15 digits')
    .optional()
    .describe('digits in a row, anywhere in the number'),
  locationId: locationId.optional(),
  orderId: orderId.optional(),
  caseId: caseId.optional(),
  userId: userId.optional(),
  verdict: verdict.optional(),
  inventory: z.enum(['pending', 'inService', 'inactive', 'gone', 'unknown']).optional(),
  authorisation: z
    .enum(['none', 'selected', 'loaRequired', 'loaSigned', 'ordered', 'authorised', 'refused', 'revoked', 'unknown'])
    .optional(),
  traffic: z.enum(trafficStates).optional(),
  registration: z.enum(['none', 'inCase', 'submitted', 'registered', 'rejected', 'released', 'unknown']).optional(),
})

export const oneNumber = inOrganisation.extend({ numberId })

export function numberRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool } = store

  /** As many as are wanted of those that match, by id. */
  async function pastNumbers(
    orgId: OrganisationId,
    { moment, pack }: Asked,
    filter: Omit<NumberFilter, 'classKeys'>,
    wanted: Verdict | undefined,
    { after, limit }: { readonly after: string | undefined; readonly limit: number },
  ): Promise<readonly NumberView[]> {
    const found: NumberView[] = []
    for await (const view of numbersAsOf(pool, orgId, moment, after)) {
      if (!matches(view, filter)) continue
      if (wanted !== undefined && explainNumber(view, moment.at, pack).verdict !== wanted) continue
      found.push(view)
      if (found.length === limit) return found
    }
    return found
  }

  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/numbers',
      config: { roles: readers },
      schema: {
        tags: ['numbers'],
        summary: 'List numbers with their verdict, first reason, owner and next act',
        params: inOrganisation,
        querystring: filters,
        response: { 200: pageOf(number), default: problemResponse },
      },
      handler: async (request) => {
        const {
          limit,
          cursor,
          verdict: wanted,
          number: e164,
          policy,
          reading,
          at: then,
          knownAt,
          ...columns
        } = request.query
        const { orgId } = request.params
        const asked = await askedOf(store, { policy, reading, at: then, knownAt })
        const { pack } = asked
        const { at } = asked.moment
        if (!asked.isNow) {
          await requireFoldable(store, orgId)
          const found = await pastNumbers(orgId, asked, { ...columns, e164 }, wanted, {
            after: afterId('numbers', cursor),
            limit: limit + 1,
          })
          const past = pagedById('numbers', limit, found)
          return {
            items: past.items.map((each) => shown(each, explainNumber(each, at, pack), pack)),
            nextCursor: past.nextCursor,
          }
        }
        const classKeys = wanted && (await classKeysOf(pool, orgId, { pack, at, verdict: wanted }))
        const rows = await readNumberRows(pool, orgId, classInstants(pack, at), {
          filter: { ...columns, e164, classKeys },
          after: afterId('numbers', cursor),
          limit: limit + 1,
        })
        const { items, nextCursor } = pagedById('numbers', limit, rows)
        return { items: items.map((each) => shown(each, explainNumber(each, at, pack), pack)), nextCursor }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/numbers/:numberId',
      config: { roles: readers, reads: toldNumber },
      schema: {
        tags: ['numbers'],
        summary:
          'Explain a number: whether it may text, every obstacle, who must act, and the beginning of its history',
        params: oneNumber,
        response: { 200: explained, default: problemResponse },
      },
      handler: async (request, reply) => {
        const found = foundBy(toldNumber, request)
        if (!found) throw new Problem('NUMBER_NOT_FOUND')
        const { at, view, told } = found
        const { pack } = found.policy
        const { orgId, numberId: id } = request.params
        const explanation = explainNumber(view, at, pack)
        const standing =
          told.length > mostTold
            ? await readStanding(pool, orgId, [id], tellers)
            : told.filter(({ struckBy }) => struckBy === null)
        void reply.header('etag', `"${view.version}"`)
        return asBuilt(reply, {
          ...shown(view, explanation, pack),
          at,
          policyPack: pack.id,
          obstacles: explanation.obstacles.map(shownObstacle),
          ruleIds: [...explanation.ruleIds],
          disputes: await showDisputes(store, orgId, [standing], { sources: pack.sources, at }),
          history: shownPage(told, mostTold),
        })
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/numbers/:numberId/history',
      config: { roles: readers },
      schema: {
        tags: ['numbers'],
        summary: 'Everything learnt about a number, with both clocks',
        params: oneNumber,
        querystring: z.strictObject(paging),
        response: { 200: eventPage, default: problemResponse },
      },
      handler: async (request) => {
        const { orgId, numberId: id } = request.params
        if (!(await readNumber(pool, orgId, id))) throw new Problem('NUMBER_NOT_FOUND')
        return historyPage(pool, orgId, [id], request.query)
      },
    })
  }
}

function shown(view: NumberView, explanation: Explanation, pack: PolicyPack): z.output<typeof number> {
  const { id, version, e164, enteredAt, locationId: location, userId: user, orderId: order, campaignRef, row } = view
  return {
    id,
    version,
    number: e164,
    kind: row.kind ?? 'unknown',
    inventory: row.inventory ?? 'unknown',
    enteredAt,
    locationId: location,
    usage: row.owner ?? 'unknown',
    userId: user,
    loa: row.loa ?? 'unknown',
    letterId: view.letterId,
    authorisation: row.authorisation ?? 'unknown',
    authorisationShown: shownAuthorisation(row),
    orderId: order,
    caseId: view.caseId,
    registration: row.registration ?? 'unknown',
    registrationShown: shownRegistration(row),
    campaign: campaignRef,
    campaignStatus: campaignRef === null ? null : (row.campaign ?? 'unknown'),
    traffic: row.traffic ?? 'flowing',
    trafficParty: row.trafficParty,
    texting: row.texting ?? 'unknown',
    serviceClass: serviceClass(pack),
    ...summary(explanation),
  }
}
