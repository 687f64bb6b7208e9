import { expect, test } from 'vitest'
import { ruleIds } from '../../src/domain/policy/ruleBook/ruleBook.ts'
import { repository } from '../tooling/tree.ts'
import { mentioned, quoted, rulesPage } from './rulesPage.ts'

test('the page of rules is what the rule book says', async () => {
  await expect(rulesPage()).toMatchFileSnapshot(`${repository}/docs/rules.md`)
})

test('the rule book knows every rule that the domain mentions', () => {
  expect(mentioned).not.toEqual([])
  expect(mentioned.filter((id) => !ruleIds.some((known) => known === id))).toEqual([])
})

test('every rule is named by the code of the domain', () => {
  expect([...quoted].sort()).toEqual([...ruleIds].sort())
})
