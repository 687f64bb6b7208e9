import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseClock } from '../../src/clock.ts'
import type { NumberCommand } from '../../src/domain/decideNumber.ts'
import type { CutoffId } from '../../src/domain/policy/policy.ts'
import {
  brand,
  deployment,
  type Instant,
  instant,
  millis,
  type NumberId,
  type OrderId,
  type OrganisationId,
} from '../../src/domain/values.ts'
import { applyByClass } from '../../src/store/classSweep.ts'
import type { CommandData, CommandType } from '../../src/store/command.ts'
import { publishCutoffs } from '../../src/store/cutoff/publishing.ts'
import { pauseSweep, readShards, shardCount } from '../../src/store/cutoff/shards.ts'
import { type NextChunk, openSwitchOff, openTakeBack } from '../../src/store/cutoff/sweep.ts'
import { verifyCutoff } from '../../src/store/cutoff/verify.ts'
import { createStore, type Store } from '../../src/store/execute.ts'
import { readNow } from '../../src/store/policy.ts'
import { createPool, type Pool, type Transaction } from '../../src/store/pool.ts'
import { rebuild } from '../../src/store/rebuild.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { accepted, admin, freshNumbers, openTestStore, type TestStore } from '../support/store.ts'

const cutoffId: CutoffId = 'unregisteredSwitchedOff'
const off = instant('2024-12-02T08:00:00.000Z')
const then = instant('2024-03-01T00:00:00.000Z')
const operator = (subject: string) =>
  ({ actor: { kind: 'person', subject, role: 'operator' }, source: { kind: 'admin', id: subject } }) as const

let opened: TestStore
let store: Store
let owner: Pool
let now: Instant

/** A store whose clock a test sets: the rules take no other. */
beforeEach(async () => {
  opened = await openTestStore()
  now = instant('2024-11-20T12:00:00.000Z')
  store = createStore({ pool: opened.store.pool, documents: opened.store.documents, clock: { now: async () => now } })
  owner = createPool({ url: opened.database.ownerUrl, max: 3, name: 'owner' })
  owner.on('error', () => undefined)
  await publishCutoffs(store)
})
afterEach(async () => {
  await owner.end()
  await opened.close()
})

function as<Type extends CommandType>(subject: string, type: Type, data: CommandData<Type>) {
  return accepted(store, type, deployment, data, operator(subject))
}

type Organisation = { readonly orgId: OrganisationId; readonly ids: readonly NumberId[] }

/** An organisation with a licence and numbers that have texted for long, and whose registration was rejected. */
async function organisation(count: number, { entered = then, digit = '5' } = {}): Promise<Organisation> {
  const orgId = brand<OrganisationId>(`${digit}${randomUUID().slice(1)}`)
  await accepted(store, 'CreateOrganisation', orgId, { name: 'Heron Dental' })
  const facts = [
    { fact: 'customerKind', value: 'enterprise' },
    { fact: 'subscriptionKind', value: 'paid' },
    { fact: 'callingPlan', value: 'usCa' },
    { fact: 'textingDefault', value: 'on' },
  ] as const
  for (const fact of facts) await accepted(store, 'AttestOrganisationFact', orgId, fact, { happenedAt: then })
  await accepted(store, 'ReportLicence', orgId, { status: 'ordered' }, { happenedAt: then })
  await accepted(store, 'ReportLicence', orgId, { status: 'activated' }, { happenedAt: then })
  const ready = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' } as const
  const { locationId } = await accepted(store, 'AddLocation', orgId, { facts: ready }, { happenedAt: then })
  const known = { country: 'US', kind: 'standard', inventory: 'inService', locationId, owner: 'primary' } as const
  const rows = freshNumbers(count).map((e164) => ({ e164, ...known, entered }))
  const imported = await accepted(store, 'ImportNumbers', orgId, { rows }, { happenedAt: then })
  const made = { orgId, ids: imported.rows.flatMap((row) => (row.status === 'refused' ? [] : [row.numberId])) }
  const rejected = { type: 'RecordRegistrationRejection', campaignRef: 'C000001', code: '803' } as const
  await inTransaction(store.pool, orgId, (tx) => tell(tx, made, rejected, then))
  return made
}

