import * as z from 'zod'
import { type CardFacts, gateWaits, nextAct, numberCard } from '../domain/actCards.ts'
import { type Explanation, explainClass } from '../domain/explain.ts'
import { dayOf, deadlineOf, latestStart, roadOf } from '../domain/forecast/forecast.ts'
import { placeOf } from '../domain/forecast/standing.ts'
import { asksWhatBegan } from '../domain/notices.ts'
import { classInstants, classOf, type NumberClass, type NumberRow } from '../domain/numberClass.ts'
import { oncePerClass } from '../domain/oncePerClass.ts'
import type { GateName } from '../domain/policy/gateRules.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import { unblock } from '../domain/unblock.ts'
import type { Instant, OrganisationId } from '../domain/values.ts'
import { type Supposition, supposing } from '../domain/whatIf.ts'
import { chosenAsOf, type Moment, readNumberAsOf } from '../store/asOf.ts'
import type { Store } from '../store/execute.ts'
import { policyAt, versionOf } from '../store/policy.ts'
import type { AllGrounds, GroundedNumber } from '../store/views/askedNumber.ts'
import { showDisputes } from '../store/views/disputeView.ts'
import { type HistoryEvent, readStanding } from '../store/views/historyView.ts'
import type { KeptEvents } from '../store/views/keptEvents.ts'
import type { NumberView } from '../store/views/numberView.ts'
import { readBegun } from '../store/views/whyView.ts'
import { shownEvent } from './history.ts'
import { Problem } from './problem.ts'
import { believedFirst, proves, provingTypes, questionOf, restsOnEvents } from './proof.ts'
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
    notices: z
      .array(z.object({ code: z.string(), ruleIds: z.array(z.string()), see: z.string().optional() }))
      .describe('what decides nothing'),
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

/** What the answer is made from: the store, and the events that numbers share. */
export type WhySources = Pick<Store, 'pool' | 'documents'> & { readonly events: KeptEvents }

/** The whole answer for one number; nothing in it is changed by asking. */
export async function answerWhy(
  from: WhySources,
  orgId: OrganisationId,
  { at: now, policy: today, view: present, told, grounds }: GroundedNumber,
  { policy, reading, suppose = [], at: asked, knownAt, ...message }: WhyQuery,
): Promise<z.output<typeof why>> {
  const isNow = asked === undefined && knownAt === undefined
  const moment = momentOf({ at: asked, knownAt }, now)
  const view = isNow ? present : await readNumberAsOf(from.pool, orgId, present.id, moment)
  if (!view) throw new Problem('NUMBER_NOT_KNOWN_THEN')
  const { at } = moment
  const past = isNow ? today.chosen : await chosenAsOf(from.pool, moment, today.chosen)
  const pack = packFor({ policy, reading }, at, { today, past })
  const begun = asksWhatBegan(pack, at) ? await readBegun(from.pool, orgId, view.caseId, moment) : undefined
  const explanation = explainSupposing(view.row, { pack, at, sending: sendingOf(message), suppose, begun })
  const { mayText, verdict: said, reason, validUntil, obstacles, ruleIds, notices } = explanation
  const streams = isNow
    ? [told, ...(await from.events(orgId, grounds.streams))]
    : [await readStanding(from.pool, orgId, streamsThen(orgId, view, grounds), provingTypes)]
  return {
    numberId: present.id,
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
    notices: notices.map((each) => ({ ...each, ruleIds: [...each.ruleIds] })),
    next: nextOf({ orgId, view, grounds, explanation, pack, isNow }),
    unblock: unblockingFor(view.row, pack, at, suppose),
    ruleIds: [...ruleIds],
    disputes: isNow ? await showDisputes(from, orgId, streams, { sources: pack.sources, at }) : [],
    proof: proofOf(streams.flat(), { explanation, moment, pack }),
  }
}

function unblockingFor(row: NumberRow, pack: PolicyPack, at: Instant, suppose: readonly Supposition[]) {
  const instants = classInstants(pack, at)
  if (suppose.length === 0) return unblockingOnce(row, pack, instants)
  return unblockingOf(supposing(classOf(row, instants), suppose), pack, at)
}

