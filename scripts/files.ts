import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Paths relative to `root` of the file at `path` or of every file below it, sorted; none when it does not exist. */
export function filesUnder(root: string, path: string): string[] {
  const start = join(root, path)
  if (!existsSync(start)) return []
  if (statSync(start).isFile()) return [path]
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => relative(root, join(each.parentPath, each.name)))
    .sort()
}
