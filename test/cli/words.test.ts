import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesUnder } from '../../scripts/files.ts'
import {
  actWords,
  dayAndTime,
  eventWords,
  ownerWords,
  reasonWords,
  spacedNumber,
  stageWords,
} from '../../src/cli/words.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { repository } from '../tooling/tree.ts'

const gates = filesUnder(repository, 'src/domain')
  .filter((file) => /domain\/gates(\.ts|\/)/.test(file))
  .map((file) => readFileSync(join(repository, file), 'utf8'))
  .join('\n')

test('every reason that a gate can give is said in words', () => {
  const reasons = new Set([...gates.matchAll(/'([A-Z][A-Z0-9_]+)'/g)].map(([, code = '']) => code))
  const codes = [...reasons].filter((code) => /[A-Z]{3}/.test(code))
  expect(codes.length).toBeGreaterThan(25)
  expect(codes.filter((code) => reasonWords(code) === code)).toEqual([])
})

test('every act that a gate can ask for is said in words', () => {
  const owned = /'(?:customerAdmin|partner|desk|registry|cisco|nobody)',\s*'([a-zA-Z]+)'/g
  const acts = [...gates.matchAll(owned), ...gates.matchAll(/\bact: '([a-zA-Z]+)'/g)]
  expect(acts.length).toBeGreaterThan(20)
  expect(acts.map(([, act = '']) => act).filter((act) => actWords(act) === act)).toEqual([])
})

test('every wait and its owner is said in words', () => {
  const waits = Object.entries(pack003.waits)
  expect(waits.filter(([kind, { owner }]) => stageWords(kind) === kind || ownerWords(owner) === '')).toEqual([])
})

test('a code that has no words yet is shown as it is', () => {
  expect(reasonWords('SOMETHING_NEW')).toBe('SOMETHING_NEW')
})

test('events, instants and numbers are written to be read', () => {
  expect(eventWords('NumberRegistrationSubmitted')).toBe('Number registration submitted')
  expect(dayAndTime('2026-11-24T16:18:42.123Z')).toBe('24 Nov 2026, 16:18 UTC')
  expect(spacedNumber('+15125550101')).toBe('+1 512 555 0101')
  expect(spacedNumber('+442079460000')).toBe('+442079460000')
})
