import { expect, test } from 'vitest'
import { createBoard, folded } from '../../src/local/board.ts'
import { outcomeTable, standingLines } from '../../src/local/standings.ts'

function screen(isTTY: boolean) {
  let written = ''
  return {
    isTTY,
    write: (text: string) => {
      written += text
      return true
    },
    text: () => written,
  }
}

const up = (lines: number) => `\u001b[${lines}F\u001b[J`

test('in a terminal the board stays below what is said, is written anew only when it has changed, and once closed is gone', () => {
  const terminal = screen(true)
  const board = createBoard(terminal)
  board.show(['a', 'b'])
  board.show(['a', 'b'])
  board.say('an act')
  board.show(['c'])
  board.close()
  board.show(['too late'])
  board.say('the end')
  expect(terminal.text()).toBe(`a\nb\n${up(2)}an act\na\nb\n${up(2)}c\n${up(1)}the end\n`)
})

test('elsewhere there are plain lines, and no board between them', () => {
  const file = screen(false)
  const board = createBoard(file)
  board.show(['a'])
  board.say('an act')
  board.close()
  expect(file.text()).toBe('an act\n')
})

const standing = {
  ordered: 0,
  refused: 0,
  authorised: 0,
  inCase: 0,
  submitted: 42,
  registered: 0,
  rejected: 0,
  active: 0,
}

const onboarding = {
  id: 'o',
  phase: 'open',
  stage: 'registration',
  startedAt: '2026-11-25T00:00:00.000Z',
  endedAt: null,
  workflowId: 'onboarding/o',
  wait: null,
  numbers: { can: 0, willStop: 0, cannot: 44, unknown: 0 },
  standing,
  cases: [{ caseNumber: 1, stage: 'licenceHold', owner: 'partner' }],
  cards: [],
}

test('the board says of each organisation where its case stands, whose turn it is and where its numbers are', () => {
  const lines = standingLines(
    [
      { name: 'Larkspur Interiors', onboarding },
      { name: 'Harbour Veterinary', onboarding: undefined },
    ],
    120,
  )
  expect(lines.slice(-2)).toEqual([
    '  Larkspur Interiors  on hold: the licence is not active  partner     42 under review',
    '  Harbour Veterinary  has not started                     –',
  ])
})

test('in a narrow terminal its lines are cut rather than wrapped', () => {
  const lines = standingLines([{ name: 'Larkspur Interiors', onboarding }], 40)
  expect(lines.every((line) => line.length < 40)).toBe(true)
  expect(lines.at(-1)).toBe('  Larkspur Interiors  on hold: the lic…')
})

test('a finished onboarding says so, and how many numbers text, each counted once', () => {
  const ended = {
    ...onboarding,
    phase: 'completed',
    cases: [],
    standing: { ...standing, submitted: 0, registered: 41, active: 41, rejected: 1 },
  }
  const lines = standingLines([{ name: 'Larkspur', onboarding: ended }], 80)
  expect(lines.at(-1)).toBe('  Larkspur      completed  –           41 texting, 1 rejected')
})

test('what is said is broken between words, and never inside of one', () => {
  expect(folded('now authorising numbers: customer admin', 24)).toEqual(['now authorising numbers:', 'customer admin'])
  expect(folded('an-unusually-long-word it is', 10)).toEqual(['an-unusually-long-word', 'it is'])
  expect(folded('', 10)).toEqual([''])
})

const texting = {
  id: 'n',
  number: '+15125550101',
  kind: 'standard',
  campaign: null,
  verdict: 'can',
  reason: 'ALL_GATES_PASSED',
  owner: null,
  nextAct: null,
} as const
const kept = { ...texting, number: '+15125550117', verdict: 'cannot', reason: 'REGISTRATION_REJECTED' } as const
const outcome = [
  { name: 'Larkspur', numbers: [{ ...kept, owner: 'customerAdmin', nextAct: 'openCase' }, texting, texting] },
]

test('the outcome tells the numbers of one reason in one line, the most first, and what is to be done', () => {
  expect(outcomeTable(outcome, 120).split('\n').slice(1)).toEqual([
    '  Larkspur      2 numbers        can       every gate is passed      –               –',
    '  Larkspur      +1 512 555 0117  cannot    the registry rejected it  customer admin  open a case for it',
  ])
})

test('where that is wider than the terminal, what is to be done is left out', () => {
  expect(outcomeTable(outcome, 80).split('\n').at(-1)).toBe(
    '  Larkspur      +1 512 555 0117  cannot    the registry rejected it',
  )
})
