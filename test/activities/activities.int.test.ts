import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Activities, createActivities } from '../../src/activities/index.ts'
import type { CaseStep, OnboardingStep } from '../../src/activities/results.ts'
import { brand, type CaseId, type OrderId } from '../../src/domain/values.ts'
import type { Desk, DeskCase, DeskForm, DeskOrder } from '../../src/providers/desk.ts'
import { ProviderRefused, ProviderUnavailable } from '../../src/providers/failures.ts'
import { goodForm } from '../support/form.ts'
import { accepted, openTestStore, type Premises, readyOrganisation, type TestStore } from '../support/store.ts'
import { correctedForm } from '../workflows/road.ts'

let opened: TestStore
beforeAll(async () => {
  opened = await openTestStore()
})
afterAll(() => opened.close())

const onboardingRun = { workflowId: 'onboarding/an-id', runId: 'a-run' }

function run<Name extends keyof Activities>(
  activities: Activities,
  name: Name,
  input: Parameters<Activities[Name]>[0],
) {
  const env = new MockActivityEnvironment({ activityId: '7', attempt: 3, workflowExecution: onboardingRun })
  return env.run(activities[name] as (input: unknown) => Promise<unknown>, input)
}

const stepOf = ({ orgId, onboardingId }: Premises, step: string): OnboardingStep => ({ orgId, onboardingId, step })
const caseStepOf = ({ orgId }: Premises, caseId: CaseId, step: string): CaseStep => ({ orgId, caseId, step })

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

/** A case that holds every number. */
async function caseOpened(premises: Premises): Promise<CaseId> {
  await authorised(premises, await submitted(premises), 0, premises.numbers.length)
  const { orgId, onboardingId } = premises
  return (await accepted(opened.store, 'OpenCase', orgId, { onboardingId })).caseId
}

async function formHandedIn(premises: Premises): Promise<CaseId> {
  const caseId = await caseOpened(premises)
  await accepted(opened.store, 'SubmitForm', premises.orgId, { caseId, form: goodForm })
  return caseId
}

/** A desk that can do what it is given, and fails the test where it is asked for anything else. */
function deskThat(can: Partial<Desk>): Desk {
  const unasked = () => Promise.reject(new Error('the desk is not asked for this'))
  return {
    submitOrder: unasked,
    findOrder: unasked,
    openCase: unasked,
    submitForm: unasked,
    findForm: unasked,
    ...can,
  }
}

const activitiesWith = (can: Partial<Desk>) => createActivities({ store: opened.store, desk: deskThat(can) })

describe('sending an order', () => {
  test('names the numbers of the order and notes the ticket, with where in Temporal it was done', async () => {
    const premises = await readyOrganisation(opened.store)
    const orderId = await submitted(premises, 2)
    const sent: DeskOrder[] = []
    const activities = activitiesWith({
      submitOrder: async (order) => {
        sent.push(order)
        return { ticket: 'T-1', sent: 'now' }
      },
    })
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
        provenance: { ...onboardingRun, activityId: '7', attempt: 3 },
        command_id: `onboarding/${premises.onboardingId}/order/${orderId}`,
      },
    ])
  })

  test('passes a final no on as a failure that is not retried, with the code and without the request', async () => {
    const premises = await readyOrganisation(opened.store)
    const orderId = await submitted(premises)
    const activities = activitiesWith({
      submitOrder: async () => {
        throw new ProviderRefused('desk', 422, 'LOCATION_UNKNOWN')
      },
    })
    const input = { ...stepOf(premises, `order/${orderId}`), orderId }
    const failure = await run(activities, 'sendOrder', input).catch((error: unknown) => error)
    expect(failure).toMatchObject({ type: 'ProviderRefused', nonRetryable: true, details: ['LOCATION_UNKNOWN'] })
    for (const e164 of premises.numbers) expect(JSON.stringify(failure)).not.toContain(e164)
  })

  test('waits as long as a throttling desk asked for before the next attempt', async () => {
    const premises = await readyOrganisation(opened.store)
    const orderId = await submitted(premises)
    const activities = activitiesWith({
      submitOrder: async () => {
        throw new ProviderUnavailable('desk', 'throttled', { status: 429, retryAfterMs: 90_000 })
      },
    })
    const input = { ...stepOf(premises, `order/${orderId}`), orderId }
    await expect(run(activities, 'sendOrder', input)).rejects.toMatchObject({
      type: 'ProviderUnavailable',
      nonRetryable: false,
      nextRetryDelay: 90_000,
    })
  })

  test('notes the ticket of an order whose answer came first, and sends nothing any more', async () => {
    const premises = await readyOrganisation(opened.store)
    const orderId = await submitted(premises)
    await authorised(premises, orderId, 0, premises.numbers.length)
    const activities = activitiesWith({ findOrder: async () => ({ ticket: 'T-9', sent: 'found' }) })
    const input = { ...stepOf(premises, `order/${orderId}`), orderId }
    expect(await run(activities, 'sendOrder', input)).toEqual({ outcome: 'done' })
    const { rows } = await opened.store.pool.query('select ticket from "order" where id = $1', [orderId])
    expect(rows).toEqual([{ ticket: 'T-9' }])
  })
})

