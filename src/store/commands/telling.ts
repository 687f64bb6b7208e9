import type { NumberCounts } from '../../domain/process/onboarding.ts'
import type { CaseCounts } from '../../domain/process/supportCase.ts'
import type { CaseId, EventId, NumberId, OnboardingId } from '../../domain/values.ts'
import type { Context } from '../context.ts'
import { casesOf, countCase, countNumbers, onboardingsOf } from '../counts.ts'
import { lockProcess, tell } from '../outbox.ts'
import { eventIdOf } from '../streams.ts'

/** Tells every onboarding and open case that holds some of these numbers where its numbers stand now. */
export async function tellCounts(context: Context, numberIds: readonly NumberId[]): Promise<void> {
  const { tx, orgId } = context
  const [first] = numberIds
  if (!first) return
  const proof = await lastEventOf(tx, first)
  for (const caseId of await casesOf(tx, orgId, numberIds)) await tellCaseCounts(context, caseId, proof)
  for (const onboardingId of await onboardingsOf(tx, orgId, numberIds)) {
    await tellOnboardingCounts(context, onboardingId, proof)
  }
}

export async function tellOnboardingCounts(context: Context, to: OnboardingId, eventId: EventId): Promise<void> {
  const { tx, orgId } = context
  const counts = await numbersNow(context, to)
  await tell(tx, { orgId, to, fact: { type: 'NumbersChanged', counts, ...proofOf(context, eventId) } })
}

/** Counts that the case was told last, with a decision for instance, are not told again. */
export async function tellCaseCounts(context: Context, to: CaseId, eventId: EventId): Promise<void> {
  const { tx, orgId } = context
  const counts = await caseNow(context, to)
  if (await knowsCounts(tx, to, counts)) return
  await tell(tx, { orgId, to, fact: { type: 'CaseNumbersChanged', counts, ...proofOf(context, eventId) } })
}

async function knowsCounts(tx: Context['tx'], processId: CaseId, counts: CaseCounts): Promise<boolean> {
  const { rows } = await tx.query<{ same: boolean }>(
    `select fact->'counts' = $2::jsonb as same from outbox
     where process_id = $1 and fact->'counts' is not null order by position desc limit 1`,
    [processId, JSON.stringify(counts)],
  )
  return rows[0]?.same ?? false
}

/** Counted under the process's lock: else a count taken before another change is told after it, and stands. */
export async function numbersNow(
  { tx, orgId, policy }: Pick<Context, 'tx' | 'orgId' | 'policy'>,
  onboardingId: OnboardingId,
): Promise<NumberCounts> {
  await lockProcess(tx, onboardingId)
  return countNumbers(tx, orgId, onboardingId, policy.pack)
}

/** The same for a case. */
export async function caseNow({ tx, orgId }: Context, caseId: CaseId): Promise<CaseCounts> {
  await lockProcess(tx, caseId)
  return countCase(tx, orgId, caseId)
}

/** What every fact carries: the event that proves it, and both clocks. */
export function proofOf({ recording: { happenedAt, recordedAt } }: Context, eventId: EventId) {
  return { eventId, happenedAt, recordedAt }
}

/** What was written last of a number: the proof of counts that changed with it. */
export async function lastEventOf(tx: Context['tx'], numberId: NumberId): Promise<EventId> {
  const { rows } = await tx.query<{ version: number }>(
    'select max(version) as version from event where stream_id = $1',
    [numberId],
  )
  return eventIdOf(numberId, rows[0]?.version ?? 0)
}
