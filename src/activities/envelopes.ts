import { activityInfo } from '@temporalio/activity'
import type { Actor, SourceKind } from '../domain/fact.ts'
import type { ProcessKind } from '../domain/process/process.ts'
import { deployment, type OrganisationId } from '../domain/values.ts'
import type { Envelope, Provenance } from '../store/command.ts'
import type { CutoffStepOf } from './cutoff.ts'
import type { CaseStep, OnboardingStep } from './results.ts'

/** Who stands behind a command of a process: the process itself, or the person whose wish it carries out. */
export type Behind = { readonly actor: Actor; readonly source: { readonly kind: SourceKind; readonly id: string } }

/** The step names the command: any attempt, in any run, is the same request. Where it ran is evidence, never a key. */
export function fromOnboarding(
  { orgId, onboardingId, step }: OnboardingStep,
  behind = conducted('onboarding'),
): Envelope {
  return fromProcess(orgId, `onboarding/${onboardingId}/${step}`, behind)
}

export function fromCase({ orgId, caseId, step }: CaseStep, behind = conducted('supportCase')): Envelope {
  return fromProcess(orgId, `case/${caseId}/${step}`, behind)
}

/** What concerns every organisation belongs to none. */
export function fromCutoff({ cutoffId, step }: CutoffStepOf): Envelope {
  return fromProcess(deployment, `cutoff/${cutoffId}/${step}`, conducted('cutoff'))
}

function conducted(id: ProcessKind): Behind {
  return { actor: { kind: 'service', subject: id, role: 'process' }, source: { kind: 'process', id } }
}

function fromProcess(orgId: OrganisationId, commandId: string, behind: Behind): Envelope {
  const provenance = whereItRuns()
  return { scope: 'process', commandId, orgId, ...behind, ...(provenance ? { provenance } : {}) }
}

function whereItRuns(): Provenance | undefined {
  const { workflowExecution, activityId, attempt } = activityInfo()
  return workflowExecution && { ...workflowExecution, activityId, attempt }
}

/** The person whose wish a process carries out. */
export function wishOf({ actor }: { readonly actor: Behind['actor'] }): Behind {
  return { actor, source: { kind: actor.kind === 'partner' ? 'partner' : 'admin', id: actor.subject } }
}
