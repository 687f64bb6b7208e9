import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  bodyOf,
  numbers,
  type Outside,
  type OutsideOptions,
  type Receiver,
  startOutside,
  startReceiver,
  stateFolder,
  until,
} from './outside.ts'

const asked = { organisationReference: 'org-1', items: numbers(3) }
const order = { ...asked, reference: 'order-1', locationReference: 'loc-1', letters: [] }
const form = {
  ...asked,
  reference: 'case-1:form:1',
  caseReference: 'case-1',
  form: { brand: { legalName: 'Larkspur' }, campaign: { useCase: 'CARE' } },
}

let state: ReturnType<typeof stateFolder>
let receiver: Receiver
let running: Outside[]

beforeEach(async () => {
  state = stateFolder()
  receiver = await startReceiver()
  running = []
})

afterEach(async () => {
  await Promise.all(running.map((outside) => outside.kill()))
  await receiver.close()
  state.remove()
})

async function start(options: Partial<OutsideOptions> = {}): Promise<Outside> {
  const outside = await startOutside({ mode: 'live', receiverUrl: receiver.url, state: state.path, ...options })
  running.push(outside)
  return outside
}

test('a live outside walks the whole road by itself, desk and registry', async () => {
  const outside = await start()
  const letter = { reference: 'loa-1', sha256: 'ab'.repeat(32), text: 'signed' }
  await outside.send('/desk/orders', { ...order, letters: [letter] })
  await outside.send('/desk/cases', { ...asked, reference: 'case-1' })
  await outside.send('/desk/forms', form)
  await until(() => receiver.heard.length === 8)
  const told = receiver.heard.map(bodyOf).map((body) => [body['type'], body['status']].join(' '))
  expect([...told].sort()).toEqual([
    'campaign.updated approved',
    'case.updated formReceived',
    'case.updated formSent',
    'case.updated inReview',
    'case.updated opened',
    'loa.updated accepted',
    'number.registered ',
    'order.updated COMPLETE',
  ])
  const clock = await outside.control('POST', '/control/clock', { now: '2030-01-01T00:00:00Z' })
  expect(clock.status).toBe(409)
})

test('a killed outside delivers after its restart what it had promised, under the same webhook-id', async () => {
  const first = await start()
  receiver.answers.push(...Array<number>(50).fill(503))
  const taken = await first.send('/desk/orders', order)
  await until(() => receiver.heard.length >= 1)
  await first.kill()
  receiver.answers.length = 0

  const second = await start()
  await until(async () => (await second.control('GET', '/control/agenda')).body['due'] === 0)
  const again = await second.send('/desk/orders', order)
  expect(again.status).toBe(200)
  expect(again.body['ticket']).toBe(taken.body['ticket'])
  expect(receiver.heard.length).toBeGreaterThanOrEqual(2)
  expect(new Set(receiver.heard.map((heard) => heard.headers['webhook-id'])).size).toBe(1)
})

test('a receiver that is down loses nothing', async () => {
  const outside = await start()
  await receiver.close()
  await outside.send('/desk/orders', order)
  await until(async () =>
    JSON.stringify((await outside.control('GET', '/control/state')).body).includes('"attempts":2'),
  )
  const later = await startReceiver()
  await outside.stop()
  const restarted = await start({ receiverUrl: later.url })
  await until(() => later.heard.length === 1)
  expect(bodyOf(later.heard[0])).toMatchObject({ reference: 'order-1', status: 'COMPLETE' })
  await restarted.stop()
  await later.close()
  receiver = await startReceiver()
})

test('a controlled outside keeps its clock, its script and its agenda over a kill', async () => {
  const script = { desk: { numbers: [{ answers: [{ after: { days: 2 }, outcome: 'accept' }] }] } }
  const first = await start({ mode: 'controlled', script })
  const unset = await first.send('/desk/orders', order)
  expect(unset.status).toBe(503)
  await first.control('POST', '/control/clock', { now: '2024-09-02T16:00:00Z' })
  await first.send('/desk/orders', order)
  await first.kill()

  const second = await start({ mode: 'controlled', script })
  const agenda = await second.control('GET', '/control/agenda')
  expect(agenda.body).toEqual({ now: '2024-09-02T16:00:00.000Z', due: 0, next: '2024-09-04T16:00:00.000Z' })
  await second.control('POST', '/control/clock', { now: '2024-09-04T16:00:00Z' })
  expect(receiver.heard).toHaveLength(1)
})

test('an outside killed with half a road still ahead tells the rest of it, each event once', async () => {
  const registry = {
    campaigns: [{ answers: [{ after: { days: 20 }, status: 'approved', brand: 'verified' }] }],
    numbers: [{ answers: [{ after: { days: 21 }, outcome: 'accept' }] }],
  }
  const script = { desk: { forms: [{ answers: [{ after: { days: 1 }, status: 'inReview' }] }] }, registry }
  const first = await start({ mode: 'controlled', script })
  await first.control('POST', '/control/clock', { now: '2024-09-02T16:00:00Z' })
  await first.send('/desk/forms', form)
  await first.control('POST', '/control/clock', { now: '2024-09-03T16:00:00Z' })
  receiver.answers.push(503)
  await first.control('POST', '/control/clock', { now: '2024-09-22T16:00:00Z' })
  await first.kill()

  const second = await start({ mode: 'controlled', script })
  const again = await second.send('/desk/forms', form)
  expect(again.status).toBe(200)
  await second.control('POST', '/control/clock', { now: '2024-10-30T16:00:00Z' })
  const taken = new Map(receiver.heard.map((heard) => [heard.headers['webhook-id'], bodyOf(heard)['type']]))
  expect([...taken.values()]).toEqual(['case.updated', 'campaign.updated', 'number.registered'])
  expect((await second.control('GET', '/control/agenda')).body).toMatchObject({ due: 0, next: null })
})

test('a state folder of another version is left alone', async () => {
  writeFileSync(join(state.path, 'world.json'), JSON.stringify({ version: 1 }))
  await expect(start()).rejects.toThrow(/written by another version of the simulator/)
})

test('an outside with a broken script or no settings does not start, and says why', async () => {
  const script = { desk: { numbers: 'all' } }
  await expect(start({ script })).rejects.toThrow(/is not usable.*\/desk\/numbers must be array/s)
  await expect(start({ receiverUrl: 'nowhere' })).rejects.toThrow(/DESK_WEBHOOK_URL: an http or https address/)
})

test('told to stop, it stops in good order', async () => {
  const outside = await start()
  expect(await outside.stop()).toBe(0)
})
