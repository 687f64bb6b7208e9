import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesUnder } from '../../scripts/files.ts'
import { repository } from '../tooling/tree.ts'

/** Every page that a reader finds here: those at the root, and those below `docs`. */
export const documents: readonly string[] = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].filter((file) => existsSync(join(repository, file))),
  ...filesUnder(repository, 'docs').filter((file) => file.endsWith('.md')),
]

export function readDocument(file: string): string {
  return readFileSync(join(repository, file), 'utf8')
}
