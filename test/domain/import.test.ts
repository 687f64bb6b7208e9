import { expect, test } from 'vitest'
import { refuseCandidate } from '../../src/domain/import.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'

const refused = (e164: string, country: string | null) => refuseCandidate({ e164, country }, pack003)

test.each([
  ['+14155550123', 'US'],
  ['+16135550123', 'CA'],
])('a ten-digit number of the United States or Canada is taken: %s', (e164, country) => {
  expect(refused(e164, country)).toBeUndefined()
})

test('a toll-free number may be listed, though it can never be authorised', () => {
  expect(refused('+18005550123', 'US')).toBeUndefined()
})

test.each([
  ['without its plus', '14155550123'],
  ['with too few digits', '+1415555012'],
  ['with too many digits', '+141555501234'],
  ['with letters', '+1415555O123'],
  ['with its spaces', '+1 415 555 0123'],
  ['that is empty', ''],
  ['with a line break after it', '+14155550123\n'],
])('a text %s is no number', (_, text) => {
  expect(refused(text, null)).toEqual({ code: 'NUMBER_NOT_E164', field: 'e164' })
})

test('ten digits that no numbering plan knows are no number', () => {
  expect(refused('+10000000000', null)).toEqual({ code: 'NUMBER_NOT_E164', field: 'e164' })
})

test.each([
  ['of another numbering plan', '+442079460123', 'GB'],
  ['that shares the +1 of the United States', '+12425550123', 'BS'],
])('a number %s is not of the United States or Canada', (_, e164, country) => {
  expect(refused(e164, country)).toEqual({ code: 'NUMBER_NOT_US_CA', field: 'e164' })
})
