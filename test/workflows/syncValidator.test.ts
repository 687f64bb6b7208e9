import { expect, test } from 'vitest'
import { syncValidator } from '../../src/workflows/syncValidator.ts'

test('a validator that decides at once is taken as it is', () => {
  const refuse = (text: string): undefined => {
    if (text === '') throw new Error('empty')
  }
  expect(syncValidator(refuse)).toBe(refuse)
})

test('a validator that only promises to decide does not compile', () => {
  const later = async (text: string): Promise<void> => {
    if (text === '') throw new Error('empty')
  }
  // @ts-expect-error an asynchronous validator is never awaited and stops the whole run
  expect(syncValidator(later)).toBe(later)
})
