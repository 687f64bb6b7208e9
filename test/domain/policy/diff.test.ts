import { describe, expect, test } from 'vitest'
import type { Age } from '../../../src/domain/policy/ages.ts'
import { buildPack } from '../../../src/domain/policy/buildPack.ts'
import { type Change, diffPacks } from '../../../src/domain/policy/diff.ts'
import { packs } from '../../../src/domain/policy/packs.ts'

function changes(from: Age, to: Age): Partial<Record<Change, string>> {
  const { rules } = diffPacks(buildPack(from), buildPack(to))
  const kinds = [...new Set(rules.map(({ change }) => change))]
  const idsOf = (kind: Change) => rules.filter(({ change }) => change === kind).map(({ id }) => id)
  return Object.fromEntries(kinds.map((kind) => [kind, idsOf(kind).join(' ')]))
}

describe('what changed between two ages', () => {
  test('a pack differs in nothing from itself', () => {
    for (const pack of packs)
      expect(diffPacks(pack, buildPack(pack.id))).toEqual({
        from: pack.id,
        to: pack.id,
        rules: [],
        readings: [],
        instants: [],
        acts: [],
      })
  })

  test('000 lifted what held for the first phase, and warned of improper use', () => {
    expect(changes('004', '000')).toEqual({ told: 'H1 L8 L9 L10 L11', ended: 'L5 L6', reworded: 'P12' })
  })

  test('001 asked for the add-on and left trials out', () => {
    expect(changes('000', '001')).toEqual({ told: 'P4 P7 P8 P11', reworded: 'P12' })
  })

  test('002 brought registration and cutoffs, and fell silent on the switches', () => {
    expect(changes('001', '002')).toEqual({
      ended: 'B5 L4',
      told: 'B6 D1 D2 D3 D4 D5 P9 P10 R1 R2 R3 R4 R5 R6 R7 Z1 Z2 Z3 Z4 Z5 Z6 Z7 Z9',
      reworded: 'P8 P11',
      notRestated: 'T1 T2 T3 T4 T5 T6 T7',
    })
  })

  test('003 brought the letter and the end of an order, by other menus', () => {
    expect(changes('002', '003')).toEqual({ told: 'Z8 Z10', reworded: 'R4 Z5' })
    expect(diffPacks(buildPack('002'), buildPack('003')).acts).toEqual(['authoriseNumbers', 'openCase', 'askForHelp'])
  })

  test('read backwards, it is the reverse', () => {
    expect(changes('003', '002')).toEqual({ untold: 'Z8 Z10', reworded: 'R4 Z5' })
    expect(changes('002', '001')).toMatchObject({ revived: 'B5 L4', toldAgain: 'T1 T2 T3 T4 T5 T6 T7' })
  })

  test('says in which other terms the newer one tells a rule', () => {
    const { rules } = diffPacks(buildPack('002'), buildPack('003'))
    expect(rules.find(({ id }) => id === 'R4')?.terms).toContain('PSTN & Routing')
  })
})
