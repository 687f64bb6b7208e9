import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesUnder } from '../../scripts/files.ts'
import { repository } from '../tooling/tree.ts'
import { readDocument } from './documents.ts'

const code = filesUnder(repository, 'src').filter((file) => /\.tsx?$/.test(file))
const page = readDocument('docs/glossary.md')

/** The words of a table's first column; `a, b` are two. */
function words(): readonly string[] {
  const [explained = ''] = page.split('## Two meanings')
  return [...explained.matchAll(/^\| ([^|]+) \| [^|]+ \| [^|]+ \|$/gm)]
    .map(([, word = '']) => word)
    .filter((word) => word !== 'Word' && !word.startsWith('---'))
    .flatMap((word) => word.split(', '))
}

describe('the glossary', () => {
  test('explains each word once', () => {
    const all = words()
    expect(all.length).toBeGreaterThan(100)
    expect(all.filter((word, index) => all.indexOf(word) !== index)).toEqual([])
  })

  test('forbids words that the code does not use', () => {
    const forbidden = /organiz|(?<!Apache-)\blicense|msisdn|\btenant|\bsaga\b|\bDTO\b/i
    const used = code.filter((file) => forbidden.test(readFileSync(join(repository, file), 'utf8')))
    expect(used).toEqual([])
  })

  test('forbids files that are named after nothing in particular', () => {
    const vague = /^(utils?|helpers?|common|misc|managers?|services?|impl|dto)\b/i
    expect(code.filter((file) => vague.test(basename(file)))).toEqual([])
  })
})
