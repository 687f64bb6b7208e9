import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client'
import type { OpenProcess } from '../store/outbox.ts'
import { workflowIdOf } from '../worker/delivery.ts'
import type { Attempts } from './attempts.ts'
import type { Product } from './product.ts'
import { type Unfinished, unfinished } from './record.ts'
import type { VirtualTime } from './virtualTime.ts'

/** What had not come to rest: a workflow by its id, or a part of the product by name. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled'
}

type Parts = { readonly product: Product; readonly time: VirtualTime }

const limitMs = 10_000
const pollMs = 20

/**
 * Waits until everybody has done what there is to do at this instant: facts told, deliveries acted on, rows turned, no
 * workflow with a task or an activity under way. Only then may time pass: it would run on beneath whoever still works.
 * An activity between two attempts has come to rest until its next one. Marks count only once the server's time has
 * reached them.
 */
export async function settle(parts: Parts, marks: 'marksTold' | 'marksHeld'): Promise<void> {
  let limit = performance.now() + limitMs
  let busy: string | undefined
  for (let quietRounds = 0; quietRounds < 2; ) {
    const before = busy
    busy = await whoIsBusy(parts, marks)
    if (busy !== before) limit = performance.now() + limitMs
    quietRounds = busy === undefined ? quietRounds + 1 : 0
    if (performance.now() > limit) throw new Unsettled(`not settled after ${limitMs / 1000} s: ${busy ?? 'restless'}`)
    await sleep(pollMs)
  }
}

async function whoIsBusy({ product, time }: Parts, marks: 'marksTold' | 'marksHeld'): Promise<string | undefined> {
  const { attempts, store } = product
  const left = await unfinished(store.pool, time.stands())
  const counted = marks === 'marksTold' ? left : { ...left, marks: 0 }
  const [first] = (Object.keys(sayings) as (keyof Unfinished)[]).filter((each) => counted[each] > 0)
  if (first) return sayings[first]
  const { rows } = await store.pool.query<Omit<OpenProcess, 'orgId'>>('select id, kind from process')
  for (const { id, kind } of rows) {
    const workflowId = workflowIdOf({ kind, processId: id })
    const doing = await whatIsDone(time.client, workflowId, attempts)
    if (doing) return `workflow ${workflowId} has ${doing}`
  }
  return attempts.running() > 0 ? 'an activity that no workflow waits for' : undefined
}

const sayings: Readonly<Record<keyof Unfinished, string>> = {
  facts: 'facts in the outbox that no process has been told',
  deliveries: 'deliveries in the ledger that nobody has acted on',
  marks: 'marks of a wait that are due and not said',
  turns: 'rows that should have turned by now',
  mails: 'mails that nobody has sent',
}

async function whatIsDone(client: Client, workflowId: string, attempts: Attempts): Promise<string | undefined> {
  const handle = client.workflow.getHandle(workflowId)
  try {
    const { raw, status, runId } = await handle.describe()
    if (status.name !== 'RUNNING') return undefined
    const underWay = (raw.pendingActivities ?? []).find((each) => !attempts.isBetween(runId, each.activityId ?? ''))
    if (underWay) return `the activity ${underWay.activityType?.name ?? ''} under way`
    return hasOpenTask(await handle.fetchHistory()) ? 'a task under way' : undefined
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
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
