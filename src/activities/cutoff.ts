import { ApplicationFailure } from '@temporalio/common'
import type { CutoffId } from '../domain/policy/policy.ts'
import type { CutoffStanding } from '../domain/process/cutoff.ts'
import { deployment, type Instant } from '../domain/values.ts'
import { readCutoffStanding, recordNotices } from '../store/cutoff/standing.ts'
import { queueCutoffNotices } from '../store/cutoffMail.ts'
import type { Store } from '../store/execute.ts'
import { callAttention } from '../store/outbox.ts'
import { readNow } from '../store/policy.ts'
import { inTransaction } from '../store/transaction.ts'
import { beating } from './beating.ts'
import { fromCutoff } from './envelopes.ts'
import type { Outside } from './outside.ts'
import { done, resultOf, type StepResult } from './results.ts'

export type WhichCutoff = { readonly cutoffId: CutoffId }
/** Which step of which cutoff asks. The step's id names its cause, so a repeat is the same command. */
export type CutoffStepOf = WhichCutoff & { readonly step: string }
export type PlanCutoff = CutoffStepOf & { readonly occasion: string }
export type SendNotices = CutoffStepOf & { readonly mark: Instant; readonly planNo: number }
export type CutoffOfPlan = CutoffStepOf & { readonly planNo: number }
export type CutoffStepFailed = CutoffStepOf & { readonly code: string }

type Waiting = CutoffStepOf & { readonly waiting: number }

/** Numbers that the cutoff concerns and that nobody has approved: a new plan has them, and the operators are called. */
export async function callForApproval(store: Store, { waiting, ...step }: Waiting): Promise<void> {
  const { cutoffId } = step
  const planned = { ...step, step: `plan/${step.step}` }
  await store.execute({ type: 'PlanCutoff', data: { cutoffId, occasion: step.step }, ...fromCutoff(planned) })
  const at = await store.clock.now()
  const attention = { code: 'CUTOFF_CLASSES_WAIT', subject: `${cutoffId}/${step.step}`, detail: { cutoffId, waiting } }
  await callAttention(store.pool, { orgId: null, ...attention, at })
}

type Repair = CutoffStepOf & { readonly differing: number; readonly broken: number }

/** Numbers that ended otherwise than they should, or a chain of what was written that is not whole. */
export async function callForRepair({ pool, clock }: Store, { cutoffId, step, ...found }: Repair): Promise<void> {
  const attention = { code: 'CUTOFF_NOT_VERIFIED', subject: `${cutoffId}/${step}`, detail: { cutoffId, ...found } }
  await callAttention(pool, { orgId: null, ...attention, at: await clock.now() })
}

/** What the process of a cutoff does itself. Each is a command, or may be done twice. */
export function cutoffActivities({ store }: Outside) {
  return {
    async readCutoff({ cutoffId }: WhichCutoff): Promise<CutoffStanding> {
      const standing = await readCutoffStanding(store.pool, cutoffId, await readNow(store.pool, store.clock))
      // The fact that started the process was written with the publication: there is nothing to wait for.
      if (!standing) throw ApplicationFailure.nonRetryable(`${cutoffId} was never published`, 'CutoffUnknown')
      return standing
    },

    planCutoff: ({ occasion, ...step }: PlanCutoff): Promise<StepResult> =>
      beating(async () => {
        const data = { cutoffId: step.cutoffId, occasion }
        return resultOf(await store.execute({ type: 'PlanCutoff', data, ...fromCutoff(step) }))
      }),

    /** Queued and recorded at once. A repeat queues none twice: each mail follows from its key. */
    sendNotices: ({ cutoffId, mark, planNo }: SendNotices): Promise<StepResult> =>
      beating(async () => {
        const at = await store.clock.now()
        await inTransaction(store.pool, deployment, async (tx) => {
          const { queued } = await queueCutoffNotices(tx, { cutoffId, mark, at })
          await recordNotices(tx, { cutoffId, mark, planNo, organisations: queued }, at)
        })
        return done
      }),

    async closeCutoff(step: CutoffStepOf): Promise<StepResult> {
      const data = { cutoffId: step.cutoffId }
      return resultOf(await store.execute({ type: 'CloseCutoff', data, ...fromCutoff(step) }))
    },

    async recordCutoffStepFailed({ cutoffId, step, code }: CutoffStepFailed): Promise<StepResult> {
      const subject = `${cutoffId}/${step}`
      const at = await store.clock.now()
      const detail = { cutoffId, step, code }
      await callAttention(store.pool, { orgId: null, code: 'CUTOFF_STEP_DECLINED', subject, detail, at })
      return done
    },
  }
}