/** Inside a transaction that the caller ends: what somebody reports of numbers. */
async function tell(tx: Transaction, { orgId, ids }: Organisation, command: NumberCommand, happenedAt: Instant) {
  const { policy } = await readNow(tx, store.clock)
  const source = { kind: 'registry', id: 'registry' } as const
  const recording = { happenedAt, recordedAt: now, actor: admin, source, commandId: randomUUID() } as const
  return applyByClass(tx, {
    ...{ orgId, ids, command, policy, at: now },
    recording: { ...recording, policyVersion: policy.version },
  })
}

const campaignRef = 'C123456'
const orderId = brand<OrderId>('00000000-0000-4000-8000-000000000009')

async function register(organisation: Organisation, happenedAt: Instant): Promise<void> {
  await inTransaction(store.pool, organisation.orgId, (tx) => registerIn(tx, organisation, happenedAt))
}

/** Authorised, on a campaign, and the campaign approved: the registry's one word about all of it. */
async function registerIn(tx: Transaction, organisation: Organisation, happenedAt: Instant): Promise<void> {
  await tell(tx, organisation, { type: 'RecordAuthorisation', orderId }, happenedAt)
  await tell(tx, organisation, { type: 'RecordRegistration', campaignRef }, happenedAt)
  await tx.query(
    `insert into campaign (org_id, ref, stream_id, version, status, brand_status) values ($1, $2, $3, 0, 'approved', 'unknown')
     on conflict (org_id, ref) do update set status = excluded.status`,
    [organisation.orgId, campaignRef, randomUUID()],
  )
}

/** Planned by one, approved by two others. */
async function approvedPlan(): Promise<number> {
  const { planNo, hash } = await as('op-1', 'PlanCutoff', { cutoffId, occasion: 'test' })
  await as('op-2', 'ApprovePlan', { cutoffId, hash })
  const { isComplete } = await as('op-3', 'ApprovePlan', { cutoffId, hash })
  expect(isComplete).toBe(true)
  return planNo
}

async function toItsEnd(next: NextChunk): Promise<void> {
  for (let chunk = 0; (await next()).state === 'more'; chunk += 1) if (chunk > 100) throw new Error('no end')
}

async function sweepAll(planNo: number, chunkSize = 2_000): Promise<void> {
  for (let shard = 0; shard < shardCount; shard += 1) {
    await toItsEnd(await openSwitchOff(store, { cutoffId, planNo, shard, chunkSize }))
  }
}

async function takeBackAll(run: string, isUndo = false): Promise<void> {
  for (let shard = 0; shard < shardCount; shard += 1) {
    await toItsEnd(await openTakeBack(store, { cutoffId, run, isUndo, shard, chunkSize: 3 }))
  }
}

async function texting({ orgId }: Organisation): Promise<readonly string[]> {
  const { rows } = await store.pool.query<{ texting: string }>(
    'select texting from number where org_id = $1 order by id',
    [orgId],
  )
  return rows.map((row) => row.texting)
}

/** How often each number was switched off, all of them. */
async function switchedOff(): Promise<readonly number[]> {
  const { rows } = await store.pool.query<{ count: number }>(
    `select count(*)::int as count from event where type = 'NumberSwitchedOff' group by stream_id`,
  )
  return rows.map((row) => row.count)
}

const times = (count: number, value: string) => Array.from({ length: count }, () => value)
const onceEach = (count: number) => Array.from({ length: count }, () => 1)

