import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesUnder } from '../../scripts/files.ts'
import { createProgram } from '../../src/cli/program.ts'
import { repository } from '../tooling/tree.ts'
import { readDocument } from './documents.ts'

const page = readDocument('docs/runbook.md')
const code = ['src/store', 'src/worker']
  .flatMap((folder) => filesUnder(repository, folder))
  .map((file) => readFileSync(join(repository, file), 'utf8'))
  .join('\n')

test('whatever calls for attention has its section in the runbook', () => {
  const called = [...code.matchAll(/code: '([A-Z_]+)', (?:subject|detail)|code: '([A-Z_]+)',\n\s+subject/g)]
  const codes = [
    ...called.map(([, one, other]) => one ?? other),
    ...[...code.matchAll(/'(WAIT_\w+)'/g)].map(([, w]) => w),
  ]
  expect(codes.length).toBeGreaterThan(5)
  expect(codes.filter((each) => !page.includes(`\`${each}\``))).toEqual([])
})

test('every command of the runbook exists', () => {
  const program = createProgram({})
  const known = program.commands.flatMap((each) => [
    each.name(),
    ...each.commands.map((inner) => `${each.name()} ${inner.name()}`),
  ])
  const named = [...page.matchAll(/(?:^|`)clearline ([a-z]+)(?: ([a-z]+)\b)?/gm)].map(([, first = '', second]) =>
    first === 'token' || first === 'org' ? `${first} ${second}` : first,
  )
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((name) => !known.includes(name))).toEqual([])
})
