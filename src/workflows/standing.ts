import type { Carried, OnboardingEnd, SettledStep } from '../contract/onboarding.ts'
import { dueSteps, fold, notStarted, type ProcessFact } from '../domain/process/onboarding.ts'
import type { Instant } from '../domain/values.ts'
import type { Errand, ErrandResult } from './errands.ts'

/** Where a run stands: the process as the facts tell it, the wait it has opened, and the steps not yet answered by a fact. */
export type Standing = Carried

export const atTheStart: Standing = { process: notStarted, settled: [] }

/** Folds in order, repeats fall away. `missing` tells that there is a gap, which Postgres has to fill. */
export function hear(standing: Standing, facts: readonly ProcessFact[]): { standing: Standing; missing: boolean } {
  let { process } = standing
  for (const fact of [...facts].sort((a, b) => a.position - b.position)) {
    if (fact.position <= process.position + 1) process = fold(process, fact)
  }
  const missing = facts.some((fact) => fact.position > process.position)
  return { standing: withoutAnswered({ ...standing, process }), missing }
}

/**
 * What has to be done now, but for what is under way. Failed steps wait for news, the others that are over for a fact.
 * Whether a mark is due is asked of the clock: which timer woke the run tells nothing.
 */
export function dueErrands(standing: Standing, underWay: readonly string[], now: number): readonly Errand[] {
  const { process, settled, wait } = standing
  const held = (step: string) =>
    settled.some((each) => each.step === step && (each.outcome !== 'failed' || each.position === process.position))
  const steps = dueSteps(process, { entered: wait?.step, underWay })
  const marks = markErrands(standing).filter(({ at }) => Date.parse(at) <= now)
  const beside = [...marks, ...unnoted(settled)].filter((errand) => !underWay.includes(errand.id))
  return [...steps, ...beside].filter((errand) => !held(errand.id))
}

/** A wait whose stage is over says nothing more, even before the next one has opened. */
function nextMark({ process, wait }: Standing): Instant | undefined {
  return process.stage !== 'ended' && wait?.step === `stage/${process.stageSince}` ? wait.next : undefined
}

/** When to wake for the wait. A mark that has come already is being said, or held back until there is news. */
export function comingMark(standing: Standing, now: number): Instant | undefined {
  const at = nextMark(standing)
  return at && Date.parse(at) > now ? at : undefined
}

export function settle(standing: Standing, errand: Errand, result: ErrandResult): Standing {
  const { process, wait } = standing
  switch (result.outcome) {
    case 'entered':
      return { ...standing, wait: result.wait }
    case 'said':
      if (errand.kind !== 'fireMarks' || wait?.waitId !== errand.waitId) return standing
      return { ...standing, wait: spokenUntil(wait, result.next) }
    case 'done':
      return errand.kind === 'recordStepFailed' ? withNoted(standing, errand) : withSettled(standing, errand, result)
    case 'byHand':
      return withSettled(standing, errand, result)
    case 'refused':
      // The facts that it lacks are in Postgres already, and the step gets another id with them.
      if (result.code === 'PROCESS_BEHIND') return standing
      if (errand.kind === 'recordStepFailed') return withNoted(standing, errand)
      return withSettled(standing, errand, failed(result.code, process.position))
    case 'failed':
      return withSettled(standing, errand, failed(result.code, process.position))
    default:
      return unknownResult(result)
  }
}

/** Postgres has the last word on whether the onboarding is over: a run may find that another one ended it. */
export function endedBy(errand: Errand, result: ErrandResult): OnboardingEnd | undefined {
  if (result.outcome === 'refused' && result.code === 'ONBOARDING_NOT_OPEN') return endOf(result.detail)
  return errand.kind === 'complete' && result.outcome === 'done' ? 'completed' : undefined
}

export function endOf(phase: string | undefined): OnboardingEnd {
  if (phase === 'completed' || phase === 'cancelled') return phase
  throw new Error(`an onboarding that is not open is ${phase}`)
}

export function isHeld({ settled }: Standing, step: string): boolean {
  return settled.some((each) => each.step === step && each.outcome !== 'done')
}

export function released(standing: Standing, step: string): Standing {
  return { ...standing, settled: standing.settled.filter((each) => each.step !== step) }
}

function markErrands(standing: Standing) {
  const at = nextMark(standing)
  if (!standing.wait || !at) return []
  const { step, waitId } = standing.wait
  return [{ kind: 'fireMarks' as const, id: `marks/${step}/${at}`, waitId, at }]
}

function unnoted(settled: readonly SettledStep[]): readonly Errand[] {
  return settled.flatMap((each) => {
    if (each.outcome !== 'failed' || each.noted) return []
    const { step, code, position } = each
    return [{ kind: 'recordStepFailed' as const, id: `failed/${step}/${position}`, step, code }]
  })
}

/** A step that is not asked for any more has had its answer. */
function withoutAnswered(standing: Standing): Standing {
  const steps = dueSteps(standing.process, { entered: undefined, underWay: [] })
  const asked = new Set([...steps, ...markErrands(standing)].map(({ id }) => id))
  const open = (each: SettledStep) => asked.has(each.step) || (each.outcome === 'failed' && !each.noted)
  return { ...standing, settled: standing.settled.filter(open) }
}

type Settling<Each> = Each extends SettledStep ? Omit<Each, 'step'> : never

function withSettled(standing: Standing, { id }: Errand, how: Settling<SettledStep>): Standing {
  return { ...standing, settled: [...released(standing, id).settled, { step: id, ...how }] }
}

function failed(code: string, position: number): Settling<SettledStep> {
  return { outcome: 'failed', code, position, noted: false }
}

function withNoted(standing: Standing, errand: Errand & { readonly kind: 'recordStepFailed' }): Standing {
  const settled = standing.settled.map((each) =>
    each.step === errand.step && each.outcome === 'failed' ? { ...each, noted: true } : each,
  )
  return { ...standing, settled }
}

function spokenUntil({ next: _, ...wait }: NonNullable<Standing['wait']>, next: Instant | undefined) {
  return next === undefined ? wait : { ...wait, next }
}

function unknownResult(result: never): never {
  throw new Error(`unknown result ${JSON.stringify(result)}`)
}