describe('the sweep of a cutoff', () => {
  test('switches off whatever its plan switches off, and leaves every number in exactly one way', async () => {
    const unregistered = await organisation(7)
    const elsewhere = await organisation(4, { digit: 'c' })
    const inTime = await organisation(2)
    await register(inTime, instant('2024-11-01T00:00:00.000Z'))
    const unknown = await organisation(2)
    await inTransaction(store.pool, unknown.orgId, async (tx) => {
      await tell(tx, unknown, { type: 'RecordAuthorisation', orderId }, now)
      await tell(tx, unknown, { type: 'RecordRegistration', campaignRef: 'C000002' }, now)
    })
    const recent = await organisation(1, { entered: instant('2024-10-01T00:00:00.000Z') })
    const exempt = await organisation(3)
    await exempted(exempt.orgId)
    const planNo = await approvedPlan()
    now = off
    await sweepAll(planNo, 3)
    expect(await texting(unregistered)).toEqual(times(7, 'suspended'))
    expect(await texting(elsewhere)).toEqual(times(4, 'suspended'))
    for (const each of [inTime, unknown, recent, exempt]) expect(await texting(each)).not.toContain('suspended')
    expect(await switchedOff()).toEqual(onceEach(11))
    const { counts, differing, broken } = await verifyCutoff(store, { cutoffId, planNo })
    expect(counts).toEqual({ switchedOff: 11, registered: 2, exempt: 3, unknown: 2, waiting: 0, notConcerned: 1 })
    expect([differing, broken]).toEqual([0, []])
    const shards = await readShards(store.pool, { cutoffId, kind: 'switchOff' })
    expect(shards.reduce((sum, { counts: each }) => sum + each.switchedOff, 0)).toBe(11)
    expect((await rebuild(owner, databaseClock(owner), 'compare')).differing).toEqual([])
  })

  test('does nothing before the instant, and all of it at the instant', async () => {
    const unregistered = await organisation(2)
    const planNo = await approvedPlan()
    now = instant(millis(off) - 1)
    await sweepAll(planNo)
    expect(await texting(unregistered)).not.toContain('suspended')
    now = off
    await takeOver(planNo)
    expect(await texting(unregistered)).toEqual(times(2, 'suspended'))
  })

  test('leaves a class that nobody has approved, counts it as waiting, and finishes when it is approved', async () => {
    const planned = await organisation(3)
    const planNo = await approvedPlan()
    const later = await organisation(2)
    await inTransaction(store.pool, later.orgId, (tx) =>
      tell(tx, later, { type: 'RecordAuthorisation', orderId }, then),
    )
    now = off
    await sweepAll(planNo)
    expect(await texting(planned)).toEqual(times(3, 'suspended'))
    expect(await texting(later)).not.toContain('suspended')
    expect(await verifyCutoff(store, { cutoffId, planNo })).toMatchObject({ counts: { waiting: 2 }, differing: 0 })
    const next = await approvedPlan()
    await sweepAll(next)
    expect(await texting(later)).toEqual(times(2, 'suspended'))
    expect(await switchedOff()).toEqual(onceEach(5))
  })

  test('begun twice, by two workers at once or one after the other, switches each number off once', async () => {
    const unregistered = await organisation(9)
    const planNo = await approvedPlan()
    now = off
    const first = await openSwitchOff(store, { cutoffId, planNo, shard: 5, chunkSize: 2 })
    expect(await first()).toMatchObject({ state: 'more', numbers: 2 })
    const second = await openSwitchOff(store, { cutoffId, planNo, shard: 5, chunkSize: 2 })
    const [late, taken] = await Promise.all([first(), second()])
    expect([late.state, taken.state]).toEqual(['outdated', 'more'])
    await toItsEnd(second)
    expect(await first()).toEqual({ state: 'outdated' })
    const again = await openSwitchOff(store, { cutoffId, planNo, shard: 5, chunkSize: 2 })
    expect(await again()).toMatchObject({ state: 'done', numbers: 0 })
    expect(await texting(unregistered)).toEqual(times(9, 'suspended'))
    expect(await switchedOff()).toEqual(onceEach(9))
  })

  test('two shards go on beside each other', async () => {
    const [one, other] = [await organisation(5, { digit: '1' }), await organisation(5, { digit: 'e' })]
    const planNo = await approvedPlan()
    now = off
    const open = (shard: number) => openSwitchOff(store, { cutoffId, planNo, shard, chunkSize: 2 })
    await Promise.all([open(1).then(toItsEnd), open(14).then(toItsEnd)])
    expect([...(await texting(one)), ...(await texting(other))]).toEqual(times(10, 'suspended'))
    expect(await switchedOff()).toEqual(onceEach(10))
  })

  test('holds while it is paused, and goes on afterwards', async () => {
    const unregistered = await organisation(3)
    const planNo = await approvedPlan()
    now = off
    const next = await openSwitchOff(store, { cutoffId, planNo, shard: 5, chunkSize: 2 })
    await next()
    await pauseSweep(store.pool, { cutoffId, kind: 'switchOff' }, true)
    expect(await next()).toEqual({ state: 'paused' })
    await pauseSweep(store.pool, { cutoffId, kind: 'switchOff' }, false)
    await toItsEnd(next)
    expect(await texting(unregistered)).toEqual(times(3, 'suspended'))
  })

  test('stops for a postponement that comes between two chunks', async () => {
    const unregistered = await organisation(4)
    const planNo = await approvedPlan()
    now = off
    const next = await openSwitchOff(store, { cutoffId, planNo, shard: 5, chunkSize: 2 })
    await next()
    const until = instant('2024-12-20T08:00:00.000Z')
    await exemptAll(until)
    await toItsEnd(next)
    expect((await texting(unregistered)).filter((each) => each === 'suspended')).toHaveLength(2)
  })

  test('killed in the middle of a chunk leaves nothing of it, and the next worker goes on where the last one had come', async () => {
    const unregistered = await organisation(6)
    const planNo = await approvedPlan()
    now = off
    const next = await openSwitchOff(store, { cutoffId, planNo, shard: 5, chunkSize: 2 })
    await next()
    const blocker = await blocking(unregistered)
    const killed = next().catch((error: unknown) => error)
    await waitsForALock()
    await store.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
    expect(await killed).toBeInstanceOf(Error)
    await blocker.release()
    expect(await switchedOff()).toEqual(onceEach(2))
    await toItsEnd(await openSwitchOff(store, { cutoffId, planNo, shard: 5, chunkSize: 2 }))
    expect(await texting(unregistered)).toEqual(times(6, 'suspended'))
    expect(await switchedOff()).toEqual(onceEach(6))
    expect((await verifyCutoff(store, { cutoffId, planNo })).broken).toEqual([])
  })
})

