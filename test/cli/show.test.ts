import { expect, test } from 'vitest'
import type { NumberAnswer } from '../../src/cli/answers.ts'
import { numbersTable } from '../../src/cli/show.ts'

function texting(number: string): NumberAnswer {
  const [owner, nextAct, campaign] = [null, null, null]
  return { id: number, number, kind: 'standard', campaign, verdict: 'can', reason: 'ALL_GATES_PASSED', owner, nextAct }
}

const tollFree = {
  ...texting('+18005550199'),
  kind: 'tollFree',
  verdict: 'cannot',
  reason: 'TOLL_FREE_NOT_10DLC',
} as const
const numbers = [tollFree, texting('+15125550103'), texting('+15125550101'), texting('+15125550102')]

const cellsOf = (words: string) => words.split('\n').map((line) => line.trim().split(/ {2,}/).slice(0, 3))

test('numbers of which everything shown is the same share a line, under the lowest of them', () => {
  expect(cellsOf(numbersTable(numbers, false)).slice(1)).toEqual([
    ['+1 512 555 0101 and 2 more', 'standard', 'can'],
    ['+1 800 555 0199', 'toll-free', 'cannot'],
  ])
})

test('where each is wanted, each has its line', () => {
  expect(cellsOf(numbersTable(numbers, true)).map(([number]) => number)).toEqual([
    'number',
    '+1 512 555 0101',
    '+1 512 555 0102',
    '+1 512 555 0103',
    '+1 800 555 0199',
  ])
})
