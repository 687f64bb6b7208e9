import { expect, test } from 'vitest'
import type { NumberAnswer } from '../../src/cli/answers.ts'
import { numbersTable, silenceWords } from '../../src/cli/show.ts'

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

test('the silence of whoever must act is told once it is no longer usual: since when, what to do, and what follows', () => {
  const wait = {
    ...{ kind: 'review', owner: 'desk', since: '2026-03-01T09:00:00.000Z', nextReminderAt: null },
    ...{ dueAt: '2026-03-29T09:00:00.000Z', isOverdue: false },
  }
  const usual = { since: wait.since, days: 3, lastWord: null, grade: 'usual', act: null, next: null }
  expect(silenceWords({ ...wait, silence: usual })).toBeUndefined()
  const explained = {
    ...{ since: '2026-03-08T09:00:00.000Z', days: 15, grade: 'explained', act: 'askDesk' },
    lastWord: { type: 'CaseReported', heardAt: '2026-03-08T09:00:00.000Z' },
    next: { grade: 'escalated', at: '2026-03-29T09:00:00.000Z' },
  }
  expect(silenceWords({ ...wait, silence: explained })).toBe(
    'support desk silent for 15 days (last word 08 Mar 2026, 09:00 UTC): ask the desk; escalated on 29 Mar 2026, 09:00 UTC',
  )
})