describe('a number that changes while it is swept', () => {
  test('texts on where its registration was there first, although the chunk had begun before', async () => {
    const unregistered = await organisation(4)
    const planNo = await approvedPlan()
    // Somebody has said of the campaign that it is not judged yet; in one transaction it is approved, and numbers join it.
    await store.pool.query(
      `insert into campaign (org_id, ref, stream_id, version, status, brand_status) values ($1, $2, $3, 0, 'pending', 'unknown')`,
      [unregistered.orgId, campaignRef, randomUUID()],
    )
    now = off
    const lucky = { ...unregistered, ids: unregistered.ids.slice(0, 2) }
    await duringAChunk(planNo, unregistered, (tx) => registerIn(tx, lucky, instant('2024-11-30T00:00:00.000Z')))
    expect((await texting(unregistered)).filter((each) => each === 'suspended')).toHaveLength(2)
    expect(await verifyCutoff(store, { cutoffId, planNo })).toMatchObject({
      counts: { switchedOff: 2, registered: 2 },
      differing: 0,
    })
  })

  test('is left alone where it has left the organisation', async () => {
    const unregistered = await organisation(3)
    const planNo = await approvedPlan()
    now = off
    const gone = { ...unregistered, ids: unregistered.ids.slice(0, 1) }
    await duringAChunk(planNo, unregistered, (tx) =>
      tell(tx, gone, { type: 'ReportInventory', inventory: 'gone' }, off),
    )
    expect(await switchedOff()).toEqual(onceEach(2))
    expect(await verifyCutoff(store, { cutoffId, planNo })).toMatchObject({ counts: { notConcerned: 1 }, differing: 0 })
  })

  test('is switched off once where it has only moved', async () => {
    const unregistered = await organisation(3)
    const facts = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' } as const
    const { locationId } = await accepted(store, 'AddLocation', unregistered.orgId, { facts })
    const planNo = await approvedPlan()
    now = off
    const moved = { ...unregistered, ids: unregistered.ids.slice(0, 1) }
    await duringAChunk(planNo, unregistered, (tx) =>
      tell(tx, moved, { type: 'ReportLocationOfNumber', locationId }, off),
    )
    expect(await switchedOff()).toEqual(onceEach(3))
    expect((await verifyCutoff(store, { cutoffId, planNo })).broken).toEqual([])
    expect((await rebuild(owner, databaseClock(owner), 'compare')).differing).toEqual([])
  })
})

