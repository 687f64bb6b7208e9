import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { StepResult } from '../activities/results.ts'
import { type CutoffWorkflow, cutoffProgressQuery, cutoffShards } from '../contract/cutoff.ts'
import { factSignal, wakeSignal } from '../contract/process.ts'
import { searchAttributes } from '../contract/searchAttributes.ts'
import { type CutoffMove, type CutoffStanding, type CutoffStep, nextMove } from '../domain/process/cutoff.ts'
import { createAlarm } from './alarm.ts'
import { briefly, database, longDatabase } from './calls.ts'
import { cutoffAlarmSummary, cutoffDetails, cutoffSummary, unknownStep } from './cutoffWords.ts'
import { attempt } from './errands.ts'

/** As many as there are connections for it in each worker. */
const sweptAtOnce = 4

/**
 * Lives from the publication of a cutoff to the end of its undo window: notices, plan, sweep, verification. What there is
 * to do is read from Postgres before every step, so that a postponement, an exemption or an approval counts at once, and
 * nothing has to be carried from run to run. Handlers only lay down that there is news; one loop takes it up.
 *
 * The gate needs none of this: it refuses from the instant on by itself. This gives each number its event.
 *
 * Runs of this code live for months: see `conduct.ts` on what may be changed.
 */
export const cutoff: CutoffWorkflow = async (input) => {
  const { cutoffId } = input
  let hasNews = false
  let tried: string | undefined
  let standing: CutoffStanding | undefined
  let move: CutoffMove | undefined
  let aheadMs = input.clockOffsetMs ?? 0
  const alarm = createAlarm(() => Date.now() + aheadMs)

  setHandler(factSignal, noteNews)
  setHandler(wakeSignal, noteNews)
  setHandler(cutoffProgressQuery, () => ({
    ...(standing ? { standing } : {}),
    ...(move ? { move } : {}),
    ...(tried === undefined ? {} : { tried }),
  }))

  for (;;) {
    if (hasNews) tried = undefined
    hasNews = false
    standing = await read()
    move = nextMove(standing, tried)
    if (move.kind === 'end') break
    if (move.kind === 'step') {
      tried = move.step.id
      await carryOut(move.step, standing)
      continue
    }
    showWaiting(move, standing)
    if (mayContinueAsNew()) await continueAsNew<CutoffWorkflow>(input)
    await condition(() => hasNews || alarm.rang())
  }
  await condition(allHandlersFinished)
  return 'closed'

  function noteNews(): void {
    hasNews = true
  }

  /**
   * The timer counts down what is left by the database's clock, however far Temporal's is from it. In a rehearsal that clock
   * stands while work is done, and the offset tells the time between.
   */
  async function read(): Promise<CutoffStanding> {
    const read = await briefly((there) =>
      there.readCutoff.executeWithOptions({ summary: 'Read how the cutoff stands' }, [{ cutoffId }]),
    )
    if (input.clockOffsetMs === undefined) aheadMs = Date.parse(read.at) - Date.now()
    return read
  }

  async function carryOut(step: CutoffStep, at: CutoffStanding): Promise<void> {
    setCurrentDetails(cutoffDetails({ cutoffId, doing: step, instant: at.instant }))
    const result = await attempt(() => perform(step))
    if (result.outcome !== 'failed' && result.outcome !== 'refused') return
    const { code } = result
    await attempt(() =>
      database.recordCutoffStepFailed.executeWithOptions({ summary: 'Put before the operators what was declined' }, [
        { cutoffId, step: step.id, code },
      ]),
    )
  }

  function perform(step: CutoffStep): Promise<StepResult> {
    const labelled = { summary: cutoffSummary(step) }
    const which = { cutoffId, step: step.id }
    switch (step.kind) {
      case 'plan':
        return longDatabase.planCutoff.executeWithOptions(labelled, [{ ...which, occasion: step.occasion }])
      case 'notify':
        return longDatabase.sendNotices.executeWithOptions(labelled, [
          { ...which, mark: step.mark, planNo: step.planNo },
        ])
      case 'sweep':
        return sweep(step)
      case 'verify':
        return longDatabase.verifyCutoff.executeWithOptions(labelled, [{ ...which, planNo: step.planNo }])
      case 'reinstate':
        return longDatabase.reinstate.executeWithOptions(labelled, [{ ...which, undo: step.undo }])
      case 'close':
        return briefly((there) => there.closeCutoff.executeWithOptions(labelled, [which]))
      default:
        return unknownStep(step)
    }
  }

  /** A few parts at once, so that a worker has room for others. Whatever stops a part stops the whole. */
  async function sweep({ id, planNo }: CutoffStep & { readonly kind: 'sweep' }): Promise<StepResult> {
    const left = [...cutoffShards]
    const lanes = Array.from({ length: sweptAtOnce }, async (): Promise<StepResult | undefined> => {
      for (let shard = left.shift(); shard !== undefined; shard = left.shift()) {
        const result = await longDatabase.executeShard.executeWithOptions(
          { summary: `Switch off, part ${shard + 1} of ${cutoffShards.length}` },
          [{ cutoffId, step: id, planNo, shard }],
        )
        if (result.outcome !== 'done') return result
      }
      return undefined
    })
    const stopped = (await Promise.all(lanes)).find((result) => result !== undefined)
    if (stopped) return stopped
    return briefly((there) =>
      there.recordSwept.executeWithOptions({ summary: 'Note that all parts are through' }, [
        { cutoffId, step: id, planNo },
      ]),
    )
  }

  function showWaiting({ stage, until }: CutoffMove & { readonly kind: 'wait' }, { instant }: CutoffStanding): void {
    setCurrentDetails(cutoffDetails({ cutoffId, waitingFor: stage, until, instant }))
    alarm.set(until, cutoffAlarmSummary(stage))
    if (workflowInfo().typedSearchAttributes.get(searchAttributes.stage) === stage) return
    upsertSearchAttributes([{ key: searchAttributes.stage, value: stage }])
  }

  function mayContinueAsNew(): boolean {
    const { historyLength, continueAsNewSuggested } = workflowInfo()
    return (historyLength > input.historyBudget || continueAsNewSuggested) && !hasNews && allHandlersFinished()
  }
}
