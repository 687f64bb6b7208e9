import type { CutoffId } from '../domain/policy/policy.ts'
import type { Instant } from '../domain/values.ts'
import type { Desk } from '../providers/desk.ts'
import type { Store } from '../store/execute.ts'

export type CutoffNotices = {
  readonly cutoffId: CutoffId
  readonly mark: Instant
  readonly planNo: number
  readonly at: Instant
}

/** Everything that activities reach. Without a desk there is no bridge to it: its steps are done by hand. */
export type Outside = {
  readonly store: Store
  readonly desk?: Desk
  /** The store on connections of its own, few of them, for what goes through all organisations. */
  readonly sweepStore?: Store
  /** Puts a notice for each organisation that a plan concerns into the queue of the mail, and answers how many there are. */
  readonly queueNotices?: (notices: CutoffNotices) => Promise<number>
  /** Makes the process of a cutoff look again, and brings it back where it is gone. */
  readonly wakeCutoff?: (cutoffId: CutoffId) => Promise<void>
}