describe('an exemption in the middle of a chunk', () => {
  test('that comes first keeps the numbers on', async () => {
    const late = await organisation(2)
    const planNo = await approvedPlan()
    now = off
    const tx = await owner.connect()
    await tx.query('begin')
    // What granting one writes, under the lock that it takes.
    await tx.query('update organisation set exempt_until = $2 where id = $1', [late.orgId, '2024-12-20T08:00:00Z'])
    const chunk = openSwitchOff(store, { cutoffId, planNo, shard: 5 }).then((next) => next())
    await waitsForALock()
    await tx.query('commit')
    tx.release()
    expect(await chunk).toMatchObject({ state: 'done', numbers: 0, counts: { exempt: 2 } })
    expect(await texting(late)).not.toContain('suspended')
  })

  test('that comes after it waits for the chunk, and what was switched off is taken back', async () => {
    const late = await organisation(2)
    const planNo = await approvedPlan()
    now = off
    const blocker = await blocking(late)
    const chunk = openSwitchOff(store, { cutoffId, planNo, shard: 5 }).then((next) => next())
    await waitsForALock()
    const granted = exempted(late.orgId)
    await waitsForALock(2)
    await blocker.release()
    expect(await chunk).toMatchObject({ state: 'done', numbers: 2 })
    await granted
    expect(await verifyCutoff(store, { cutoffId, planNo })).toMatchObject({ differing: 2 })
    now = instant(millis(now) + 1)
    await takeBackAll('guard/1')
    expect(await texting(late)).toEqual(times(2, 'legacyOn'))
    expect(await verifyCutoff(store, { cutoffId, planNo })).toMatchObject({ counts: { exempt: 2 }, differing: 0 })
  })
})

