import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { DeterminismViolationError } from '@temporalio/workflow'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { bundleWorkflows } from '../../src/worker/bundle.ts'

const folder = join(import.meta.dirname, '../histories')
const corpus = readdirSync(folder).filter((file) => file.endsWith('.json'))

beforeAll(() => {
  // The planted change makes the SDK complain at length.
  const logger = new DefaultLogger('ERROR', () => undefined)
  Runtime.install({ logger, telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } })
})

function history(file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'))
}

describe('every history of the corpus is replayed by this build to the letter', () => {
  test('and the corpus is there', () => {
    expect(corpus).toContain('happyRoad.json')
    expect(corpus).toContain('happyCase.json')
    expect(corpus).toContain('fromCommandLine.json')
    expect(corpus).toContain('cutoff.json')
    expect(corpus.length).toBeGreaterThan(35)
  })

  test.each(corpus)('%s', async (file) => {
    const workflowBundle = { codePath: inject('workflowBundlePath') }
    await expect(Worker.runReplayHistory({ workflowBundle }, history(file))).resolves.toBeUndefined()
  })
})

describe('a change that open runs cannot follow', () => {
  let code = ''
  beforeAll(async () => {
    code = await bundleWorkflows(join(import.meta.dirname, 'fixtures/plantedChange.ts'))
  })

  test.each(['happyRoad.json', 'happyCase.json', 'fromCommandLine.json'])(
    'is found by the replay of %s',
    async (file) => {
      await expect(Worker.runReplayHistory({ workflowBundle: { code } }, history(file))).rejects.toThrow(
        DeterminismViolationError,
      )
    },
  )
})
