import { describe, expect, test } from 'vitest'
import { ages } from '../../../src/domain/policy/ages.ts'
import { datesIn } from '../../../src/domain/policy/identify/datesIn.ts'
import { identify } from '../../../src/domain/policy/identify/identify.ts'
import { stepsIn } from '../../../src/domain/policy/identify/stepsIn.ts'
import { articleText, termOf } from './articleTexts.ts'

const languages = ['de', 'sr', 'hu', 'ja', 'zh'] as const
const everyText = languages.flatMap((language) => ages.map((age) => [age, language] as const))

describe('which age a pasted text is', () => {
  test.each(everyText)('%s is known in %s', (age, language) => {
    const answer = identify(articleText(age, language))
    expect(answer).toMatchObject({ age, language })
    expect(answer.possible).toContain(age)
    expect(Math.max(...Object.values(answer.scores))).toBe(answer.scores[age])
  })

  test.each(languages)('a letter beside a date is the newest, in %s', (language) => {
    const part = ['Cisco', termOf(language, 'D1'), termOf(language, 'Z8')].join('\n')
    expect(identify(part)).toMatchObject({ age: '003', possible: ['003'] })
  })

  test.each(languages)('a date alone leaves two ages, and none is guessed, in %s', (language) => {
    const part = ['Cisco', 'Control Hub', termOf(language, 'D2')].join('\n')
    expect(identify(part)).toMatchObject({ age: null, possible: ['002', '003'] })
  })

  test('what every age shares leaves every age', () => {
    expect(identify('Cisco, Control Hub, MMS, eDiscovery')).toMatchObject({ age: null, possible: ages, found: [] })
  })

  test('a text of two ages is near to one and part of none', () => {
    const mixed = `${articleText('003', 'de')}\n${termOf('de', 'L5')}`
    expect(identify(mixed)).toMatchObject({ age: '003', possible: [] })
  })

  test('another text is of no age', () => {
    for (const text of ['', 'Lorem ipsum dolor sit amet', 'Das Wetter ist heute schön und die Sonne scheint'])
      expect(identify(text)).toMatchObject({ age: null, possible: [] })
  })
})

test.each([
  '1. Dezember 2024',
  '1. decembra 2024. godine',
  '1. децембра 2024.',
  '2024. december 1-jéig',
  '2024年12月1日',
  '2024 年 12 月 1 日',
  '2024-12-01',
  '01.12.2024',
  '1. 12. 2024.',
  'December 1, 2024',
])('%s is the first of December', (text) => {
  expect([...datesIn(text)]).toContain('2024-12-01')
})

test('a number that is no date is none', () => {
  expect([...datesIn('42.12, 400, 3-4, 2024, 10DLC')]).toEqual([])
})

test('numbered instructions are counted, deeper ones with the step above them', () => {
  expect(stepsIn('1\n\na\n2\nb\n\n1\n2\n3\n  1. deeper\n  2. deeper\n4\nc')).toEqual([2, 4])
  expect(stepsIn('1. a\n2. b\n3) c')).toEqual([3])
  expect(stepsIn('400\n42.12\nno steps')).toEqual([])
})
