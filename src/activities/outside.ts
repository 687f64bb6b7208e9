import type { CutoffId } from '../domain/policy/policy.ts'
import type { Desk } from '../providers/desk.ts'
import type { Store } from '../store/execute.ts'

/** Everything that activities reach. Without a desk there is no bridge to it: its steps are done by hand. */
export type Outside = {
  readonly store: Store
  readonly desk?: Desk
  /** The store on connections of its own, few of them, for what goes through all organisations. */
  readonly sweepStore?: Store
  /** Makes the process of a cutoff look again, and brings it back where it is gone. */
  readonly wakeCutoff?: (cutoffId: CutoffId) => Promise<void>
}
