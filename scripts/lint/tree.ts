import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { filesUnder } from '../files.ts'
import type { Finding } from './finding.ts'
import { ownClockFindings } from './ownClock.ts'
import { ruleSqlFindings } from './ruleSql.ts'
import { promisingValidators } from './validators.ts'

/** What our own rules, which no linter on the market has, say about the tree below `root`. */
export function lintTree(root: string): readonly Finding[] {
  const read = (file: string) => readFileSync(join(root, file), 'utf8')
  const server = filesUnder(root, 'src').filter((file) => file.endsWith('.ts') && !file.startsWith('src/console/'))
  const sql = [...server, ...filesUnder(root, 'migrations').filter((file) => file.endsWith('.sql'))]
  const pure = server.filter((file) => /^src\/(domain|contract)\//.test(file))
  const workflows = server.filter((file) => /^src\/(workflows|contract)\//.test(file))
  return [
    ...sql.flatMap((file) => ruleSqlFindings(file, read(file))),
    ...pure.flatMap((file) => ownClockFindings(file, read(file))),
    ...promisingValidators(
      workflows.map((file) => join(root, file)),
      compilerOptions(root),
    ),
  ]
}

function compilerOptions(root: string): ts.CompilerOptions {
  const path = join(root, 'tsconfig.json')
  return ts.parseJsonConfigFileContent(ts.readConfigFile(path, ts.sys.readFile).config, ts.sys, root).options
}
