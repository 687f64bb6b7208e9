import type { ProcessFact, ProcessId } from '../domain/process/process.ts'
import { loadFacts } from '../store/outbox.ts'
import type { Outside } from './outside.ts'

export type LoadFacts = { readonly processId: ProcessId; readonly after: number }
export type LoadedFacts = { readonly facts: readonly ProcessFact[]; readonly more: boolean }

/** A page of some 40 kB: far below what a payload may hold. */
const pageSize = 100

export function factActivities({ store }: Outside) {
  return {
    async loadFacts({ processId, after }: LoadFacts): Promise<LoadedFacts> {
      const facts = await loadFacts(store.pool, processId, after, pageSize)
      return { facts, more: facts.length === pageSize }
    },
  }
}
