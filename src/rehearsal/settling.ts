import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client'
import type { Instant } from '../domain/values.ts'
import type { OpenProcess } from '../store/outbox.ts'
import { workflowIdOf } from '../worker/delivery.ts'
import type { Outside } from './outside.ts'
import type { Product } from './product.ts'
import { type Unfinished, unfinished } from './record.ts'
import type { VirtualTime } from './virtualTime.ts'

/** What had not come to rest: a workflow by its id, or a part of the product by name. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled'
}

type Parts = { readonly product: Product; readonly outside: Outside; readonly time: VirtualTime }

const limitMs = 10_000
const pollMs = 25

/**
 * Waits until everybody has done what there is to do at this instant: facts told, deliveries acted on, webhooks out, no
 * workflow with a task or an activity under way. Only then may time pass: it would run on beneath whoever still works.
 */
export async function settle(parts: Parts, outsideAt: Instant): Promise<void> {
  let limit = performance.now() + limitMs
  let busy: string | undefined
  for (let quietRounds = 0; quietRounds < 2; ) {
    const before = busy
    busy = await whoIsBusy(parts, outsideAt)
    if (busy !== before) limit = performance.now() + limitMs
    quietRounds = busy === undefined ? quietRounds + 1 : 0
    if (performance.now() > limit) throw new Unsettled(`not settled after ${limitMs / 1000} s: ${busy ?? 'restless'}`)
    await sleep(pollMs)
  }
}

async function whoIsBusy({ product, outside, time }: Parts, outsideAt: Instant): Promise<string | undefined> {
  if ((await outside.advance(outsideAt)) > 0) return 'the outside world has webhooks that nobody takes'
  const left = await unfinished(product.store.pool, await time.clock.now())
  const [first] = (Object.keys(sayings) as (keyof Unfinished)[]).filter((each) => left[each] > 0)
  if (first) return sayings[first]
  if (product.running() > 0) return 'an activity'
  const { rows } = await product.store.pool.query<Omit<OpenProcess, 'orgId'>>('select id, kind from process')
  for (const { id, kind } of rows) {
    const workflowId = workflowIdOf({ kind, processId: id })
    if (await isBusy(time.client, workflowId)) return `workflow ${workflowId}`
  }
  return undefined
}

const sayings: Readonly<Record<keyof Unfinished, string>> = {
  facts: 'facts in the outbox that no process has been told',
  deliveries: 'deliveries in the ledger that nobody has acted on',
  marks: 'marks of a wait that are due and not said',
  turns: 'rows that should have turned by now',
}

async function isBusy(client: Client, workflowId: string): Promise<boolean> {
  const handle = client.workflow.getHandle(workflowId)
  try {
    const { raw, status } = await handle.describe()
    if (status.name !== 'RUNNING') return false
    // Between two attempts nothing is under way: the next one is a matter of time.
    const isFirstAttempt = (raw.pendingActivities ?? []).some((each) => (each.attempt ?? 1) < 2)
    return isFirstAttempt || hasOpenTask(await handle.fetchHistory())
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}

/** The test server's description never shows a pending workflow task; its history does. */
function hasOpenTask({ events }: Awaited<ReturnType<WorkflowHandle['fetchHistory']>>): boolean {
  const last = (events ?? []).findLast((event) => taskEvents.includes(event.eventType ?? 0))
  return last !== undefined && last.eventType !== taskCompleted
}

// Numbers of the API's enumeration: scheduled, started, completed, timed out, failed.
const taskEvents = [5, 6, 7, 8, 9]
const taskCompleted = 7
