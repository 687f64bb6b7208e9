import type { Desk } from '../providers/desk.ts'
import type { Registry } from '../providers/registry.ts'
import type { Store } from '../store/execute.ts'

/** Everything that activities reach. A port that is missing means that there is no bridge: its steps are done by hand. */
export type Outside = {
  readonly store: Pick<Store, 'execute' | 'pool'>
  readonly desk?: Desk
  readonly registry?: Registry
}
