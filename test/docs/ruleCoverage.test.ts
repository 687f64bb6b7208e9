import { expect, test } from 'vitest'
import { coverage, coverageWords, isGap, readCoverage } from '../../src/cli/coverage.ts'
import { ruleIds } from '../../src/domain/policy/ruleBook/ruleBook.ts'
import { repository } from '../tooling/tree.ts'
import { ruleCoverageModule } from './ruleCoverage.ts'

test('what the command says of the coverage of rules is what code and tests have', async () => {
  await expect(ruleCoverageModule()).toMatchFileSnapshot(`${repository}/src/cli/ruleCoverage.ts`)
})

test('every rule of the book is there, with code and tests of both cases', () => {
  expect(coverage.map(({ id }) => id)).toEqual([...ruleIds])
  expect(coverage.filter(isGap)).toEqual([])
  expect(coverageWords(coverage)).toContain(`all ${ruleIds.length} rules`)
})

test.each([
  ['no code', 'P8|gate|licence||decides leaves|domain/gates.test.ts'],
  ['no case in which it decides', 'P8|gate|licence|gates.ts|leaves|domain/gates.test.ts'],
  ['no case in which it does not', 'P8|gate|licence|gates.ts|decides|domain/gates.test.ts'],
  ['no test', 'P8|gate|licence|gates.ts|decides leaves|'],
])('a rule with %s is a gap, and is named', (_, line) => {
  const told = readCoverage(line)
  expect(told.map(isGap)).toEqual([true])
  expect(coverageWords(told)).toMatch(/gaps.*P8/)
})
