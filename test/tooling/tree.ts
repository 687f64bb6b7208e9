import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const repository = join(import.meta.dirname, '../..')

export type PlantedTree = { readonly root: string; readonly remove: () => Promise<void> }

/** A throw-away tree with the repository's own settings and packages, for the rules to be tried on. */
export async function plantTree(settings: readonly string[], files: Record<string, string>): Promise<PlantedTree> {
  const root = await mkdtemp(join(tmpdir(), 'clearline-planted-'))
  for (const name of settings) await cp(join(repository, name), join(root, name))
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'))
  for (const [file, source] of Object.entries(files)) {
    await mkdir(join(root, dirname(file)), { recursive: true })
    await writeFile(join(root, file), source)
  }
  return { root, remove: () => rm(root, { recursive: true, force: true }) }
}
