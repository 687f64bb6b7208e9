import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { compareNumbers } from '../domain/compareNumbers.ts'
import { classInstants, classOf } from '../domain/numberClass.ts'
import { chosenAsOf, readNumberAsOf } from '../store/asOf.ts'
import { readNow } from '../store/policy.ts'
import { readHistory } from '../store/views/historyView.ts'
import { readNumber } from '../store/views/numberView.ts'
import { readGrounds } from '../store/views/whyView.ts'
import { readers } from './access.ts'
import type { ApiDependencies } from './dependencies.ts'
import { shownEvent } from './history.ts'
import { oneNumber } from './numbers.ts'
import { Problem, problemResponse } from './problem.ts'
import { momentOf, packFor, underRules } from './question.ts'
import { event, idOut, instantOut, instantText, verdict } from './schemas.ts'

const belief = z.object({ knownAt: instantOut, verdict, reason: z.string() })

const believed = z
  .object({
    numberId: idOut,
    at: instantOut.describe('the instant that both answers are about'),
    policyPack: z.string(),
    before: belief.nullable().describe('null where nobody knew of the number'),
    after: belief,
    isChanged: z.boolean(),
    axes: z
      .array(z.object({ axis: z.string(), before: z.string(), after: z.string() }))
      .describe('what is believed otherwise'),
    learnt: z.array(event).describe('what was learnt in between and had happened by then, the first 200 of it'),
  })
  .meta({ id: 'Believed' })

const mostLearnt = 200
/** Behind every stream of the same instant. */
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

export function believedRoutes({ store: { pool, clock } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/numbers/:numberId/believed',
      config: { roles: readers },
      schema: {
        tags: ['numbers'],
        summary:
          'What was believed of a number then, what is believed of the same instant now, and what was learnt between',
        params: oneNumber,
        querystring: z.strictObject({
          ...underRules,
          knownAt: instantText.optional().describe('by what was known then; without it at the instant itself'),
          at: instantText.optional().describe('the instant that is asked about; without it knownAt'),
        }),
        response: { 200: believed, default: problemResponse },
      },
      handler: async ({ params: { orgId, numberId: id }, query: { policy, reading, ...asked } }) => {
        const { at: now, policy: today } = await readNow(pool, clock)
        const then = asked.at !== undefined && asked.at < now ? asked.at : undefined
        const { at, knownAt } = momentOf({ at: asked.at, knownAt: asked.knownAt ?? then }, now)
        const [present, grounds] = await Promise.all([readNumber(pool, orgId, id), readGrounds(pool, orgId, id)])
        if (!present || !grounds) throw new Problem('NUMBER_NOT_FOUND')
        const [before, after] = await Promise.all([
          readNumberAsOf(pool, orgId, id, { at, knownAt }),
          readNumberAsOf(pool, orgId, id, { at, knownAt: now }),
        ])
        if (!after) throw new Problem('NUMBER_NOT_KNOWN_THEN')
        const chosen = await chosenAsOf(pool, { at, knownAt }, today.chosen)
        const pack = packFor({ policy, reading }, at, { today, past: chosen })
        const instants = classInstants(pack, at)
        const [one, other] = [classOf((before ?? after).row, instants), classOf(after.row, instants)]
        const compared = compareNumbers(one, other, pack, at)
        const answer = ({ verdict: said, reason }: typeof compared.one, known: typeof at) => ({
          knownAt: known,
          verdict: said,
          reason,
        })
        const { licenceStream, campaignStream, caseId } = grounds
        const streams = [id, orgId, licenceStream, after.locationId, after.userId, campaignStream, caseId]
        const learnt = await readHistory(
          pool,
          orgId,
          streams.filter((each) => each !== null),
          { after: { recordedAt: knownAt, streamId: lastId, version: 1 }, limit: mostLearnt },
        )
        return {
          numberId: id,
          at,
          policyPack: pack.id,
          before: before ? answer(compared.one, knownAt) : null,
          after: answer(compared.other, now),
          isChanged:
            !before || compared.one.verdict !== compared.other.verdict || compared.one.reason !== compared.other.reason,
          axes: compared.axes.map((each) => ({ axis: each.axis, before: each.one, after: each.other })),
          learnt: learnt.filter(({ happenedAt }) => happenedAt <= at).map(shownEvent),
        }
      },
    })
  }
}
