import type { Desk } from '../providers/desk.ts'
import type { Store } from '../store/execute.ts'

/** Everything that activities reach. Without a desk there is no bridge to it: its steps are done by hand. */
export type Outside = {
  readonly store: Pick<Store, 'execute' | 'pool' | 'documents' | 'clock'>
  readonly desk?: Desk
}
