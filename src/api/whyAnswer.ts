import * as z from 'zod'
import { type CardFacts, gateWaits, nextAct, numberCard } from '../domain/actCards.ts'
import { type Explanation, explainClass } from '../domain/explain.ts'
import { dayOf, deadlineOf, latestStart, roadOf } from '../domain/forecast/forecast.ts'
import { placeOf } from '../domain/forecast/standing.ts'
import { asksWhatBegan } from '../domain/notices.ts'
import { classInstants, classOf, type NumberClass } from '../domain/numberClass.ts'
import type { GateName } from '../domain/policy/gateRules.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import { unblock } from '../domain/unblock.ts'
import type { Instant, NumberId, OrganisationId } from '../domain/values.ts'
import { supposing } from '../domain/whatIf.ts'
import { chosenAsOf, type Moment, readNumberAsOf } from '../store/asOf.ts'
import type { Store } from '../store/execute.ts'
import { policyAt, readNow, versionOf } from '../store/policy.ts'
import type { Queryable } from '../store/pool.ts'
import { readCase } from '../store/views/caseView.ts'
import { readDisputes } from '../store/views/disputeView.ts'
import { type HistoryEvent, readProof } from '../store/views/historyView.ts'
import { type NumberView, readNumber } from '../store/views/numberView.ts'
import { type OpenWait, readOpenWait } from '../store/views/onboardingView.ts'
import { type Grounds, readBegun, readGrounds } from '../store/views/whyView.ts'
import { shownEvent } from './history.ts'
import { Problem } from './problem.ts'
import { proves, questionOf, restsOnEvents, typesOf } from './proof.ts'
import { aboutMessage, atMoment, momentOf, packFor, sendingOf, suppositions, underRules } from './question.ts'
import { actCard, dispute, event, idOut, instantOut, obstacle, verdict } from './schemas.ts'
import { shownCard } from './standings.ts'
import { explainSupposing, shownObstacle } from './verdicts.ts'

const unblocking = z
  .object({
    isPossible: z.boolean().describe('false: no act helps under this policy pack'),
    acts: z
      .array(z.object({ act: z.string(), owner: z.string(), gate: z.string(), ruleIds: z.array(z.string()) }))
      .describe('all that has to be done, in order'),
    because: obstacle.nullable().describe('what no act removes'),
    earliest: z
      .string()
      .nullable()
      .describe('the first day on which it can be done, as the durations of the pack have it'),
    latestStart: z.string().nullable().describe('of a number that will stop: the last day to begin and be in time'),
  })
  .describe('the shortest way to texting')

/** What a question may name. */
export const whyQuery = { ...underRules, ...suppositions, ...atMoment, ...aboutMessage }

export const why = z
  .object({
    numberId: idOut,
    number: z.string(),
    at: instantOut,
    knownAt: instantOut.describe('by what was known then'),
    policyPack: z.string(),
    policyVersion: z.string(),
    isSupposed: z.boolean().describe('under other rules than those of the instant, or with something supposed'),
    mayText: z.boolean(),
    verdict,
    reason: z.string().describe('the first obstacle, or ALL_GATES_PASSED'),
    validUntil: instantOut.nullable().describe('when the answer may change by itself'),
    obstacles: z.array(obstacle).describe('every gate that is not passed, in their order'),
    notices: z.array(z.object({ code: z.string(), ruleIds: z.array(z.string()) })).describe('what decides nothing'),
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
    unblock: unblocking,
    ruleIds: z.array(z.string()),
    disputes: z
      .array(dispute)
      .describe('what sources disagree about, of the number and of what its verdict rests on; none of another time'),
    proof: z
      .array(z.object({ gate: z.string(), events: z.array(event) }))
      .describe('what each of these gates rests on; no events: nobody has said anything'),
  })
  .meta({ id: 'Why' })

type WhyQuery = z.output<z.ZodObject<typeof whyQuery>>

