import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesUnder } from '../../scripts/files.ts'
import { packs } from '../../src/domain/policy/packs.ts'
import { ruleIds, ruleOf } from '../../src/domain/policy/ruleBook/ruleBook.ts'
import { idleExamples, ruleExamples } from '../domain/policy/ruleExamples.ts'
import { repository } from '../tooling/tree.ts'

const read = (file: string) => [file, readFileSync(join(repository, file), 'utf8')] as const

/** The domain without the book itself, which names every rule, and what recognises texts of the article. */
const code = filesUnder(repository, 'src/domain')
  .filter((file) => !file.includes('/ruleBook/') && !file.includes('/identify/'))
  .map(read)

const tests = filesUnder(repository, 'test/domain')
  .filter((file) => file.endsWith('.test.ts') || file.endsWith('ruleExamples.ts'))
  .map(read)

/** `src/cli/ruleCoverage.ts`: a line of each rule, so that the built command can tell it without the sources. */
export function ruleCoverageModule(): string {
  const lines = ruleIds.map((id) => {
    const gates = new Set(
      packs.flatMap((pack) => pack.gates.filter((each) => each.ruleIds.includes(id)).map(({ gate }) => gate)),
    )
    const named = code
      .filter(([, text]) => text.includes(`'${id}'`) || text.includes(`rules.${id}.`))
      .map(([file]) => file)
    const tested = tests.filter(([, text]) => new RegExp(`\\b${id}\\b`).test(text)).map(([file]) => file)
    const cases = [id in ruleExamples ? 'decides' : '', id in idleExamples ? 'leaves' : ''].filter(
      (each) => each !== '',
    )
    const columns = [[...gates], named.map(short('src/domain/')), cases, tested.map(short('test/domain/'))]
    return [id, ruleOf(id).kind, ...columns.map((each) => each.join(' '))].join('|')
  })
  return `/** Written by test/docs/ruleCoverage.test.ts: rule, kind, gates, code, cases, tests. */
export const ruleCoverage = \`
${lines.join('\n')}
\`
`
}

function short(folder: string) {
  return (file: string) => (file.startsWith(folder) ? file.slice(folder.length) : file)
}