describe('opening a case with the desk', () => {
  test('names the numbers that wait, and takes the ticket for a receipt, never for a confirmation', async () => {
    const premises = await readyOrganisation(opened.store)
    const caseId = await caseOpened(premises)
    const heard: DeskCase[] = []
    const activities = activitiesWith({
      openCase: async (supportCase) => {
        heard.push(supportCase)
        return { ticket: 'C-1', sent: 'now' }
      },
    })
    expect(await run(activities, 'sendCase', caseStepOf(premises, caseId, 'case/1'))).toEqual({ outcome: 'done' })
    expect(heard).toMatchObject([{ reference: caseId, organisationReference: premises.orgId }])
    expect(heard[0]?.items.map((item) => item.e164).sort()).toEqual([...premises.numbers].sort())
    const { rows } = await opened.store.pool.query('select status, ticket from support_case where id = $1', [caseId])
    expect(rows).toEqual([{ status: 'unconfirmed', ticket: null }])
  })

  test('asks for nothing once every number has its answer', async () => {
    const premises = await readyOrganisation(opened.store)
    const caseId = await caseOpened(premises)
    const items = premises.numberIds.map((numberId) => ({ numberId, status: 'registered' as const }))
    await accepted(opened.store, 'RecordRegistration', premises.orgId, { campaignRef: 'CABC123', items })
    expect(await run(activitiesWith({}), 'sendCase', caseStepOf(premises, caseId, 'case/1'))).toEqual({
      outcome: 'done',
    })
  })
})

describe('sending a registration form', () => {
  test('opens the document of that version, names the numbers that wait for it, and notes that it went', async () => {
    const premises = await readyOrganisation(opened.store)
    const caseId = await formHandedIn(premises)
    const heard: DeskForm[] = []
    const activities = activitiesWith({
      submitForm: async (form) => {
        heard.push(form)
        return { sent: 'now' }
      },
    })
    const step = { ...caseStepOf(premises, caseId, 'form/1'), formVersion: 1 }
    expect(await run(activities, 'sendForm', step)).toEqual({ outcome: 'done' })
    const sent = { reference: `${caseId}:form:1`, caseReference: caseId, serviceClass: 'A2P', form: goodForm }
    expect(heard).toMatchObject([sent])
    expect(heard[0]?.items.map((item) => item.reference).sort()).toEqual([...premises.numberIds].sort())
    const { rows } = await opened.store.pool.query(
      `select data, provenance, command_id, actor from event where stream_id = $1 and type = 'CaseFormSent'`,
      [caseId],
    )
    expect(rows).toEqual([
      {
        data: { formVersion: 1 },
        provenance: { ...onboardingRun, activityId: '7', attempt: 3 },
        command_id: `case/${caseId}/form/1`,
        actor: { kind: 'service', subject: 'supportCase', role: 'process' },
      },
    ])
  })

  test('notes a form that went and was judged before it could be noted, and sends it no second time', async () => {
    const premises = await readyOrganisation(opened.store)
    const { orgId, numberIds } = premises
    const caseId = await formHandedIn(premises)
    const items = numberIds.map((numberId) => ({ numberId, status: 'registered' as const }))
    const decision = { caseId, campaignRef: 'CABC123', campaign: 'approved', codes: [], items } as const
    await accepted(opened.store, 'RecordDecision', orgId, decision)
    const activities = activitiesWith({ findForm: async () => ({ sent: 'found' }) })
    const step = { ...caseStepOf(premises, caseId, 'form/1'), formVersion: 1 }
    expect(await run(activities, 'sendForm', step)).toEqual({ outcome: 'done' })
    expect(await sentForms(caseId)).toBe(1)
  })

  test('sends no form that a newer one has replaced', async () => {
    const premises = await readyOrganisation(opened.store)
    const { orgId } = premises
    const caseId = await formHandedIn(premises)
    const rejection = { caseId, campaignRef: 'CABC123', campaign: 'rejected', codes: ['X'], items: [] } as const
    await accepted(opened.store, 'RecordDecision', orgId, rejection)
    await accepted(opened.store, 'SubmitForm', orgId, { caseId, form: correctedForm(2) })
    const activities = activitiesWith({ findForm: async () => undefined })
    const step = { ...caseStepOf(premises, caseId, 'form/1'), formVersion: 1 }
    expect(await run(activities, 'sendForm', step)).toEqual({ outcome: 'done' })
    expect(await sentForms(caseId)).toBe(0)
  })

  test('says of a final no the code alone: nothing of the form is in the failure', async () => {
    const premises = await readyOrganisation(opened.store)
    const caseId = await formHandedIn(premises)
    const activities = activitiesWith({
      submitForm: async () => {
        throw new ProviderRefused('desk', 422, 'FORM_UNREADABLE')
      },
    })
    const step = { ...caseStepOf(premises, caseId, 'form/1'), formVersion: 1 }
    const failure = await run(activities, 'sendForm', step).catch((error: unknown) => error)
    expect(failure).toMatchObject({ nonRetryable: true, details: ['FORM_UNREADABLE'] })
    expect(JSON.stringify(failure)).not.toContain(goodForm.brand.legalName)
  })
})

