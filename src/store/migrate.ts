import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runner } from 'node-pg-migrate'

/** Beside `src` in a checkout and beside `dist` in an image: two folders up from here either way. */
export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

const sumsFile = 'checksums.json'

/**
 * Brings the database to this build's form, forward only. Several processes may start at once: the later ones wait for the
 * first. Needs the role that owns the tables. Throws, before anything is applied, where a released file was edited.
 */
export async function migrate(ownerUrl: string, log: (line: string) => void = () => undefined): Promise<void> {
  await verifyChecksums()
  await runner({
    databaseUrl: ownerUrl,
    dir: migrationsFolder,
    ignorePattern: '.*\\.json',
    direction: 'up',
    migrationsTable: 'migration',
    advisoryLockMode: 'wait',
    checkOrder: true,
    singleTransaction: true,
    logger: { info: () => undefined, debug: () => undefined, warn: log, error: log },
  })
}

/** File name → SHA-256 of its bytes, for every migration there is. */
export async function checksums(): Promise<Readonly<Record<string, string>>> {
  const files = (await readdir(migrationsFolder)).filter((file) => file.endsWith('.sql')).sort()
  const sums = await Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(join(migrationsFolder, file))
      return [file, createHash('sha256').update(bytes).digest('hex')] as const
    }),
  )
  return Object.fromEntries(sums)
}

/** Throws where a file's bytes are not those that were released, or a released file is missing. */
export async function verifyChecksums(released?: Readonly<Record<string, string>>): Promise<void> {
  const committed = released ?? (await releasedChecksums())
  const actual = await checksums()
  const wrong = Object.keys({ ...committed, ...actual }).filter((file) => committed[file] !== actual[file])
  if (wrong.length > 0) {
    throw new Error(
      `migrations differ from ${sumsFile}: ${wrong.join(', ')}. Write a new file; never edit a released one`,
    )
  }
}

async function releasedChecksums(): Promise<Readonly<Record<string, string>>> {
  return JSON.parse(await readFile(join(migrationsFolder, sumsFile), 'utf8'))
}
