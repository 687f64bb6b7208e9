import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { CancelAnswer } from '../activities/results.ts'
import {
  type CancelRequest,
  type CancelResult,
  cancelUpdate,
  factSignal,
  type OnboardingEnd,
  type OnboardingWorkflow,
  progressQuery,
  retryStepUpdate,
  updateRefusals,
  wakeSignal,
} from '../contract/onboarding.ts'
import { searchAttributes } from '../contract/searchAttributes.ts'
import type { ProcessFact } from '../domain/process/onboarding.ts'
import { createAlarm } from './alarm.ts'
import { database, type Errand, type ErrandResult, perform } from './errands.ts'
import { atTheStart, comingMark, dueErrands, endedBy, endOf, hear, isHeld, released, settle } from './standing.ts'
import { syncValidator } from './syncValidator.ts'
import { alarmSummary, currentDetails } from './words.ts'

/**
 * The road of one organisation from licence to texting. Postgres holds the truth and tells it in facts; this holds order
 * and waiting. Handlers only lay things down, and one loop takes them up, so no two messages ever interleave.
 *
 * Runs of this code live for months. A change to which activities, timers or attributes it asks for, or in which order,
 * goes behind `patched('…')`; any other change is free. The replay of test/histories tells which of the two it was.
 */
export const onboarding: OnboardingWorkflow = async (input) => {
  let standing = input.carried ?? atTheStart
  let end: OnboardingEnd | undefined
  let hasMoved = false

  const heard: ProcessFact[] = []
  const reports: { readonly errand: Errand; readonly result: ErrandResult }[] = []
  const retries: string[] = []
  let woken = false
  let cancelling: CancelRequest | undefined
  let cancelAnswer: CancelAnswer | undefined

  const underWay = new Map<string, Errand>()
  const effects = new CancellationScope()
  const alarm = createAlarm()

  setHandler(factSignal, (fact) => void heard.push(fact))
  setHandler(wakeSignal, wake)
  setHandler(progressQuery, () => ({ ...standing, stage: standing.process.stage, underWay: [...underWay.keys()] }))
  setHandler(retryStepUpdate, (step) => void retries.push(step), { validator: syncValidator(refuseRetry) })
  setHandler(cancelUpdate, cancel, { validator: syncValidator(refuseCancel) })

  // The signal that a run is started with belongs to its first task; if there was none, Postgres is asked.
  if (!input.carried) await condition(hasNews, '1 second')

  for (;;) {
    takeUpReports()
    await takeUpFacts()
    if (cancelling && !cancelAnswer) await carryOut(cancelling)
    if (end) break
    startWhatIsDue()
    show()
    alarm.set(comingMark(standing, Date.now()), alarmSummary(standing.process.stage))
    if (mayContinueAsNew()) await continueAsNew<OnboardingWorkflow>({ ...input, carried: standing })
    await condition(hasNews)
  }
  await condition(allHandlersFinished)
  return end

  function hasNews(): boolean {
    const laidDown = heard.length + reports.length + retries.length > 0
    return laidDown || woken || alarm.rang() || (cancelling !== undefined && cancelAnswer === undefined)
  }

  function wake(): void {
    woken = true
  }

  function takeUpReports(): void {
    for (const { errand, result } of reports.splice(0)) {
      hasMoved = true
      underWay.delete(errand.id)
      end ??= endedBy(errand, result)
      standing = settle(standing, errand, result)
      if (result.outcome === 'refused' && result.code === 'PROCESS_BEHIND') wake()
    }
    for (const step of retries.splice(0)) standing = released(standing, step)
  }

  /** Everything heard so far in one go; what lies in a gap is read from Postgres, and so is all of it at first. */
  async function takeUpFacts(): Promise<void> {
    fold(heard.splice(0))
    if (standing.process.position === 0) wake()
    while (woken) {
      woken = false
      const after = standing.process.position
      const { facts, more } = await database.loadFacts.executeWithOptions({ summary: 'Read what has happened' }, [
        { onboardingId: input.onboardingId, after },
      ])
      fold(facts)
      woken ||= more
    }
  }

  function fold(facts: readonly ProcessFact[]): void {
    const { standing: after, missing } = hear(standing, facts)
    hasMoved ||= after.process.position > standing.process.position
    standing = after
    if (missing) wake()
  }

  /** Beside the wait: while a provider is down for days, the reminders go on. */
  function startWhatIsDue(): void {
    for (const errand of dueErrands(standing, [...underWay.keys()], Date.now())) start(errand)
  }

  function start(errand: Errand): void {
    underWay.set(errand.id, errand)
    effects
      .run(() => perform(input, errand))
      .then(
        (result) => void reports.push({ errand, result }),
        () => void underWay.delete(errand.id), // called off with the onboarding
      )
  }

  function show(): void {
    const { process, wait } = standing
    const { stage } = process
    setCurrentDetails(currentDetails({ stage, wait, underWay: underWay.values(), settled: standing.settled }))
    if (workflowInfo().typedSearchAttributes.get(searchAttributes.stage) === stage) return
    upsertSearchAttributes([{ key: searchAttributes.stage, value: stage }])
  }

  /** Only from here, where nothing is under way or waits to be taken up, is everything that counts in `standing`. */
  function mayContinueAsNew(): boolean {
    const { historyLength, continueAsNewSuggested } = workflowInfo()
    const isLong = historyLength > input.historyBudget || continueAsNewSuggested
    return isLong && hasMoved && underWay.size === 0 && !hasNews() && allHandlersFinished()
  }

  function refuseRetry(step: string): undefined {
    if (isHeld(standing, step)) return
    throw ApplicationFailure.nonRetryable(
      'no such step has failed or is left to a person',
      updateRefusals.nothingToRetry,
    )
  }

  function refuseCancel({ commandId }: CancelRequest): undefined {
    if (end) throw ApplicationFailure.nonRetryable(`the onboarding is ${end}`, updateRefusals.ended)
    if (!cancelling || cancelling.commandId === commandId) return
    throw ApplicationFailure.nonRetryable('the onboarding is being cancelled', updateRefusals.cancelling)
  }

  async function cancel(request: CancelRequest): Promise<CancelResult> {
    cancelling ??= request
    await condition(() => cancelAnswer !== undefined)
    if (cancelAnswer?.outcome === 'cancelled') return { released: cancelAnswer.released }
    throw ApplicationFailure.nonRetryable(`the onboarding is ${end}`, updateRefusals.ended)
  }

  async function carryOut(request: CancelRequest): Promise<void> {
    effects.cancel()
    const { orgId, onboardingId } = input
    const summary = 'Cancel the onboarding and release its numbers'
    const answer = await database.cancelOnboarding.executeWithOptions({ summary }, [{ orgId, onboardingId, request }])
    end = answer.outcome === 'cancelled' ? 'cancelled' : endOf(answer.detail)
    cancelAnswer = answer
  }
}
