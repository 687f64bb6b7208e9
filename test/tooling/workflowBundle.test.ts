import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bundleWorkflows } from '../../src/worker/bundle.ts'
import { plantTree, repository } from './tree.ts'

// Temporal's own part is 1.6 MiB. Every cached workflow carries the whole bundle, so a library in it is paid for
// thousands of times: zod alone would add 1 MiB.
const budget = 2 * 1024 * 1024

/** The packages that went into a bundle, read from the names that webpack gives its modules. */
function packagesIn(code: string): ReadonlySet<string> {
  const modules = code.matchAll(/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//g)
  return new Set([...modules].map(([, name]) => name ?? ''))
}

const allowed = new Set(['@temporalio/common', '@temporalio/workflow', '@temporalio/worker', 'long', 'ms', 'nexus-rpc'])

describe('the workflow bundle', () => {
  test('holds Temporal and our processes, nothing else, within its budget', async () => {
    const code = await bundleWorkflows()
    expect([...packagesIn(code)].filter((name) => !allowed.has(name))).toEqual([])
    expect(Buffer.byteLength(code)).toBeLessThan(budget)
  })

  test('a library that slips in is seen, by name and by weight', async () => {
    const tree = await plantTree(['package.json'], {
      'src/workflows/index.ts': `import { z } from 'zod'\nexport async function parsed() { return z.string().parse('') }\n`,
    })
    try {
      const code = await bundleWorkflows(join(tree.root, 'src/workflows/index.ts'))
      expect([...packagesIn(code)].filter((name) => !allowed.has(name))).toEqual(['zod'])
      expect(Buffer.byteLength(code)).toBeGreaterThan(budget)
    } finally {
      await tree.remove()
    }
  })

  test('a missing entry file is named, not bundled as nothing', async () => {
    const nowhere = join(repository, 'src/workflows/nowhere.ts')
    await expect(bundleWorkflows(nowhere)).rejects.toThrow(nowhere)
  })
})
