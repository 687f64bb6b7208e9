import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import * as z from 'zod'
import type { Written } from '../store/views/historyView.ts'
import { type ActivityRecord, type RunRecord, readRun } from './runRecord.ts'
import { instantOut } from './schemas.ts'
import { isTemporalUp } from './temporal.ts'

const activity = z.object({
  activityId: z.string(),
  type: z.string(),
  summary: z.string().nullable().describe('what it does, in words'),
  attempt: z.int().describe('the last one; 0 where none has begun'),
  scheduledAt: instantOut,
  startedAt: instantOut.nullable(),
  endedAt: instantOut.nullable(),
  outcome: z.enum(['underWay', 'completed', 'failed', 'timedOut', 'cancelled']),
  failure: z.string().nullable().describe('the type of its last failure'),
  eventCount: z.int().describe('how many events it wrote'),
  events: z.array(z.string()).describe('the ids of the first twenty of them'),
})

const run = z.object({
  workflowId: z.string(),
  runId: z.string(),
  status: z.string(),
  startedAt: instantOut,
  endedAt: instantOut.nullable(),
  activities: z.array(activity),
})

/** What the conductor did, beside the record of what is true. The link runs both ways: an event's provenance names run and activity. */
export const conducted = z.discriminatedUnion('state', [
  z.object({ state: z.literal('answered'), runs: z.array(run) }),
  z.object({ state: z.literal('unavailable'), code: z.literal('TEMPORAL_UNAVAILABLE') }),
])

type Conducted = z.output<typeof conducted>

const answerMs = 10_000
/** Runs of one workflow that are looked at: each hands on to the next when its history grows long. */
const mostRuns = 20

/** Every run of these workflows that Temporal still keeps, the oldest of each first, with what its activities wrote. */
export async function conductedBy(
  client: Client,
  workflowIds: readonly string[],
  written: readonly Written[],
): Promise<Conducted> {
  const unavailable: Conducted = { state: 'unavailable', code: 'TEMPORAL_UNAVAILABLE' }
  if (!(await isTemporalUp(client))) return unavailable
  const byActivity = new Map(written.map((each) => [`${each.runId}/${each.activityId}`, each]))
  try {
    return await client.withDeadline(Date.now() + answerMs, async () => {
      const runs: Extract<Conducted, { state: 'answered' }>['runs'] = []
      for (const id of workflowIds) {
        for (const each of await chainOf(client, id)) runs.push(shown(each, byActivity))
      }
      return { state: 'answered', runs }
    })
  } catch {
    return unavailable
  }
}

async function chainOf(client: Client, workflowId: string): Promise<readonly RunRecord[]> {
  const chain: RunRecord[] = []
  let runId: string | undefined
  while (chain.length < mostRuns) {
    const found: RunRecord | undefined = await runOf(client, workflowId, runId)
    if (!found) break
    chain.unshift(found)
    if (found.continuedFrom === '') break
    runId = found.continuedFrom
  }
  return chain
}

/** Undefined where Temporal has no such run: not yet, or no longer. */
async function runOf(client: Client, workflowId: string, runId: string | undefined): Promise<RunRecord | undefined> {
  try {
    const described = await client.workflow.getHandle(workflowId, runId).describe()
    const history = await client.workflow.getHandle(workflowId, described.runId).fetchHistory()
    return readRun(described, history)
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}

function shown(
  { continuedFrom: _continuedFrom, activities, ...rest }: RunRecord,
  written: ReadonlyMap<string, Written>,
): z.output<typeof run> {
  return {
    ...rest,
    activities: activities.map((each: ActivityRecord) => {
      const events = written.get(`${rest.runId}/${each.activityId}`)
      return { ...each, eventCount: events?.count ?? 0, events: [...(events?.ids ?? [])] }
    }),
  }
}