describe('what a cutoff has done', () => {
  test('is taken back for numbers registered in time of which it was learnt late, and for no others', async () => {
    const [inTime, late, never] = [await organisation(2), await organisation(2), await organisation(2)]
    const planNo = await approvedPlan()
    now = off
    await sweepAll(planNo)
    now = instant('2024-12-03T00:00:00.000Z')
    await register(inTime, instant(millis(off) - 1))
    await register(late, off)
    await takeBackAll('guard/1')
    expect(await texting(inTime)).toEqual(['on', 'on'])
    expect([...(await texting(late)), ...(await texting(never))]).toEqual(times(4, 'suspended'))
    const { rows } = await store.pool.query(`select data from event where type = 'NumberReinstated'`)
    expect(rows).toEqual(times(2, '').map(() => ({ data: { cutoffId, reason: 'registeredInTime', texting: 'on' } })))
    expect((await verifyCutoff(store, { cutoffId, planNo })).differing).toBe(0)
    expect((await rebuild(owner, databaseClock(owner), 'compare')).differing).toEqual([])
  })

  test('is undone by an exemption of all, once, and done again when that ends', async () => {
    const unregistered = await organisation(3)
    const planNo = await approvedPlan()
    now = off
    await sweepAll(planNo)
    now = instant('2024-12-05T00:00:00.000Z')
    await exemptAll(instant('2025-01-10T08:00:00.000Z'), true)
    await takeBackAll('undo/1', true)
    await takeBackAll('undo/1', true)
    expect(await texting(unregistered)).toEqual(times(3, 'legacyOn'))
    const { rows } = await store.pool.query(
      `select data->>'reason' as reason from event where type = 'NumberReinstated'`,
    )
    expect(rows).toEqual(times(3, '').map(() => ({ reason: 'undone' })))
    now = instant('2025-01-10T08:00:00.000Z')
    const next = await approvedPlan()
    await sweepAll(next)
    expect(await texting(unregistered)).toEqual(times(3, 'suspended'))
    expect((await verifyCutoff(store, { cutoffId, planNo: next })).broken).toEqual([])
  })

  test('shows where somebody has laid hands on it', async () => {
    await organisation(4)
    const planNo = await approvedPlan()
    now = off
    await sweepAll(planNo, 2)
    await owner.query('alter table event disable trigger event_is_append_only')
    await owner.query(`update event set data = data || '{"reason": "OTHER"}' where (stream_id, version) in (
      select stream_id, version from event where type = 'NumberSwitchedOff' and command_id like '%/2' limit 1)`)
    const broken = [`cutoff/${cutoffId}/switchOff/5/2`]
    expect((await verifyCutoff(store, { cutoffId, planNo })).broken).toEqual(broken)
    await owner.query('delete from cutoff_chunk where chunk = 2')
    expect((await verifyCutoff(store, { cutoffId, planNo })).broken).toEqual([`${cutoffId}/switchOff/5`])
  })
})

async function exempted(orgId: OrganisationId): Promise<void> {
  const until = instant('2024-12-20T08:00:00.000Z')
  const whom = { scope: 'organisation', orgId } as const
  const wish = { cutoffId, whom, until, reason: 'carrierDelay', isUndo: false } as const
  const { requestId } = await as('op-4', 'RequestExemption', wish)
  await as('op-5', 'ConfirmRequest', { cutoffId, requestId })
}

async function exemptAll(until: Instant, isUndo = false): Promise<void> {
  const wish = { cutoffId, whom: { scope: 'all' }, until, reason: 'carrierDelay', isUndo } as const
  const { requestId } = await as('op-4', 'RequestExemption', wish)
  await as('op-5', 'ConfirmRequest', { cutoffId, requestId })
}

/** The shard of these tests from its beginning, as another run would do it. */
async function takeOver(planNo: number): Promise<void> {
  await store.pool.query(`update cutoff_shard set run = 'other' where cutoff_id = $1`, [cutoffId])
  await sweepAll(planNo)
}

/** Holds the rows of an organisation's numbers, until it is released. */
async function blocking({ orgId }: Organisation) {
  const tx = await owner.connect()
  await tx.query('begin')
  await tx.query('select 1 from number where org_id = $1 for no key update', [orgId])
  const release = async () => {
    await tx.query('rollback')
    tx.release()
  }
  return { release }
}

/** A chunk begins while the change is not committed yet: it waits for the row, and goes on when that has changed. */
async function duringAChunk(planNo: number, { orgId }: Organisation, change: (tx: Transaction) => Promise<unknown>) {
  let chunk: Promise<unknown> = Promise.resolve()
  await inTransaction(store.pool, orgId, async (tx) => {
    await change(tx)
    chunk = openSwitchOff(store, { cutoffId, planNo, shard: 5 }).then(toItsEnd)
    await waitsForALock()
  })
  await chunk
}

async function waitsForALock(count = 1): Promise<void> {
  for (let look = 0; look < 300; look += 1) {
    const { rows } = await store.pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if ((rows[0]?.waiting ?? 0) >= count) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('nobody waits for a lock')
}
