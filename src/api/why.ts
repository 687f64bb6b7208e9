import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { type CardFacts, gateWaits, nextAct, numberCard } from '../domain/actCards.ts'
import type { Explanation } from '../domain/explain.ts'
import type { GateName } from '../domain/gates.ts'
import { packAt } from '../domain/policy/packs.ts'
import type { Instant, OrganisationId } from '../domain/values.ts'
import type { Queryable } from '../store/pool.ts'
import { readCase } from '../store/views/caseView.ts'
import { readDisputes } from '../store/views/disputeView.ts'
import { type HistoryEvent, readProof } from '../store/views/historyView.ts'
import { type NumberView, readNumber } from '../store/views/numberView.ts'
import { type OpenWait, readOpenWait } from '../store/views/onboardingView.ts'
import { type Grounds, readGrounds } from '../store/views/whyView.ts'
import { readers } from './access.ts'
import type { ApiDependencies } from './dependencies.ts'
import { shownEvent } from './history.ts'
import { oneNumber } from './numbers.ts'
import { Problem, problemResponse } from './problem.ts'
import { gates, proves, questionOf, typesOf } from './proof.ts'
import { actCard, dispute, event, idOut, instantOut, obstacle } from './schemas.ts'
import { shownCard } from './standings.ts'
import { explainNumber, shownObstacle } from './verdicts.ts'

const why = z
  .object({
    numberId: idOut,
    number: z.string(),
    at: instantOut,
    policyPack: z.string(),
    mayText: z.boolean(),
    verdict: z.enum(['can', 'cannot', 'unknown']),
    reason: z.string().describe('the first obstacle, or ALL_GATES_PASSED'),
    obstacles: z.array(obstacle).describe('every gate that is not passed, in their order'),
    next: z
      .object({
        act: z.string(),
        owner: z.string().describe('who must act'),
        reason: z.string().describe('the obstacle that it is for'),
        helps: z.boolean().describe('false: no act helps under this policy pack'),
        dueAt: instantOut.nullable().describe('by when, where a process waits for it'),
        waitsAs: z.string().nullable().describe('the wait that has this date'),
        card: actCard.nullable().describe('how it is done, where it is done outside'),
      })
      .nullable()
      .describe('null where nothing is to be done'),
    ruleIds: z.array(z.string()),
    disputes: z.array(dispute).describe('what sources disagree about, of the number and of what its verdict rests on'),
    proof: z
      .array(z.object({ gate: z.string(), events: z.array(event) }))
      .describe('what each of these gates rests on; no events: nobody has said anything'),
  })
  .meta({ id: 'Why' })

export function whyRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool, clock } = store

  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/numbers/:numberId/why',
      config: { roles: readers },
      schema: {
        tags: ['numbers'],
        summary:
          'Why a number may or may not text: every gate, who must act, how, by when, and the events that prove it',
        params: oneNumber,
        response: { 200: why, default: problemResponse },
      },
      handler: async (request) => {
        const { orgId, numberId: id } = request.params
        const [view, grounds, at] = await Promise.all([
          readNumber(pool, orgId, id),
          readGrounds(pool, orgId, id),
          clock.now(),
        ])
        if (!view || !grounds) throw new Problem('NUMBER_NOT_FOUND')
        const explanation = explainNumber(view, at)
        const { mayText, verdict, reason, obstacles, ruleIds } = explanation
        return {
          numberId: id,
          number: view.e164,
          at,
          policyPack: packAt(at).id,
          mayText,
          verdict,
          reason,
          obstacles: obstacles.map(shownObstacle),
          next: await nextOf(pool, orgId, { view, grounds, explanation, at }),
          ruleIds: [...ruleIds],
          disputes: await readDisputes(store, orgId, groundStreams(orgId, view, grounds), {
            sources: packAt(at).sources,
            at,
          }),
          proof: await proofOf(pool, orgId, { view, grounds, explanation }),
        }
      },
    })
  }
}

type Looked = { readonly view: NumberView; readonly grounds: Grounds; readonly explanation: Explanation }

async function nextOf(
  db: Queryable,
  orgId: OrganisationId,
  { view, grounds, explanation, at }: Looked & { readonly at: Instant },
): Promise<z.output<typeof why>['next']> {
  const next = nextAct(explanation)
  if (!next) return null
  if (!next.helps) return { ...next, dueAt: null, waitsAs: null, card: null }
  const gate = explanation.first?.gate
  const wait = gate && (await waitFor(db, orgId, gate, grounds))
  const card = numberCard(next.act, await factsFor(db, orgId, view, grounds), packAt(at))
  return {
    ...next,
    dueAt: wait?.marks.find(({ mark }) => mark === 'due')?.at ?? null,
    waitsAs: wait?.kind ?? null,
    card: card ? shownCard(card) : null,
  }
}

/** The wait of the number's case, else of its onboarding, if what it waits for is this gate. */
async function waitFor(
  db: Queryable,
  orgId: OrganisationId,
  gate: GateName,
  { caseId, onboardingId }: Grounds,
): Promise<OpenWait | undefined> {
  const kinds: readonly string[] = gateWaits[gate]
  for (const process of [caseId, onboardingId]) {
    const wait = process === null ? undefined : await readOpenWait(db, orgId, process)
    if (wait && kinds.includes(wait.kind)) return wait
  }
  return undefined
}

async function factsFor(
  db: Queryable,
  orgId: OrganisationId,
  { locationId, orderId, userId }: NumberView,
  { caseId, onboardingId }: Grounds,
): Promise<CardFacts> {
  const found = caseId === null ? undefined : await readCase(db, orgId, caseId)
  const facts = {
    organisation: orgId,
    onboarding: onboardingId,
    location: locationId,
    order: orderId,
    user: userId,
    case: caseId,
    caseNumber: found ? String(found.caseNumber) : null,
    ticket: found?.ticket ?? null,
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null))
}

/** The gates that are not passed, each with what it rests on; all of them where every one is passed. */
async function proofOf(
  db: Queryable,
  orgId: OrganisationId,
  { view, grounds, explanation: { obstacles } }: Looked,
): Promise<z.output<typeof why>['proof']> {
  const asked = obstacles.length === 0 ? gates : obstacles.map(({ gate }) => gate)
  const found = await readProof(db, orgId, groundStreams(orgId, view, grounds), [...new Set(asked.flatMap(typesOf))])
  return asked.map((gate) => ({ gate, events: believed(found.filter((each) => proves(gate, each))).map(shownEvent) }))
}

/** The number's own events, and those of everything that its verdict rests on. */
function groundStreams(
  orgId: OrganisationId,
  { id, locationId, userId }: NumberView,
  { licenceStream, campaignStream, caseId }: Grounds,
): readonly string[] {
  return [id, orgId, licenceStream, locationId, userId, campaignStream, caseId].filter((each) => each !== null)
}

/** One event for each question: the most believed, which comes first. */
function believed(found: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const questions = new Map<string, HistoryEvent>()
  for (const each of found) {
    if (!questions.has(questionOf(each))) questions.set(questionOf(each), each)
  }
  return [...questions.values()]
}
