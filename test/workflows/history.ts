import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import type { Harness } from './harness.ts'

const root = join(import.meta.dirname, '../..')

export type HistoryFacts = { readonly events: number; readonly largestPayloadBytes: number; readonly text: string }

/**
 * The history of a process's current run, or of the run given. With UPDATE_HISTORIES=1 it becomes part of the corpus
 * that every later build has to replay.
 */
export async function historyOf(
  { client }: Harness,
  workflowId: string,
  { scenario, runId }: { readonly scenario?: string; readonly runId?: string } = {},
): Promise<HistoryFacts> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory()
  // Stack traces name the folder of whoever recorded them.
  const text = historyToJSON(history).replaceAll(root, '.')
  if (scenario && process.env['UPDATE_HISTORIES'] === '1' && process.env['CLEARLINE_NO_WORKFLOW_CACHE'] !== '1') {
    await writeFile(join(import.meta.dirname, '../histories', `${scenario}.json`), `${text}\n`)
  }
  const payloads = [...text.matchAll(/"data": ?"([^"]*)"/g)].map(([, data]) => ((data?.length ?? 0) * 3) / 4)
  return { events: history.events?.length ?? 0, largestPayloadBytes: Math.max(0, ...payloads), text }
}
