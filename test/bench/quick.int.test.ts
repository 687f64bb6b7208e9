import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { benchmarks } from '../../bench/benchmarks.ts'
import type { Found } from '../../bench/harness.ts'
import { repository } from '../tooling/tree.ts'

test('every benchmark runs, and tells each of its ratios', async () => {
  const tsx = join(repository, 'node_modules/tsx/dist/cli.mjs')
  const { stdout } = await promisify(execFile)(process.execPath, [tsx, 'bench/main.ts', '--quick', '--json'], {
    cwd: repository,
  })
  const { found }: { readonly found: readonly Found[] } = JSON.parse(stdout)
  const promised = benchmarks.flatMap(({ name, ratios }) => ratios.map(({ ours, bare }) => [name, ours, bare]))
  expect(found.map(({ benchmark, ours, bare }) => [benchmark, ours, bare])).toEqual(promised)
  expect(found.filter(({ wall }) => !(wall.median > 0))).toEqual([])
  expect(found.filter(({ cpu }) => cpu !== null && !(cpu.median > 0))).toEqual([])
})
