import { expect, test } from 'vitest'
import { classifyNumber } from '../../src/api/phoneNumber.ts'

test.each([
  ['+12025550123', 'US', 'standard'],
  ['+16475550123', 'CA', 'standard'],
  ['+18005550100', 'US', 'tollFree'],
  ['+18665550100', 'US', 'tollFree'],
  ['+19005550100', 'US', 'service'],
  ['+15005551234', 'US', 'service'],
  ['+16005551234', 'CA', 'service'],
  ['+17875550123', 'PR', 'standard'],
  ['+442079460000', 'GB', 'standard'],
])('%s is a number of %s and %s by its kind', (text, country, kind) => {
  expect(classifyNumber(text)).toEqual({ e164: text, country, kind })
})

test.each([
  '2025550123',
  '+1 202 555 0123',
  '+1202555012',
  '+11234567890',
  '',
  '+',
  'tel:+12025550123',
  '+12025550123 ',
])('"%s" is no valid number in E.164 form, whoever could guess what was meant', (text) => {
  expect(classifyNumber(text)).toMatchObject({ e164: text, country: null })
})
