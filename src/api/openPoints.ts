import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { type ClassInstants, classInstants, parseClassKey } from '../domain/numberClass.ts'
import { otherReadings, otherwise } from '../domain/openPoints.ts'
import { readings } from '../domain/policy/ruleBook/readings.ts'
import type { OrganisationId } from '../domain/values.ts'
import { readNow } from '../store/policy.ts'
import type { Queryable } from '../store/pool.ts'
import { countInBoth, type TwoClasses } from '../store/views/whatIfView.ts'
import { readers } from './access.ts'
import type { ApiDependencies } from './dependencies.ts'
import { problemResponse } from './problem.ts'
import { packFor, underRules } from './question.ts'
import { inOrganisation, instantOut, instantText, verdict } from './schemas.ts'

const answer = z.object({ verdict, mayText: z.boolean(), reason: z.string() })

const openPoints = z
  .object({
    at: instantOut,
    policyPack: z.string(),
    items: z
      .array(
        z.object({
          reading: z.string(),
          question: z.string(),
          read: z.string().describe('the option that is read now'),
          option: z.string().describe('the other one'),
          numbers: z.int().describe('numbers that would have another answer'),
          groups: z.array(z.object({ count: z.int(), before: answer, after: answer })),
        }),
      )
      .describe('those that would change an answer, the most numbers first'),
  })
  .meta({ id: 'OpenPoints' })

type Item = z.output<typeof openPoints>['items'][number]

export function openPointRoutes({ store: { pool, clock } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/open-points',
      config: { roles: readers },
      schema: {
        tags: ['organisations'],
        summary:
          'Which answers rest on a reading of the rules and not on their words: what each other reading would change',
        params: inOrganisation,
        querystring: z.strictObject({ ...underRules, at: instantText.optional().describe('when; without it now') }),
        response: { 200: openPoints, default: problemResponse },
      },
      handler: async ({ params: { orgId }, query: { at: asked, ...rules } }) => {
        const { at: now, policy } = await readNow(pool, clock)
        const at = asked ?? now
        const pack = packFor(rules, at, { today: policy })
        const classes = counting(pool, orgId, classInstants(pack, at))
        const items: Item[] = []
        for (const { name, option, pack: other } of otherReadings(pack, policy.chosen.postponed)) {
          const groups = (await classes(classInstants(other, at))).flatMap(({ before, after, count }) => {
            const sides = { usual: parseClassKey(before), changed: parseClassKey(after) }
            const told = otherwise(sides, { pack, other, at })
            return told ? [{ count, ...told }] : []
          })
          const numbers = groups.reduce((total, { count }) => total + count, 0)
          const { question } = readings[name]
          if (numbers > 0) items.push({ reading: name, question, read: pack.readings[name], option, numbers, groups })
        }
        return { at, policyPack: pack.id, items: items.sort((a, b) => b.numbers - a.numbers) }
      },
    })
  }
}

/** Most readings leave every instant where it is: the numbers are counted once for all of these. */
function counting(db: Queryable, orgId: OrganisationId, before: ClassInstants) {
  const counted = new Map<string, Promise<readonly TwoClasses[]>>()
  return (after: ClassInstants): Promise<readonly TwoClasses[]> => {
    const key = JSON.stringify(after)
    const found = counted.get(key) ?? countInBoth(db, orgId, before, after)
    counted.set(key, found)
    return found
  }
}
