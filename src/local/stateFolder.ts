import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Everything one installation keeps on this machine. Two running stacks need two state folders. */
export type StateFolder = {
  readonly path: string
  /** Cluster, binaries and log of Postgres; a link to elsewhere where Postgres could not enter (see `postgresHome`). */
  readonly postgres: string
  readonly postgresSecrets: string
  readonly temporal: string
  readonly logs: string
  readonly runFile: string
}

const marker = 'clearline-state.json'

/**
 * Makes the folder, or takes one made before, and sees to it that nobody else can read or list it.
 * Refuses a folder with other things in it, since its permissions are about to be narrowed.
 */
export function openStateFolder(path: string): StateFolder {
  const folder = resolve(path)
  mkdirSync(dirname(folder), { recursive: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const stats = statSync(folder)
  const uid = process.geteuid?.()
  if (uid !== undefined && uid !== 0 && stats.uid !== uid) {
    throw new Error(
      `The state folder ${folder} belongs to another account. Set CLEARLINE_STATE to a folder of your own.`,
    )
  }
  if (!existsSync(join(folder, marker))) {
    if (readdirSync(folder).length > 0) {
      throw new Error(
        `${folder} holds something else than Clearline's state. Set CLEARLINE_STATE to a new or an empty folder.`,
      )
    }
    writeFileSync(join(folder, marker), '{"version":1}\n', { mode: 0o600 })
  }
  // Passing through may have been allowed to the account that Postgres runs as; everything else never is.
  chmodSync(folder, (stats.mode & 0o711) | 0o700)
  return {
    path: folder,
    postgres: join(folder, 'postgres'),
    postgresSecrets: join(folder, 'postgres-secrets.json'),
    temporal: ownFolder(folder, 'temporal'),
    logs: ownFolder(folder, 'logs'),
    runFile: join(folder, 'run.json'),
  }
}

/** Readers see the old text or the new one, never half of it, and nobody else sees either. */
export function writeOwnerOnly(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`
  writeFileSync(draft, text, { mode: 0o600 })
  renameSync(draft, path)
}

/** For what may be decided only once: whoever comes second keeps what the first one wrote. */
export function writeOwnerOnlyOnce(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`
  writeFileSync(draft, text, { mode: 0o600 })
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  } finally {
    rmSync(draft)
  }
}

function ownFolder(parent: string, name: string): string {
  const folder = join(parent, name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}
