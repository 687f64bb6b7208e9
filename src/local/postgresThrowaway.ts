import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalPostgres, startPostgres } from './postgres.ts'
import { guardProcesses } from './processGuard.ts'
import { openStateFolder } from './stateFolder.ts'

/** A cluster for one run of tests or one rehearsal: fast, not durable, gone with this process however it ends. */
export async function startThrowawayPostgres(onLog?: (line: string) => void): Promise<LocalPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'clearline-postgres-'))
  const guard = guardProcesses()
  guard.remove(folder)
  const state = openStateFolder(folder)
  const postgres = await startPostgres({ state, durable: false, guard, ...(onLog ? { onLog } : {}) })
  return {
    ...postgres,
    stop: async () => {
      await postgres.stop()
      guard.release()
      rmSync(postgres.home, { recursive: true, force: true })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
