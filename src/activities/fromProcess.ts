import { activityInfo } from '@temporalio/activity'
import type { Actor, SourceKind } from '../domain/fact.ts'
import type { Envelope, Provenance } from '../store/command.ts'
import type { ProcessStep } from './results.ts'

/** Who stands behind a command of the process: the process itself, or the person whose wish it carries out. */
export type Behind = { readonly actor: Actor; readonly source: { readonly kind: SourceKind; readonly id: string } }

const theProcess: Behind = {
  actor: { kind: 'service', subject: 'onboarding', role: 'process' },
  source: { kind: 'process', id: 'onboarding' },
}

/** The step names the command: any attempt, in any run, is the same request. Where it ran is evidence, never a key. */
export function fromProcess({ orgId, onboardingId, step }: ProcessStep, behind: Behind = theProcess): Envelope {
  const provenance = whereItRuns()
  return {
    scope: 'process',
    commandId: `onboarding/${onboardingId}/${step}`,
    orgId,
    ...behind,
    ...(provenance ? { provenance } : {}),
  }
}

function whereItRuns(): Provenance | undefined {
  const { workflowExecution, activityId, attempt } = activityInfo()
  return workflowExecution && { ...workflowExecution, activityId, attempt }
}
