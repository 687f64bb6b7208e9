import type { Carried, OpenWait, SettledStep } from '../contract/process.ts'
import type { Told } from '../domain/process/onboarding.ts'
import type { Doing, ProcessEnd } from '../domain/process/process.ts'
import type { Instant } from '../domain/values.ts'
import type { AnyStep, Errand, ErrandResult } from './errands.ts'

/** What is known of every process, whichever it is. */
export type AnyProcess = {
  readonly position: number
  readonly stage: string
  readonly stageSince: number
  readonly ended?: ProcessEnd
}

/** A process as its own pure functions tell it. */
export type Rules<Process extends AnyProcess, Fact extends Told, Step extends AnyStep> = {
  readonly notStarted: Process
  readonly fold: (process: Process, fact: Fact) => Process
  readonly dueSteps: (process: Process, doing: Doing) => readonly Step[]
}

/** Where a run stands: the process as the facts tell it, the wait it has opened, and the steps not yet answered by a fact. */
export type Standing<Process> = Carried<Process>

/** Folds in order, repeats fall away. `missing` tells that there is a gap, which Postgres has to fill. */
export function hear<Process extends AnyProcess, Fact extends Told, Step extends AnyStep>(
  rules: Rules<Process, Fact, Step>,
  standing: Standing<Process>,
  facts: readonly Fact[],
): { standing: Standing<Process>; missing: boolean } {
  let { process } = standing
  for (const fact of [...facts].sort((a, b) => a.position - b.position)) {
    if (fact.position <= process.position + 1) process = rules.fold(process, fact)
  }
  const missing = facts.some((fact) => fact.position > process.position)
  return { standing: withoutAnswered(rules, { ...standing, process }), missing }
}

/**
 * What has to be done now, but for what is under way. Failed steps wait for news, the others that are over for a fact.
 * Whether a mark is due is asked of the clock: which timer woke the run tells nothing.
 */
export function dueErrands<Process extends AnyProcess, Fact extends Told, Step extends AnyStep>(
  rules: Rules<Process, Fact, Step>,
  standing: Standing<Process>,
  { underWay, now }: { readonly underWay: readonly string[]; readonly now: number },
): readonly Errand<Step>[] {
  const { process, settled, wait } = standing
  const held = (step: string) =>
    settled.some((each) => each.step === step && (each.outcome !== 'failed' || each.position === process.position))
  const steps = rules.dueSteps(process, { entered: wait?.step, underWay })
  const marks = markErrands(standing).filter(({ at }) => Date.parse(at) <= now)
  const beside = [...marks, ...unnoted(settled)].filter((errand) => !underWay.includes(errand.id))
  return [...steps, ...beside].filter((errand) => !held(errand.id))
}

/** A wait whose stage is over says nothing more, even before the next one has opened. */
function nextMark({ process, wait }: Standing<AnyProcess>): Instant | undefined {
  return process.stage !== 'ended' && wait?.step === `stage/${process.stageSince}` ? wait.next : undefined
}

/** When to wake for the wait. A mark that has come already is being said, or held back until there is news. */
export function comingMark(standing: Standing<AnyProcess>, now: number): Instant | undefined {
  const at = nextMark(standing)
  return at && Date.parse(at) > now ? at : undefined
}

export function settle<Process extends AnyProcess>(
  standing: Standing<Process>,
  errand: Errand,
  result: ErrandResult,
): Standing<Process> {
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
    case 'ended':
      return standing
    case 'refused':
      // What it lacks is in Postgres already, and either names another step or is the end.
      if (isBehind(result)) return standing
      if (errand.kind === 'recordStepFailed') return withNoted(standing, errand)
      return withSettled(standing, errand, failed(result.code, process.position))
    case 'failed':
      return withSettled(standing, errand, failed(result.code, process.position))
    default:
      return unknownResult(result)
  }
}

/** Postgres has the last word: it refuses what rests on less than it knows, above all that the process is over. */
export function isBehind(result: ErrandResult): boolean {
  return result.outcome === 'refused' && behind.includes(result.code)
}

const behind: readonly string[] = ['PROCESS_BEHIND', 'ONBOARDING_NOT_OPEN', 'CASE_NOT_OPEN']

export function isHeld({ settled }: Standing<AnyProcess>, step: string): boolean {
  return settled.some((each) => each.step === step && each.outcome !== 'done')
}

export function released<Process>(standing: Standing<Process>, step: string): Standing<Process> {
  return { ...standing, settled: standing.settled.filter((each) => each.step !== step) }
}

function markErrands(standing: Standing<AnyProcess>) {
  const at = nextMark(standing)
  if (!standing.wait || !at) return []
  const { step, waitId } = standing.wait
  return [{ kind: 'fireMarks' as const, id: `marks/${step}/${at}`, waitId, at }]
}

function unnoted(settled: readonly SettledStep[]) {
  return settled.flatMap((each) => {
    if (each.outcome !== 'failed' || each.noted) return []
    const { step, code, position } = each
    return [{ kind: 'recordStepFailed' as const, id: `failed/${step}/${position}`, step, code }]
  })
}

/** A step that is not asked for any more has had its answer. */
function withoutAnswered<Process extends AnyProcess, Fact extends Told, Step extends AnyStep>(
  { dueSteps }: Rules<Process, Fact, Step>,
  standing: Standing<Process>,
): Standing<Process> {
  const steps = dueSteps(standing.process, { entered: undefined, underWay: [] })
  const asked = new Set([...steps, ...markErrands(standing)].map(({ id }) => id))
  const open = (each: SettledStep) => asked.has(each.step) || (each.outcome === 'failed' && !each.noted)
  return { ...standing, settled: standing.settled.filter(open) }
}

type Settling<Each> = Each extends SettledStep ? Omit<Each, 'step'> : never

function withSettled<Process>(
  standing: Standing<Process>,
  { id }: Errand,
  how: Settling<SettledStep>,
): Standing<Process> {
  return { ...standing, settled: [...released(standing, id).settled, { step: id, ...how }] }
}

function failed(code: string, position: number): Settling<SettledStep> {
  return { outcome: 'failed', code, position, noted: false }
}

function withNoted<Process>(
  standing: Standing<Process>,
  errand: Errand & { readonly kind: 'recordStepFailed' },
): Standing<Process> {
  const settled = standing.settled.map((each) =>
    each.step === errand.step && each.outcome === 'failed' ? { ...each, noted: true } : each,
  )
  return { ...standing, settled }
}

function spokenUntil({ next: _, ...wait }: OpenWait, next: Instant | undefined): OpenWait {
  return next === undefined ? wait : { ...wait, next }
}

function unknownResult(result: never): never {
  throw new Error(`unknown result ${JSON.stringify(result)}`)
}
