import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** The rules of the published article: letter, and how many there are of it. */
const known = new Set(
  Object.entries({ A: 1, P: 12, B: 7, H: 1, T: 7, R: 7, D: 5, Z: 10, L: 11, S: 1 }).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
  ),
)

const domain = join(import.meta.dirname, '../../../src/domain')

test('the domain cites no rule that the article does not have', () => {
  const cited = readdirSync(domain, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(domain, file), 'utf8').matchAll(/'([A-Z]\d{1,2})'/g)])
    .map(([, id]) => id ?? '')
  expect(cited).toContain('R2')
  expect([...new Set(cited)].filter((id) => !known.has(id))).toEqual([])
})
