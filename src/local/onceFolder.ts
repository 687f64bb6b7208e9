import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export type OnceFolder = {
  readonly path: string
  /** Postgres may keep its data elsewhere. */
  readonly alsoRemove: (folder: string | undefined) => void
  readonly remove: () => void
}

/** A state folder for one run: inside `CLEARLINE_STATE` where that is set, else where the machine keeps such things. */
export function onceFolder(env: NodeJS.ProcessEnv): OnceFolder {
  const parent = resolve(env['CLEARLINE_STATE'] || tmpdir())
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  const path = mkdtempSync(join(parent, 'clearline-once-'))
  const folders = [path]
  return {
    path,
    alsoRemove: (folder) => void (folder === undefined ? undefined : folders.push(folder)),
    remove: () => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    },
  }
}