const unblockingOnce = oncePerClass(unblockingOf)

function unblockingOf(number: NumberClass, pack: PolicyPack, at: Instant): z.output<typeof unblocking> {
  const way = unblock(number, pack, at)
  if (!way.isPossible)
    return { isPossible: false, acts: [], because: shownObstacle(way.because), earliest: null, latestStart: null }
  const acts = way.acts.map(({ ruleIds, ...act }) => ({ ...act, ruleIds: [...ruleIds] }))
  // When others let go of traffic nobody can say.
  if (acts.some(({ act }) => act === 'liftBlock'))
    return { isPossible: true, acts, because: null, earliest: null, latestStart: null }
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
  readonly orgId: OrganisationId
  readonly view: NumberView
  readonly grounds: AllGrounds
  readonly explanation: Explanation
  readonly pack: PolicyPack
  readonly isNow: boolean
}

function nextOf(looked: Looked): z.output<typeof why>['next'] {
  const { explanation, grounds, pack, isNow } = looked
  const next = nextAct(explanation)
  if (!next) return null
  const { act, owner, reason, helps } = next
  if (!helps) return { act, owner, reason, helps, dueAt: null, waitsAs: null, card: null }
  const gate = explanation.first?.gate
  const wait = isNow && gate ? waitFor(gate, grounds) : undefined
  const card = numberCard(act, factsFor(looked), pack)
  return {
    act,
    owner,
    reason,
    helps,
    dueAt: wait?.dueAt ?? null,
    waitsAs: wait?.kind ?? null,
    card: card ? shownCard(card) : null,
  }
}

/** The wait of the number's case, else of its onboarding, if what it waits for is this gate. */
function waitFor(gate: GateName, { caseId, onboardingId, marks }: AllGrounds) {
  const kinds: readonly string[] = gateWaits[gate]
  for (const process of [caseId, onboardingId]) {
    const wait = marks.find((each) => each.process === process)
    if (!wait || !kinds.includes(wait.kind)) continue
    const due = marks.find(({ waitId, mark }) => waitId === wait.waitId && mark === 'due')
    return { kind: wait.kind, dueAt: due?.at }
  }
  return undefined
}

function factsFor({ orgId, view: { locationId, orderId, userId }, grounds }: Looked): CardFacts {
  const { caseId, caseNumber, ticket, onboardingId } = grounds
  const facts = {
    organisation: orgId,
    onboarding: onboardingId,
    location: locationId,
    order: orderId,
    user: userId,
    case: caseId,
    caseNumber: caseNumber === null ? null : String(caseNumber),
    ticket,
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null))
}

type Proven = { readonly explanation: Explanation; readonly moment: Moment; readonly pack: PolicyPack }

/** The gates that are not passed, each with what it rests on; all of them where every one is passed. */
function proofOf(
  events: readonly HistoryEvent[],
  { explanation, moment, pack }: Proven,
): z.output<typeof why>['proof'] {
  const { obstacles } = explanation
  const named = (obstacles.length === 0 ? pack.gates : obstacles).map(({ gate }) => gate)
  const known = events.filter(({ happenedAt, recordedAt }) => happenedAt <= moment.at && recordedAt <= moment.knownAt)
  const ranked = believedFirst(known)
  return named
    .filter(restsOnEvents)
    .map((gate) => ({ gate, events: believed(ranked.filter((each) => proves(gate, each))).map(shownEvent) }))
}

/** The streams of another time: of the number, and of everything that its verdict rested on. */
function streamsThen(
  orgId: OrganisationId,
  { id, locationId, userId }: NumberView,
  { licenceStream, campaignStream, caseId }: AllGrounds,
): readonly string[] {
  return [id, orgId, licenceStream, locationId, userId, campaignStream, caseId].filter((each) => each !== null)
}

/** One event for each question: the most believed, which comes first. */
function believed(found: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const questions = new Map<string, HistoryEvent>()
  for (const each of found) {
    const question = questionOf(each)
    if (!questions.has(question)) questions.set(question, each)
  }
  return [...questions.values()]
}
