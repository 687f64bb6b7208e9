import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ruleIds } from '../../../src/domain/policy/ruleBook/ruleBook.ts'

const domain = join(import.meta.dirname, '../../../src/domain')

test('the domain cites no rule that the rule book does not have', () => {
  const cited = readdirSync(domain, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(domain, file), 'utf8').matchAll(/'([A-Z]\d{1,2})'/g)])
    .map(([, id]) => id ?? '')
  expect(cited).toContain('R2')
  expect([...new Set(cited)].filter((id) => !ruleIds.some((known) => known === id))).toEqual([])
})
