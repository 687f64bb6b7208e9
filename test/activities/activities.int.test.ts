import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Activities, createActivities } from '../../src/activities/index.ts'
import type { ProcessStep } from '../../src/activities/results.ts'
import { brand, type OrderId } from '../../src/domain/values.ts'
import type { Desk, DeskOrder } from '../../src/providers/desk.ts'
import { ProviderRefused, ProviderUnavailable } from '../../src/providers/failures.ts'
import type { RegistrationRequest } from '../../src/providers/registry.ts'
import { accepted, openTestStore, type Premises, readyOrganisation, type TestStore } from '../support/store.ts'

let opened: TestStore
beforeAll(async () => {
  opened = await openTestStore()
})
afterAll(() => opened.close())

const workflow = { workflowId: 'onboarding/an-id', runId: 'a-run' }

function run<Name extends keyof Activities>(
  activities: Activities,
  name: Name,
  input: Parameters<Activities[Name]>[0],
) {
  const env = new MockActivityEnvironment({ activityId: '7', attempt: 3, workflowExecution: workflow })
  return env.run(activities[name] as (input: unknown) => Promise<unknown>, input)
}

const stepOf = ({ orgId, onboardingId }: Premises, step: string): ProcessStep => ({ orgId, onboardingId, step })

/** An order of the first numbers, submitted and not yet sent. */
async function submitted(premises: Premises, count = premises.numbers.length): Promise<OrderId> {
  const { orgId, onboardingId, locationId, numbers } = premises
  const data = { onboardingId, locationId, numbers: numbers.slice(0, count) }
  const { orderId } = await accepted(opened.store, 'CreateOrder', orgId, data)
  if (!orderId) throw new Error('nothing was left to order')
  await accepted(opened.store, 'SubmitOrder', orgId, { orderId, next: 'more' })
  return orderId
}

async function authorised(premises: Premises, orderId: OrderId, from: number, to: number): Promise<void> {
  const items = premises.numberIds.slice(from, to).map((numberId) => ({ numberId, status: 'authorised' as const }))
  await accepted(opened.store, 'RecordOrderAnswer', premises.orgId, { orderId, items })
}

const deskThat = (submitOrder: Desk['submitOrder']): Desk => ({ submitOrder, findOrder: async () => undefined })

describe('sending an order', () => {
  test('names the numbers of the order and notes the ticket, with where in Temporal it was done', async () => {
    const premises = await readyOrganisation(opened.store)
    const orderId = await submitted(premises, 2)
    const sent: DeskOrder[] = []
    const desk = deskThat(async (order) => {
      sent.push(order)
      return { ticket: 'T-1', sent: 'now' }
    })
    const activities = createActivities({ store: opened.store, desk })
    const step = { ...stepOf(premises, `order/${orderId}`), orderId }
    expect(await run(activities, 'sendOrder', step)).toEqual({ outcome: 'done' })
    expect(await run(activities, 'sendOrder', step)).toEqual({ outcome: 'done' })
    expect(sent[0]?.items.map((item) => item.e164).sort()).toEqual([...premises.numbers.slice(0, 2)].sort())
    const { rows } = await opened.store.pool.query(
      `select data, provenance, command_id from event where stream_id = $1 and type = 'OrderSent'`,
      [orderId],
    )
    expect(rows).toEqual([
      {
        data: { ticket: 'T-1' },
        provenance: { ...workflow, activityId: '7', attempt: 3 },
        command_id: `onboarding/${premises.onboardingId}/order/${orderId}`,
      },
    ])
  })

  test('passes a final no on as a failure that is not retried, with the code and without the request', async () => {
    const premises = await readyOrganisation(opened.store)
    const orderId = await submitted(premises)
    const desk = deskThat(async () => {
      throw new ProviderRefused('desk', 422, 'LOCATION_UNKNOWN')
    })
    const failure = await run(createActivities({ store: opened.store, desk }), 'sendOrder', {
      ...stepOf(premises, `order/${orderId}`),
      orderId,
    }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ type: 'ProviderRefused', nonRetryable: true, details: ['LOCATION_UNKNOWN'] })
    for (const e164 of premises.numbers) expect(JSON.stringify(failure)).not.toContain(e164)
  })

  test('waits as long as a throttling desk asked for before the next attempt', async () => {
    const premises = await readyOrganisation(opened.store)
    const orderId = await submitted(premises)
    const desk = deskThat(async () => {
      throw new ProviderUnavailable('desk', 'throttled', { status: 429, retryAfterMs: 90_000 })
    })
    const input = { ...stepOf(premises, `order/${orderId}`), orderId }
    await expect(run(createActivities({ store: opened.store, desk }), 'sendOrder', input)).rejects.toMatchObject({
      type: 'ProviderUnavailable',
      nonRetryable: false,
      nextRetryDelay: 90_000,
    })
  })

  test('notes the ticket of an order whose answer came first, and sends nothing any more', async () => {
    const premises = await readyOrganisation(opened.store)
    const orderId = await submitted(premises)
    await authorised(premises, orderId, 0, premises.numbers.length)
    const desk: Desk = {
      submitOrder: () => Promise.reject(new Error('nothing is left to send')),
      findOrder: async () => ({ ticket: 'T-9', sent: 'found' }),
    }
    const activities = createActivities({ store: opened.store, desk })
    const input = { ...stepOf(premises, `order/${orderId}`), orderId }
    expect(await run(activities, 'sendOrder', input)).toEqual({ outcome: 'done' })
    const { rows } = await opened.store.pool.query('select ticket from "order" where id = $1', [orderId])
    expect(rows).toEqual([{ ticket: 'T-9' }])
  })
})

