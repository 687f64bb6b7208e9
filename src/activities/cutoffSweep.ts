import type { CutoffId } from '../domain/policy/policy.ts'
import type { CutoffOfPlan, CutoffStepOf } from './cutoff.ts'
import type { Outside } from './outside.ts'
import { done, type StepResult } from './results.ts'

export type ExecuteShard = CutoffOfPlan & { readonly shard: number }
export type Reinstate = CutoffStepOf & { readonly undo: string }

export function sweepActivities(_outside: Outside) {
  return {
    executeShard: async (_part: ExecuteShard): Promise<StepResult> => done,
    recordSwept: async (_part: CutoffOfPlan): Promise<StepResult> => done,
    verifyCutoff: async (_part: CutoffOfPlan): Promise<StepResult> => done,
    reinstate: async (_part: Reinstate): Promise<StepResult> => done,
    correctCutoff: async (_part: { readonly cutoffId: CutoffId }) => ({ switchedOff: 0, reinstated: 0 }),
  }
}
