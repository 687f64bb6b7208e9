import { expect, test } from 'vitest'
import { de } from '../../src/console/texts/de.ts'
import { en } from '../../src/console/texts/en.ts'
import { eventTypes } from '../../src/store/eventSchemas.ts'

/** Every text by its path; of words for codes, every code. */
function paths(texts: unknown, path = ''): readonly string[] {
  if (typeof texts === 'function') {
    const { codes = [] } = texts as { readonly codes?: readonly string[] }
    return [path, ...codes.map((code) => `${path} ${code}`)]
  }
  if (typeof texts !== 'object' || texts === null) return [path]
  return Object.entries(texts).flatMap(([name, value]) => paths(value, path === '' ? name : `${path}.${name}`))
}

const keys = (texts: unknown) => paths(texts).filter((each) => !each.includes(' '))

test('both languages have the same texts', () => {
  expect(keys(de)).toEqual(expect.arrayContaining([...keys(en)]))
  expect(keys(en)).toEqual(expect.arrayContaining([...keys(de)]))
})

test('German has words for every code that English has words for', () => {
  const known = new Set(paths(de))
  expect(paths(en).filter((each) => each.includes(' ') && !known.has(each))).toEqual([])
})

test('German has words for every event that can be on record', () => {
  expect(eventTypes.length).toBeGreaterThan(50)
  expect(eventTypes.filter((type) => de.event(type) === type)).toEqual([])
})

test('no German text was left in English', () => {
  const same = paths(en).filter((each) => {
    const read = (texts: unknown) =>
      each.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], texts)
    const [one, other] = each.includes(' ') ? [0, 1] : [read(en), read(de)]
    return typeof one === 'string' && one === other && one.split(' ').length > 2
  })
  expect(same).toEqual([])
})
