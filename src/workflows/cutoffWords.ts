import type { CutoffId } from '../domain/policy/policy.ts'
import type { CutoffStage, CutoffStep } from '../domain/process/cutoff.ts'
import type { Instant } from '../domain/values.ts'

/** What an operator reads in Temporal's own pages. */
const acts: Record<CutoffId, string> = {
  newNumbersStartOff: 'new numbers start with texting off',
  trialsStopQualifying: 'trials stop qualifying for texting',
  lateStartWarning: 'whoever starts now is warned that it may be late',
  unregisteredSwitchedOff: 'unregistered numbers stop texting',
}

const waitingFor: Record<CutoffStage, string> = {
  notice: 'the next notice',
  instant: 'the instant of the cutoff',
  import: 'an operator to declare the import complete: until then no number is switched off by an event',
  approval: 'two operators to approve the plan, or what is new in it; the gate acts all the same',
  undoWindow: 'the end of the time in which it can be undone',
  closed: 'nothing',
}

type Doing = { readonly cutoffId: CutoffId; readonly instant: Instant } & (
  | { readonly doing: CutoffStep }
  | { readonly waitingFor: CutoffStage; readonly until: Instant | undefined }
)

/** Markdown: what is cut off when, and what is done about it or waited for. */
export function cutoffDetails(cutoff: Doing): string {
  const what = `**From ${minute(cutoff.instant)} on ${acts[cutoff.cutoffId]}**`
  if ('doing' in cutoff) return [what, `Under way: ${cutoffSummary(cutoff.doing)}`].join('\n\n')
  const until = cutoff.until === undefined ? '' : `, until ${minute(cutoff.until)}`
  return [what, `Waiting for ${waitingFor[cutoff.waitingFor]}${until}.`].join('\n\n')
}

export function cutoffSummary(step: CutoffStep): string {
  switch (step.kind) {
    case 'plan':
      return 'Plan which classes of numbers are switched off'
    case 'notify':
      return `Give the notices that are due on ${minute(step.mark)}`
    case 'sweep':
      return `Switch off by plan ${step.planNo}`
    case 'verify':
      return 'Verify that every number ended in exactly one way'
    case 'reinstate':
      return 'Switch on again what was undone'
    case 'close':
      return 'Close the cutoff'
    default:
      return unknownStep(step)
  }
}

export function cutoffAlarmSummary(stage: CutoffStage): string {
  return `Waiting for ${waitingFor[stage]}`
}

export function unknownStep(step: never): never {
  throw new Error(`unknown step ${JSON.stringify(step)}`)
}

function minute(at: Instant): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`
}
