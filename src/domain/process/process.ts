import type { CaseId, CutoffStreamId, OnboardingId } from '../values.ts'
import type { CutoffFact } from './cutoff.ts'
import type { OnboardingFact } from './onboarding.ts'
import type { CaseFact } from './supportCase.ts'

export type ProcessKind = 'onboarding' | 'supportCase' | 'cutoff'
/** Processes share the ids of what they conduct. */
export type ProcessId = OnboardingId | CaseId | CutoffStreamId
/** What any process is told. */
export type ProcessFact = OnboardingFact | CaseFact | CutoffFact
/** How it ended: an onboarding is completed or cancelled, a case closed or cancelled, a cutoff closed. */
export type ProcessEnd = 'completed' | 'closed' | 'cancelled'

type AnyStep = { readonly kind: string; readonly id: string }

/** The step that opened the present wait, and the ids of the steps that are being carried out. */
export type Doing = { readonly entered: string | undefined; readonly underWay: readonly string[] }

/**
 * The steps to start now: all that are asked for, but the stage entered already and those of a kind that is under way. One
 * of a kind at a time, since the second would do the first's work or overtake it, unless the kind goes `beside`.
 */
export function toStart<Step extends AnyStep>(
  asked: readonly Step[],
  { entered, underWay }: Doing,
  beside?: Step['kind'],
): readonly Step[] {
  const busy = new Set(underWay.map(nameOf))
  return asked.filter(({ id, kind }) => {
    if (id === entered || underWay.includes(id)) return false
    return kind === beside || !busy.has(nameOf(id))
  })
}

/** Steps of one kind share the first part of their ids. */
function nameOf(stepId: string): string {
  return stepId.slice(0, stepId.indexOf('/'))
}
