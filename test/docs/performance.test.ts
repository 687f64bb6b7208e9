import { expect, test } from 'vitest'
import { benchmarks } from '../../bench/benchmarks.ts'
import { readDocument } from './documents.ts'

const rows = readDocument('docs/performance.md')
  .split('\n')
  .filter((line) => /^\| `\w+` \|/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))

test('the page has every ratio that is measured, with its goal, and no other', () => {
  const measured = benchmarks.flatMap(({ name, ratios }) =>
    ratios.map(({ ours, bare, atLeast }) => [
      `\`${name}\``,
      ours,
      bare,
      atLeast === undefined ? 'none' : `≥ ${atLeast}`,
    ]),
  )
  expect(rows.map(([, name, ours, bare, goal]) => [name, ours, bare, goal])).toEqual(measured)
})

test('the page says of every benchmark what one piece of its work is', () => {
  const page = readDocument('docs/performance.md')
  expect(benchmarks.filter(({ name, piece }) => !page.includes(`**${name}**: ${piece}`))).toEqual([])
})
