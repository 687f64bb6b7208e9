import { expect, test } from 'vitest'
import { table } from '../../src/cli/table.ts'

test('columns are as wide as their widest cell, painted or not, and no line ends in blanks', () => {
  const shout = (text: string) => `<${text}>`
  const lines = table(
    ['number', 'may text', 'why'],
    [
      ['+1', { text: 'can', paint: shout }, 'passed'],
      ['+1512', 'cannot', ''],
    ],
    '',
  )
  expect(lines.split('\n').slice(1)).toEqual(['+1      <can>       passed', '+1512   cannot'])
})