describe('a mark whose instant the database has not reached is tried again in a second, and alarms nobody', () => {
  const again = { type: 'MarkNotDue', nextRetryDelay: '1 second', nonRetryable: false, category: 'BENIGN' }

  test('for an onboarding', async () => {
    const premises = await readyOrganisation(opened.store)
    const activities = createActivities({ store: opened.store })
    const entered = await run(activities, 'enterStage', { ...stepOf(premises, 'stage/1'), stage: 'authorisation' })
    expect(entered).toMatchObject({ outcome: 'entered', wait: { step: 'stage/1', owner: 'customerAdmin' } })
    const input = { ...stepOf(premises, 'marks/stage/1/now'), waitId: `${premises.onboardingId}/stage/1` }
    await expect(run(activities, 'fireMarks', input)).rejects.toMatchObject(again)
  })

  test('for a case', async () => {
    const premises = await readyOrganisation(opened.store)
    const caseId = await caseOpened(premises)
    const activities = createActivities({ store: opened.store })
    const entering = { ...caseStepOf(premises, caseId, 'stage/1'), stage: 'opening' as const }
    const entered = await run(activities, 'enterCaseStage', entering)
    expect(entered).toMatchObject({ outcome: 'entered', wait: { step: 'stage/1', owner: 'customerAdmin' } })
    const input = { ...caseStepOf(premises, caseId, 'marks/stage/1/now'), waitId: `${caseId}/stage/1` }
    await expect(run(activities, 'fireCaseMarks', input)).rejects.toMatchObject(again)
  })
})

test('a step without a bridge is done by hand and leaves nothing in the record', async () => {
  const premises = await readyOrganisation(opened.store)
  const activities = createActivities({ store: opened.store })
  const orderId = brand<OrderId>(premises.orgId)
  const caseId = brand<CaseId>(premises.orgId)
  const byHand = { outcome: 'byHand' }
  expect(await run(activities, 'sendOrder', { ...stepOf(premises, 'order/1'), orderId })).toEqual(byHand)
  expect(await run(activities, 'sendCase', caseStepOf(premises, caseId, 'case/1'))).toEqual(byHand)
  const form = { ...caseStepOf(premises, caseId, 'form/1'), formVersion: 1 }
  expect(await run(activities, 'sendForm', form)).toEqual(byHand)
})

async function sentForms(caseId: CaseId): Promise<number> {
  const { rowCount } = await opened.store.pool.query(
    `select 1 from event where stream_id = $1 and type = 'CaseFormSent'`,
    [caseId],
  )
  return rowCount ?? 0
}