/** The whole answer for one number; nothing in it is changed by asking. */
export async function answerWhy(
  store: Pick<Store, 'pool' | 'clock' | 'documents'>,
  orgId: OrganisationId,
  id: NumberId,
  { policy, reading, suppose = [], at: asked, knownAt, ...message }: WhyQuery,
): Promise<z.output<typeof why>> {
  const { pool, clock } = store
  const isNow = asked === undefined && knownAt === undefined
  const [present, grounds, now] = await Promise.all([
    readNumber(pool, orgId, id),
    readGrounds(pool, orgId, id),
    readNow(pool, clock),
  ])
  const moment = momentOf({ at: asked, knownAt }, now.at)
  if (!present || !grounds) throw new Problem('NUMBER_NOT_FOUND')
  const view = isNow ? present : await readNumberAsOf(pool, orgId, id, moment)
  if (!view) throw new Problem('NUMBER_NOT_KNOWN_THEN')
  const { at } = moment
  const past = isNow ? now.policy.chosen : await chosenAsOf(pool, moment, now.policy.chosen)
  const pack = packFor({ policy, reading }, at, { today: now.policy, past })
  const begun = asksWhatBegan(pack, at) ? await readBegun(pool, orgId, view.caseId, moment) : undefined
  const explanation = explainSupposing(view.row, { pack, at, sending: sendingOf(message), suppose, begun })
  const { mayText, verdict: said, reason, validUntil, obstacles, ruleIds, notices } = explanation
  const looked = { view, grounds, explanation, moment, pack }
  return {
    numberId: id,
    number: view.e164,
    ...moment,
    policyPack: pack.id,
    policyVersion: versionOf(pack),
    isSupposed: pack !== policyAt(at, past).pack || suppose.length > 0,
    mayText,
    verdict: said,
    reason,
    validUntil: validUntil ?? null,
    obstacles: obstacles.map(shownObstacle),
    notices: notices.map(({ code, ruleIds: by }) => ({ code, ruleIds: [...by] })),
    next: await nextOf(pool, orgId, looked, isNow),
    unblock: unblockingOf(supposing(classOf(view.row, classInstants(pack, at)), suppose), pack, at),
    ruleIds: [...ruleIds],
    disputes: isNow
      ? await readDisputes(store, orgId, groundStreams(orgId, looked), { sources: pack.sources, at })
      : [],
    proof: await proofOf(pool, orgId, looked),
  }
}

function unblockingOf(number: NumberClass, pack: PolicyPack, at: Instant): z.output<typeof unblocking> {
  const way = unblock(number, pack, at)
  if (!way.isPossible)
    return { isPossible: false, acts: [], because: shownObstacle(way.because), earliest: null, latestStart: null }
  const acts = way.acts.map(({ ruleIds, ...act }) => ({ ...act, ruleIds: [...ruleIds] }))
  const place = placeOf(number, pack, at)
  const today = dayOf(at, pack)
  if (acts.length === 0 || place === 'done' || place === 'stuck')
    return { isPossible: true, acts, because: null, earliest: acts.length === 0 ? null : today, latestStart: null }
  const willStop = explainClass(number, pack, at).verdict === 'willStop'
  const until = deadlineOf(pack).lastDay
  return {
    isPossible: true,
    acts,
    because: null,
    earliest: roadOf({ from: place, since: today }, pack, {}, 'earliest').finish,
    latestStart: willStop ? latestStart(place, until, pack, {}, 'likely') : null,
  }
}

type Looked = {
  readonly view: NumberView
  readonly grounds: Grounds
  readonly explanation: Explanation
  readonly moment: Moment
  readonly pack: PolicyPack
}

async function nextOf(
  db: Queryable,
  orgId: OrganisationId,
  { view, grounds, explanation, pack }: Looked,
  isNow: boolean,
): Promise<z.output<typeof why>['next']> {
  const next = nextAct(explanation)
  if (!next) return null
  if (!next.helps) return { ...next, dueAt: null, waitsAs: null, card: null }
  const gate = explanation.first?.gate
  const wait = isNow && gate ? await waitFor(db, orgId, gate, grounds) : undefined
  const card = numberCard(next.act, await factsFor(db, orgId, view, grounds), pack)
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
async function proofOf(db: Queryable, orgId: OrganisationId, looked: Looked): Promise<z.output<typeof why>['proof']> {
  const {
    explanation: { obstacles },
    moment,
    pack,
  } = looked
  const named = (obstacles.length === 0 ? pack.gates : obstacles).map(({ gate }) => gate)
  const asked = named.filter(restsOnEvents)
  const all = await readProof(db, orgId, groundStreams(orgId, looked), [...new Set(asked.flatMap(typesOf))])
  const found = all.filter(({ happenedAt, recordedAt }) => happenedAt <= moment.at && recordedAt <= moment.knownAt)
  return asked.map((gate) => ({ gate, events: believed(found.filter((each) => proves(gate, each))).map(shownEvent) }))
}

/** The number's own events, and those of everything that its verdict rests on. */
function groundStreams(
  orgId: OrganisationId,
  { view: { id, locationId, userId }, grounds: { licenceStream, campaignStream, caseId } }: Looked,
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
