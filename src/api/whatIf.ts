import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { verdicts } from '../domain/explain.ts'
import { classInstants, parseClassKey } from '../domain/numberClass.ts'
import { compared, supposing } from '../domain/whatIf.ts'
import { readNow, versionOf } from '../store/policy.ts'
import { countInBoth } from '../store/views/whatIfView.ts'
import { readers } from './access.ts'
import type { ApiDependencies } from './dependencies.ts'
import { problemResponse } from './problem.ts'
import { packFor, suppositions, underRules } from './question.ts'
import { inOrganisation, instantOut, instantText, verdict, verdictCounts } from './schemas.ts'

const answer = z.object({ verdict, mayText: z.boolean(), reason: z.string() })
const side = z.object({ at: instantOut, policyVersion: z.string(), numbers: verdictCounts })

const whatIf = z
  .object({
    before: side,
    after: side,
    changed: z.int().describe('numbers that have another answer then'),
    groups: z
      .array(z.object({ count: z.int(), before: answer, after: answer, isChanged: z.boolean() }))
      .describe('numbers that are alike in both answers, the most first'),
  })
  .meta({ id: 'WhatIf' })

export function whatIfRoutes({ store: { pool, clock } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/what-if',
      config: { roles: readers },
      schema: {
        tags: ['organisations'],
        summary:
          'How many numbers would have another answer under other rules, at another instant, or if something were so; nothing is changed',
        params: inOrganisation,
        querystring: z.strictObject({
          ...underRules,
          ...suppositions,
          at: instantText.optional().describe('when; without it now'),
        }),
        response: { 200: whatIf, default: problemResponse },
      },
      handler: async (request) => {
        const { at: now, policy } = await readNow(pool, clock)
        const { at = now, suppose = [], ...rules } = request.query
        const [today, then] = [policy.pack, packFor(rules, at, { today: policy })]
        const found = await countInBoth(pool, request.params.orgId, classInstants(today, now), classInstants(then, at))
        const groups = compared(
          found.map(({ count, before, after }) => ({
            count,
            before: { pack: today, at: now, number: parseClassKey(before) },
            after: { pack: then, at, number: supposing(parseClassKey(after), suppose) },
          })),
        ).map((group) => ({ ...group, isChanged: !isSame(group.before, group.after) }))
        const counts = (which: 'before' | 'after') => {
          const all = verdicts.map((each) => [each, sum(groups.filter((group) => group[which].verdict === each))])
          return verdictCounts.parse(Object.fromEntries(all))
        }
        return {
          before: { at: now, policyVersion: versionOf(today), numbers: counts('before') },
          after: { at, policyVersion: versionOf(then), numbers: counts('after') },
          changed: sum(groups.filter(({ isChanged }) => isChanged)),
          groups,
        }
      },
    })
  }
}

function isSame(one: z.output<typeof answer>, other: z.output<typeof answer>): boolean {
  return one.verdict === other.verdict && one.reason === other.reason
}

function sum(groups: readonly { readonly count: number }[]): number {
  return groups.reduce((total, { count }) => total + count, 0)
}
