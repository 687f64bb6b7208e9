import { expect, test } from 'vitest'
import { createBoard } from '../../src/local/board.ts'
import { standingLines } from '../../src/local/standings.ts'

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

test('in a terminal the board stays below what is said, and is written anew only when it has changed', () => {
  const terminal = screen(true)
  const board = createBoard(terminal)
  board.show(['a', 'b'])
  board.show(['a', 'b'])
  board.say('an act')
  board.show(['c'])
  board.clear()
  board.say('the end')
  expect(terminal.text()).toBe(`a\nb\n${up(2)}an act\na\nb\n${up(2)}c\n${up(1)}the end\n`)
})

test('elsewhere there are plain lines, and no board between them', () => {
  const file = screen(false)
  const board = createBoard(file)
  board.show(['a'])
  board.say('an act')
  board.clear()
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
  numbers: { can: 0, cannot: 44, unknown: 0 },
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
