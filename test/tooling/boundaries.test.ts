import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Planted, planted } from './plantedImports.ts'
import { type PlantedTree, plantTree, repository } from './tree.ts'

const run = promisify(execFile)

const passes = ['.dependency-cruiser.cjs', '.dependency-cruiser.sandbox.cjs'] as const
type Pass = (typeof passes)[number]
type Report = { readonly summary: { readonly violations: readonly { from: string; rule: { name: string } }[] } }

/** `file: rule`, each once, sorted. The exit code counts violations, so a failing run still carries its report. */
async function violations(tree: string, pass: Pass): Promise<string[]> {
  const bin = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [bin, '--config', pass, '--output-type', 'json', 'src']
  const { stdout } = await run(process.execPath, args, { cwd: tree, maxBuffer: 64 * 1024 * 1024 }).catch(
    (failure: { stdout: string }) => failure,
  )
  const { summary }: Report = JSON.parse(stdout)
  return [...new Set(summary.violations.map((each) => `${each.from}: ${each.rule.name}`))].sort()
}

function expected(rules: (each: Planted) => readonly string[] | undefined): string[] {
  return planted.flatMap((each) => (rules(each) ?? []).map((rule) => `${each.file}: ${rule}`)).sort()
}

describe('imports point one way', () => {
  let tree: PlantedTree

  beforeAll(async () => {
    const files = Object.fromEntries(planted.map(({ file, source }) => [file, source]))
    tree = await plantTree(['package.json', 'tsconfig.json', ...passes], files)
  })

  afterAll(() => tree.remove())

  test('every planted breach of the import table is named, and nothing else', async () => {
    expect(await violations(tree.root, '.dependency-cruiser.cjs')).toEqual(expected((each) => each.table))
  })

  test('whatever workflow code could reach at run time beyond the processes is named, and nothing else', async () => {
    expect(await violations(tree.root, '.dependency-cruiser.sandbox.cjs')).toEqual(expected((each) => each.sandbox))
  })

  test('each rule has a planted breach of its own', async () => {
    const rules = await Promise.all(
      passes.map(async (config) => {
        const { default: parsed } = await import(join(repository, config))
        return (parsed as { forbidden: { name: string }[] }).forbidden.map(({ name }) => name)
      }),
    )
    const breached = new Set(planted.flatMap((each) => [...(each.table ?? []), ...(each.sandbox ?? [])]))
    expect([...breached].sort()).toEqual(rules.flat().sort())
  })

  test.each(passes)('the product itself passes %s', async (pass) => {
    expect(await violations(repository, pass)).toEqual([])
  })
})
