import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesUnder } from '../../scripts/files.ts'
import { repository } from '../tooling/tree.ts'
import { readDocument } from './documents.ts'

const folder = 'docs/decisions'
const numbered = filesUnder(repository, folder).filter((file) => /\/\d{4}-[a-z0-9-]+\.md$/.test(file))

describe('the decisions', () => {
  test('are numbered without a gap', () => {
    const numbers = numbered.map((file) => Number(/\/(\d{4})-/.exec(file)?.[1]))
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })

  test.each(numbered)('%s has its number, context, options, decision and consequences', (file) => {
    const text = readDocument(file)
    expect(text).toMatch(new RegExp(`^# ${Number(/\/(\d{4})-/.exec(file)?.[1])}\\. `))
    for (const part of ['Context', 'Options', 'Decision', 'Consequences']) expect(text).toContain(`**${part}.**`)
  })

  test('give a reason for every package that the product needs to run, and for no other', () => {
    const manifest: { dependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(repository, 'package.json'), 'utf8'),
    )
    const explained = [...readDocument(`${folder}/dependencies.md`).matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)]
    expect(explained.map(([, name]) => name).sort()).toEqual(Object.keys(manifest.dependencies).sort())
    expect(explained.filter(([, , reason = '']) => reason.length < 15)).toEqual([])
  })
})
