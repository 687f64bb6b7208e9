import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Runtime, Worker } from '@temporalio/worker'
import { bundleWorkflows } from '../src/worker/bundle.ts'
import type { Benchmark } from './harness.ts'

const histories = join(import.meta.dirname, '../test/histories')
const product = 'event replayed by the workflow'
const parse = 'event parsed from JSON'

/** What it costs to bring a process back into memory: its whole history, through the code of today. */
export const replay: Benchmark = {
  name: 'replay',
  piece: 'one event of an onboarding with its case',
  ratios: [{ ours: product, bare: parse }],
  open: async ({ size }) => {
    quiet()
    const folder = await mkdtemp(join(tmpdir(), 'clearline-bench-'))
    const codePath = join(folder, 'workflow-bundle.js')
    await writeFile(codePath, await bundleWorkflows())
    const texts = await Promise.all(
      ['happyRoad.json', 'happyCase.json'].map((file) => readFile(join(histories, file), 'utf8')),
    )
    const times = size(5, 1)
    const parses = size(400, 1)
    const events = texts.reduce((sum, text) => sum + eventsIn(text), 0)
    return {
      sides: {
        [product]: {
          ops: events * times,
          run: async () => {
            for (let n = 0; n < times; n += 1) {
              for (const text of texts)
                await Worker.runReplayHistory({ workflowBundle: { codePath } }, JSON.parse(text))
            }
          },
        },
        [parse]: {
          ops: events * parses,
          run: async () => {
            for (let n = 0; n < parses; n += 1) for (const text of texts) JSON.parse(text)
          },
        },
      },
      close: () => rm(folder, { recursive: true, force: true }),
    }
  },
}

function eventsIn(history: string): number {
  const { events }: { readonly events: readonly unknown[] } = JSON.parse(history)
  return events.length
}

const nothing = () => undefined

function quiet(): void {
  const logger = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }
  Runtime.install({ logger, telemetryOptions: { logging: { filter: 'OFF', forward: {} } } })
}