describe('asking for a registration', () => {
  test('repeats the same numbers after a cut connection, and leaves one authorised in between to the next request', async () => {
    const premises = await readyOrganisation(opened.store)
    const orderId = await submitted(premises)
    await authorised(premises, orderId, 0, 2)
    const heard: RegistrationRequest[] = []
    const registry = {
      submitRegistration: async (request: RegistrationRequest) => {
        heard.push(request)
        if (heard.length === 1) throw new ProviderUnavailable('registry', 'network')
        return { registrationId: 'R-1', sent: 'now' as const }
      },
    }
    const activities = createActivities({ store: opened.store, registry })
    const step = stepOf(premises, 'registration/4')
    await expect(run(activities, 'sendRegistration', step)).rejects.toMatchObject({ type: 'ProviderUnavailable' })
    await authorised(premises, orderId, 2, 3)
    expect(await run(activities, 'sendRegistration', step)).toEqual({ outcome: 'done' })
    expect(heard[1]).toEqual(heard[0])
    expect(await registrations(premises)).toEqual({ submitted: 2, unknown: 1 })

    expect(await run(activities, 'sendRegistration', stepOf(premises, 'registration/5'))).toEqual({ outcome: 'done' })
    expect(heard[2]?.items.map((item) => item.reference)).toEqual([premises.numberIds[2]])
    expect(await registrations(premises)).toEqual({ submitted: 3 })
  })

  test('goes in requests of a thousand numbers at most, each with a reference of its own, and tells the process once', async () => {
    const premises = await readyOrganisation(opened.store, 1_001)
    const orderId = await submitted(premises)
    await authorised(premises, orderId, 0, 1_001)
    const heard: RegistrationRequest[] = []
    const registry = {
      submitRegistration: async (request: RegistrationRequest) => {
        heard.push(request)
        return { registrationId: `R-${heard.length}`, sent: 'now' as const }
      },
    }
    const facts = await positionOf(premises)
    const activities = createActivities({ store: opened.store, registry })
    expect(await run(activities, 'sendRegistration', stepOf(premises, 'registration/4'))).toEqual({ outcome: 'done' })
    expect(heard.map((request) => request.items.length)).toEqual([1_000, 1])
    expect(new Set(heard.map((request) => request.reference)).size).toBe(2)
    expect(await registrations(premises)).toEqual({ submitted: 1_001 })
    expect(await positionOf(premises)).toBe(facts + 1)
  })
})

test('a mark whose instant the database has not reached is tried again in a second, and alarms nobody', async () => {
  const premises = await readyOrganisation(opened.store)
  const activities = createActivities({ store: opened.store })
  const entered = await run(activities, 'enterStage', { ...stepOf(premises, 'stage/1'), stage: 'authorisation' })
  expect(entered).toMatchObject({ outcome: 'entered', wait: { step: 'stage/1', owner: 'customerAdmin' } })
  const input = { ...stepOf(premises, 'marks/stage/1/now'), waitId: `${premises.onboardingId}/stage/1` }
  await expect(run(activities, 'fireMarks', input)).rejects.toMatchObject({
    type: 'MarkNotDue',
    nextRetryDelay: '1 second',
    nonRetryable: false,
    category: 'BENIGN',
  })
})

test('a step without a bridge is done by hand and leaves nothing in the record', async () => {
  const premises = await readyOrganisation(opened.store)
  const activities = createActivities({ store: opened.store })
  const orderId = brand<OrderId>(premises.orgId)
  expect(await run(activities, 'sendOrder', { ...stepOf(premises, 'order/1'), orderId })).toEqual({ outcome: 'byHand' })
  expect(await run(activities, 'sendRegistration', stepOf(premises, 'registration/1'))).toEqual({ outcome: 'byHand' })
})

async function registrations({ orgId }: Premises): Promise<Readonly<Record<string, number>>> {
  const { rows } = await opened.store.pool.query<{ registration: string; count: number }>(
    'select registration, count(*)::int from number where org_id = $1 group by 1',
    [orgId],
  )
  return Object.fromEntries(rows.map((row) => [row.registration, row.count]))
}

async function positionOf({ onboardingId }: Premises): Promise<number> {
  const { rows } = await opened.store.pool.query<{ position: number }>('select position from process where id = $1', [
    onboardingId,
  ])
  return rows[0]?.position ?? 0
}
