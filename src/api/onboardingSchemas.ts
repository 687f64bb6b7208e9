import * as z from 'zod'
import type { Silence } from '../domain/silence.ts'
import type { OpenWait, PausedWait } from '../store/views/onboardingView.ts'
import { actCard, idOut, instantOut, verdictCounts } from './schemas.ts'
import type { LiveProgress } from './temporal.ts'

export const onboardingSummary = z
  .object({
    id: idOut,
    version: z.int(),
    phase: z.string(),
    stage: z.string(),
    startedAt: instantOut,
    endedAt: instantOut.nullable(),
  })
  .meta({ id: 'OnboardingSummary' })

const mark = z.object({
  mark: z.string(),
  at: instantOut,
  saidAt: instantOut.nullable(),
  skipped: z.boolean().describe('a later mark spoke in its place'),
  late: z.boolean(),
})

const grade = z.enum(['usual', 'explained', 'task', 'escalated'])

const silence = z.object({
  since: instantOut.describe('the last word of the owner, or the start of the wait where that came later'),
  days: z.int(),
  lastWord: z.object({ eventId: z.string(), type: z.string(), heardAt: instantOut }).nullable(),
  grade: grade.describe('a task is for a person to do; escalated, for whoever stands above'),
  act: z.string().nullable().describe('what to do about it now'),
  next: z.object({ grade, at: instantOut }).nullable().describe('what follows if it goes on'),
})

export const wait = z
  .object({
    kind: z.string(),
    owner: z.string().describe('who must act'),
    since: instantOut,
    nextReminderAt: instantOut.nullable(),
    dueAt: instantOut.nullable(),
    escalationAt: instantOut.nullable(),
    isOverdue: z.boolean(),
    marks: z.array(mark),
    silence: silence.describe('why nothing moves: who has not spoken, since when, and what follows'),
  })
  .meta({ id: 'Wait' })

export const paused = z
  .object({ kind: z.string(), since: instantOut, pausedAt: instantOut })
  .describe("the wait whose clock stands still, for a hold or for the customer's answer")

const standing = z.object({
  ordered: z.int(),
  refused: z.int(),
  authorised: z.int().describe('and in no case'),
  inCase: z.int(),
  submitted: z.int(),
  registered: z.int(),
  rejected: z.int(),
  active: z.int().describe('of the registered ones'),
})

const settledStep = z.object({ step: z.string(), outcome: z.string(), code: z.string().optional() })

const unavailability = z.enum(['TEMPORAL_UNAVAILABLE', 'ONBOARDING_NOT_ANSWERING', 'CASE_NOT_ANSWERING'])

export const wantsLive = z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' }).default(false)

/** What the running process itself says: for diagnosis, beside the record, never instead of it. */
export const live = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('answered'),
    stage: z.string(),
    position: z.int().describe('the last fact it has heard'),
    underWay: z.array(z.string()),
    settled: z.array(settledStep),
  }),
  z.object({ state: z.literal('unavailable'), code: unavailability }),
])

export const onboarding = onboardingSummary
  .extend({
    at: instantOut,
    knownAt: instantOut.describe('by what was known then; of the past there is no wait and no card'),
    workflowId: z.string(),
    wait: wait.nullable(),
    paused: paused.nullable(),
    numbers: verdictCounts,
    standing: standing.describe('where its numbers stand, each counted once'),
    cases: z.array(z.object({ id: idOut, caseNumber: z.int(), stage: z.string(), owner: z.string().nullable() })),
    cards: z.array(actCard).describe('what is to be done outside now'),
    live: live.optional(),
  })
  .meta({ id: 'Onboarding' })

export function shownWait({ kind, owner, openedAt, marks }: OpenWait, heard: Silence): z.output<typeof wait> {
  const instantOf = (name: string) => marks.find((each) => each.mark === name)?.at ?? null
  const nextReminder = marks.find((each) => each.mark === 'reminder' && each.saidAt === null && !each.skipped)
  return {
    kind,
    owner,
    since: openedAt,
    nextReminderAt: nextReminder?.at ?? null,
    dueAt: instantOf('due'),
    escalationAt: instantOf('escalation'),
    isOverdue: marks.some((each) => each.mark === 'due' && each.saidAt !== null),
    marks: [...marks],
    silence: shownSilence(heard),
  }
}

function shownSilence({ since, days, lastWord, grade, act, next }: Silence): z.output<typeof silence> {
  return { since, days, lastWord: lastWord ?? null, grade, act: act ?? null, next: next ?? null }
}

export function shownPaused(seen: PausedWait | undefined): z.output<typeof paused> | null {
  return seen ? { kind: seen.kind, since: seen.openedAt, pausedAt: seen.pausedAt } : null
}

export function shownLive(seen: LiveProgress, silence: z.output<typeof unavailability>): z.output<typeof live> {
  if (seen.state !== 'answered') {
    return { state: 'unavailable', code: seen.state === 'down' ? 'TEMPORAL_UNAVAILABLE' : silence }
  }
  const { stage, process, underWay, settled } = seen.progress
  return {
    state: 'answered',
    stage,
    position: process.position,
    underWay: [...underWay],
    settled: settled.map((each) => ({
      step: each.step,
      outcome: each.outcome,
      ...('code' in each ? { code: each.code } : {}),
    })),
  }
}
