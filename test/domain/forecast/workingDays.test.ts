import { expect, test } from 'vitest'
import { isWorkingDay, minusWorkingDays, plusWorkingDays } from '../../../src/domain/forecast/workingDays.ts'

test.each([
  // Each with the country that keeps it.
  ['2024-01-01', 'US', 'CA'],
  ['2024-01-15', 'US'],
  ['2024-02-19', 'US'],
  ['2024-03-29', 'CA'],
  ['2024-05-20', 'CA'],
  ['2024-05-27', 'US'],
  ['2024-06-19', 'US'],
  ['2024-07-01', 'CA'],
  ['2024-07-04', 'US'],
  ['2024-09-02', 'US', 'CA'],
  ['2024-09-30', 'CA'],
  ['2024-10-14', 'US', 'CA'],
  ['2024-11-11', 'US', 'CA'],
  ['2024-11-28', 'US'],
  ['2024-12-25', 'US', 'CA'],
  ['2024-12-26', 'CA'],
  ['2025-04-18', 'CA'],
  // 4 July 2026 is a Saturday, observed on the Friday; 1 January 2022 was observed in 2021.
  ['2026-07-03', 'US'],
  ['2021-12-31', 'US'],
  // Christmas 2022 was a Sunday: two days follow it.
  ['2022-12-26', 'US', 'CA'],
  ['2022-12-27', 'CA'],
])('on %s no work is done in %s', (day, ...countries) => {
  for (const country of ['US', 'CA']) expect(isWorkingDay(day, [country]), country).toBe(!countries.includes(country))
})

test('weekends are none either, and counting goes over them both ways', () => {
  expect(isWorkingDay('2024-11-30')).toBe(false)
  expect(plusWorkingDays('2024-11-27', 2, ['US'])).toBe('2024-12-02')
  expect(minusWorkingDays('2024-12-02', 1, ['US'])).toBe('2024-12-01')
  expect(plusWorkingDays('2024-11-29', 0)).toBe('2024-11-29')
})
