import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { PolicyPack } from '../domain/policy/policy.ts'
import type { Instant } from '../domain/values.ts'
import { readNow } from '../store/policy.ts'
import { readOpenWait } from '../store/views/onboardingView.ts'
import { listOrganisations, type OrganisationView } from '../store/views/organisationView.ts'
import { countProgress, noProgress, type Progress } from '../store/views/portfolioView.ts'
import { principalOf, readers, scopeOf } from './access.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { organisationNames } from './organisationNames.ts'
import { problemResponse } from './problem.ts'
import { idOut, instantOut, obstacle, pageOf, paging, verdictCounts } from './schemas.ts'
import { organisationAnswer, verdictCountsOf } from './verdicts.ts'

const line = z
  .object({
    id: idOut,
    name: z.string().nullable(),
    licence: z.string(),
    obstacles: z.array(obstacle).describe('what keeps all its numbers from texting'),
    verdicts: verdictCounts,
    numbers: z.int(),
    authorised: z.int(),
    caseless: z.int().describe('authorised, in no case, and not registered'),
    registered: z.int(),
    openCases: z.int(),
    openOnboardingId: idOut.nullable(),
    wait: z
      .object({
        kind: z.string(),
        owner: z.string(),
        since: instantOut,
        dueAt: instantOut.nullable(),
        isOverdue: z.boolean(),
      })
      .nullable()
      .describe('what its open onboarding waits for'),
  })
  .meta({ id: 'PortfolioLine' })

type Now = { readonly at: Instant; readonly pack: PolicyPack }

/** One line for each organisation: enough to see where it stands without asking for each part of it. */
export function portfolioRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool, clock } = store

  async function shown(view: OrganisationView, progress: Progress, name: string | null, { at, pack }: Now) {
    const { id, licence, openOnboardingId } = view
    const [verdicts, wait] = await Promise.all([
      verdictCountsOf(pool, id, { pack, at }),
      openOnboardingId === null ? undefined : readOpenWait(pool, id, openOnboardingId),
    ])
    const due = wait?.marks.find(({ mark }) => mark === 'due')
    return {
      id,
      name,
      licence: licence ?? 'unknown',
      obstacles: organisationAnswer(view, at, pack).obstacles,
      verdicts,
      ...progress,
      openOnboardingId,
      wait: wait
        ? {
            kind: wait.kind,
            owner: wait.owner,
            since: wait.openedAt,
            dueAt: due?.at ?? null,
            isOverdue: (due?.saidAt ?? null) !== null,
          }
        : null,
    }
  }

  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/portfolio',
      config: { roles: readers },
      schema: {
        tags: ['organisations'],
        summary:
          'List the organisations in your scope with how far each is, what it waits for, and its numbers by verdict',
        querystring: z.strictObject(paging),
        response: { 200: pageOf(line), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor } = request.query
        const scope = scopeOf(principalOf(request))
        const after = afterId('portfolio', cursor)
        const [views, { at, policy }] = await Promise.all([
          listOrganisations(pool, { scope, after, limit: limit + 1 }),
          readNow(pool, clock),
        ])
        const { items, nextCursor } = pagedById('portfolio', limit, views)
        const now = { at, pack: policy.pack }
        const ids = items.map(({ id }) => id)
        const [progress, nameOf] = await Promise.all([countProgress(pool, ids), organisationNames(store, ids)])
        const lines = items.map((view) => shown(view, progress.get(view.id) ?? noProgress, nameOf(view.id), now))
        return { items: await Promise.all(lines), nextCursor }
      },
    })
  }
}
