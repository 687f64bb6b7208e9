import { describe, expect, test } from 'vitest'
import { type Age, ages, isUpTo } from '../../../src/domain/policy/ages.ts'
import { buildPack } from '../../../src/domain/policy/buildPack.ts'
import { isInForce } from '../../../src/domain/policy/inForce.ts'
import { packs } from '../../../src/domain/policy/packs.ts'
import { type RuleId, ruleIds, ruleOf } from '../../../src/domain/policy/ruleBook/ruleBook.ts'

// Which age tells which rule, oldest first: `x` as it stands, `o` in other terms, `-` no word, `!` contradicted.
const chart: Readonly<Record<string, string>> = {
  'A1 P1 P2 P3 P5 P6 B1 B2 B3 B4 B7 L1 L2 L3 L7 S1': 'xxxxx',
  P12: 'xoxxx',
  'H1 L8 L9 L10 L11': '-xxxx',
  'P4 P7': '--xxx',
  'P8 P11': '--oxx',
  'P9 P10 B6 R1 R2 R3 R5 R6 R7 D1 D2 D3 D4 D5 Z1 Z2 Z3 Z4 Z6 Z7 Z9': '---xx',
  'R4 Z5': '---oo',
  'Z8 Z10': '----x',
  'T1 T2 T3 T4 T5 T6 T7': 'xxx--',
  'B5 L4': 'xxx!-',
  'L5 L6': 'x!---',
}

const letters = { stated: 'x', restated: 'x', statedDifferently: 'o', silent: '-', contradicted: '!' } as const
const forceOf = (id: RuleId) => packs.map((pack) => pack.rules[id].force)

describe('the rule book', () => {
  test('has every rule of the article, and no other', () => {
    const known = Object.entries({ A: 1, B: 7, D: 5, H: 1, L: 11, P: 12, R: 7, S: 1, T: 7, Z: 10 })
    const all = known.flatMap(([letter, count]) => Array.from({ length: count }, (_, index) => `${letter}${index + 1}`))
    expect(ruleIds).toEqual(all)
  })

  test('knows how each age speaks of each rule', () => {
    const expected = Object.entries(chart).flatMap(([ids, row]) => ids.split(' ').map((id) => [id, row] as const))
    const told = ruleIds.map((id) => [id, packs.map((pack) => letters[pack.rules[id].telling]).join('')])
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected))
  })

  test('says stated once, before any other telling', () => {
    for (const id of ruleIds) {
      const tellings = packs.map((pack) => pack.rules[id].telling)
      const first = tellings.find((telling) => telling !== 'silent')
      expect(['stated', 'statedDifferently'], id).toContain(first)
      expect(tellings.filter((telling) => telling === 'stated').length, id).toBeLessThanOrEqual(1)
    }
  })

  test('says in which other terms, wherever an age has some', () => {
    for (const id of ruleIds)
      for (const [age, how] of Object.entries(ruleOf(id).differently)) {
        expect(ruleOf(id).toldIn, id).toContain(age)
        expect(how).not.toBe('')
      }
  })

  test('names the last age that told a rule as its source', () => {
    const source = (id: RuleId) => packs.map((pack) => pack.rules[id].source)
    expect(source('T2')).toEqual(['004', '000', '001', '001', '001'])
    expect(source('Z8')).toEqual([null, null, null, null, '003'])
    expect(source('L5')).toEqual(['004', '004', '004', '004', '004'])
  })
})

describe('supersession', () => {
  test('a contradiction ends a rule, from the age that contradicts on, and it is obsolete then', () => {
    expect(forceOf('B5')).toEqual(['inForce', 'inForce', 'inForce', 'ended', 'ended'])
    expect(forceOf('L5')).toEqual(['inForce', 'ended', 'ended', 'ended', 'ended'])
    for (const pack of packs)
      for (const id of ruleIds) {
        const { kind, force, endedBy } = pack.rules[id]
        expect(kind === 'obsolete', id).toBe(force === 'ended')
        expect(endedBy !== null && isUpTo(endedBy, pack.id), id).toBe(force === 'ended')
      }
  })

  test('silence ends nothing: the switches stay in force by the word of 001', () => {
    for (const id of ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'] as const) {
      expect(forceOf(id), id).toEqual(['inForce', 'inForce', 'inForce', 'inForce', 'inForce'])
      expect(packs.at(-1)?.rules[id]).toMatchObject({ telling: 'silent', source: '001', endedBy: null })
    }
  })

  test('what no age has told yet is not in force, but for dated rules and for letters that the carrier asks for', () => {
    const ahead = packs.flatMap((pack) =>
      ruleIds.filter((id) => pack.rules[id].source === null && isInForce(pack, id)).map((id) => id),
    )
    expect([...new Set(ahead)]).toEqual(['D1', 'D2', 'D3', 'D4', 'Z8'])
    expect(forceOf('R2')).toEqual(['notYet', 'notYet', 'notYet', 'inForce', 'inForce'])
  })

  test('a dated rule acts from its own instant and speaks to those who texted already; others from the first telling', () => {
    for (const pack of packs) {
      expect(pack.rules.D1.effectiveFrom).toBe(pack.instants.unregisteredSwitchedOff)
      expect(pack.rules.D2.effectiveFrom).toBe(pack.instants.newNumbersStartOff)
      expect(pack.rules.D3.effectiveFrom).toBe(pack.instants.trialsStopQualifying)
      expect(pack.rules.D4.effectiveFrom).toBe(pack.instants.lateStartWarning)
      expect(pack.rules.P7.effectiveFrom).toBe(buildPack('001').effectiveFrom)
    }
    const addressed = ruleIds.filter((id) => ruleOf(id).audience === 'existingTextingCustomers')
    expect(addressed).toEqual(['D1', 'D2', 'D3', 'D4'])
  })

  test('the ages tell more and more: 28, 31, 35, 49 and 51 rules', () => {
    const told = (age: Age) => ruleIds.filter((id) => ruleOf(id).toldIn.includes(age)).length
    expect(ages.map(told)).toEqual([28, 31, 35, 49, 51])
  })
})
