import type { UpdateDefinition } from '@temporalio/common'
import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  type QueryDefinition,
  type SignalDefinition,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { CancelAnswer, StepResult } from '../activities/results.ts'
import {
  type CancelResult,
  type ProcessInput,
  type Progress,
  retryStepUpdate,
  updateRefusals,
  type Wish,
  wakeSignal,
} from '../contract/process.ts'
import { searchAttributes } from '../contract/searchAttributes.ts'
import type { Stage } from '../domain/process/onboarding.ts'
import type { ProcessEnd, ProcessFact, ProcessId } from '../domain/process/process.ts'
import type { CaseStage } from '../domain/process/supportCase.ts'
import { createAlarm } from './alarm.ts'
import { database } from './calls.ts'
import { type AnyStep, attempt, type Errand, type ErrandResult } from './errands.ts'
import {
  type AnyProcess,
  comingMark,
  dueErrands,
  hear,
  isBehind,
  isHeld,
  type Rules,
  released,
  settle,
} from './standing.ts'
import { syncValidator } from './syncValidator.ts'
import { alarmSummary, currentDetails } from './words.ts'

type StagedProcess = AnyProcess & { readonly stage: Stage | CaseStage }

/** What sets one process apart from another: its pure rules, its messages, and how its steps are done. */
export type Road<
  Process extends StagedProcess,
  Fact extends ProcessFact,
  Step extends AnyStep,
  Request extends Wish,
> = Rules<Process, Fact, Step> & {
  readonly processId: ProcessId
  readonly factSignal: SignalDefinition<[Fact]>
  readonly progressQuery: QueryDefinition<Progress<Process, Process['stage']>>
  readonly cancelUpdate: UpdateDefinition<CancelResult, [Request]>
  /** With what code an update is refused once the process is over. */
  readonly ended: string
  readonly perform: (errand: Errand<Step>) => Promise<StepResult>
  readonly cancel: (request: Request) => Promise<CancelAnswer>
}

/**
 * Conducts a process from its first fact to its end. Postgres holds the truth and tells it in facts; this holds order and
 * waiting. Handlers only lay things down, and one loop takes them up, so no two messages ever interleave.
 *
 * Runs of this code live for months. A change to which activities, timers or attributes it asks for, or in which order,
 * goes behind `patched('…')`; any other change is free. The replay of test/histories tells which of the two it was.
 */
export async function conduct<
  Process extends StagedProcess,
  Fact extends ProcessFact,
  Step extends AnyStep,
  Request extends Wish,
  Input extends ProcessInput<Process>,
>(input: Input, road: Road<Process, Fact, Step, Request>): Promise<ProcessEnd> {
  let standing = input.carried ?? { process: road.notStarted, settled: [] }
  let end: ProcessEnd | undefined
  let hasMoved = false

  const heard: Fact[] = []
  const reports: { readonly errand: Errand<Step>; readonly result: ErrandResult }[] = []
  const retries: string[] = []
  let woken = false
  let cancelling: Request | undefined
  let cancelAnswer: CancelAnswer | undefined

  const underWay = new Map<string, Errand<Step>>()
  const effects = new CancellationScope()
  const now = () => Date.now() + (input.clockOffsetMs ?? 0)
  const alarm = createAlarm(now)

  setHandler(road.factSignal, (fact) => void heard.push(fact))
  setHandler(wakeSignal, wake)
  setHandler(road.progressQuery, () => ({ ...standing, stage: standing.process.stage, underWay: [...underWay.keys()] }))
  setHandler(retryStepUpdate, (step) => void retries.push(step), { validator: syncValidator(refuseRetry) })
  setHandler(road.cancelUpdate, cancel, { validator: syncValidator(refuseCancel) })

  // The signal that a run is started with belongs to its first task; if there was none, Postgres is asked.
  if (!input.carried) await condition(hasNews, '1 second')

  for (;;) {
    takeUpReports()
    if (cancelling && !cancelAnswer) await carryOut(cancelling)
    await takeUpFacts()
    end ??= standing.process.ended
    if (end) break
    startWhatIsDue()
    if (standing.process.stage !== 'ended') show()
    if (mayContinueAsNew()) await continueAsNew<(next: Input) => Promise<ProcessEnd>>({ ...input, carried: standing })
    await condition(hasNews)
  }
  effects.cancel()
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
      standing = settle(standing, errand, result)
      if (result.outcome === 'ended') end ??= result.as
      if (isBehind(result)) wake()
    }
    for (const step of retries.splice(0)) standing = released(standing, step)
  }

  /** Everything heard so far in one go; what lies in a gap is read from Postgres, and so is all of it at first. */
  async function takeUpFacts(): Promise<void> {
    fold(heard.splice(0))
    if (standing.process.position === 0) wake()
    while (woken && !end) {
      woken = false
      const { processId } = road
      const after = standing.process.position
      const { facts, more } = await database.loadFacts.executeWithOptions({ summary: 'Read what has happened' }, [
        { processId, after },
      ])
      fold(facts as readonly Fact[]) // a process is told none but its own
      woken ||= more
    }
  }

  function fold(facts: readonly Fact[]): void {
    const { standing: after, missing } = hear(road, standing, facts)
    hasMoved ||= after.process.position > standing.process.position
    standing = after
    if (missing) wake()
  }

  /** Beside the wait: while a provider is down for days, the reminders go on. */
  function startWhatIsDue(): void {
    for (const errand of dueErrands(road, standing, { underWay: [...underWay.keys()], now: now() })) start(errand)
  }

  function start(errand: Errand<Step>): void {
    underWay.set(errand.id, errand)
    effects
      .run(() => attempt(() => road.perform(errand)))
      .then(
        (result) => void reports.push({ errand, result }),
        () => void underWay.delete(errand.id), // called off with the process
      )
  }

  function show(): void {
    const { process, wait, settled } = standing
    const { stage } = process
    setCurrentDetails(currentDetails({ stage, wait, underWay: underWay.values(), settled }))
    alarm.set(comingMark(standing, now()), alarmSummary(stage))
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

  function refuseCancel({ commandId }: Request): undefined {
    if (end) throw ApplicationFailure.nonRetryable(`it is ${end}`, road.ended)
    if (!cancelling || cancelling.commandId === commandId) return
    throw ApplicationFailure.nonRetryable('it is being cancelled', updateRefusals.cancelling)
  }

  async function cancel(request: Request): Promise<CancelResult> {
    cancelling ??= request
    await condition(() => end !== undefined)
    if (cancelAnswer?.outcome === 'cancelled') return { released: cancelAnswer.released }
    throw ApplicationFailure.nonRetryable(`it is ${end}`, road.ended)
  }

  async function carryOut(request: Request): Promise<void> {
    effects.cancel()
    cancelAnswer = await road.cancel(request)
    if (cancelAnswer.outcome === 'cancelled') end ??= 'cancelled'
    else wake()
  }
}
