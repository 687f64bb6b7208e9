import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askAgainAt, explain } from '../../src/domain/explain.ts'
import { changesOf } from '../../src/domain/planChange.ts'
import type { CutoffId } from '../../src/domain/policy/policy.ts'
import {
  deployment,
  type Instant,
  instant,
  millis,
  type NumberId,
  type OrganisationId,
} from '../../src/domain/values.ts'
import type { CommandData, CommandType, Exempted } from '../../src/store/command.ts'
import { cutoffStreamId } from '../../src/store/cutoff/cutoffRow.ts'
import { planNow, readPlan, readPlanClasses } from '../../src/store/cutoff/plans.ts'
import { publishCutoffs, writeExemptions } from '../../src/store/cutoff/publishing.ts'
import { createStore, type Store } from '../../src/store/execute.ts'
import { readNumberRow } from '../../src/store/numberClass.ts'
import { loadFacts } from '../../src/store/outbox.ts'
import { readNow } from '../../src/store/policy.ts'
import { createPool } from '../../src/store/pool.ts'
import { rebuild } from '../../src/store/rebuild.ts'
import { readCutoff, readExemptions, readRequests } from '../../src/store/views/cutoffView.ts'
import { accepted, freshNumbers, openTestStore, refused, type TestStore } from '../support/store.ts'

const switchOff: CutoffId = 'unregisteredSwitchedOff'
const off = instant('2024-12-02T08:00:00.000Z')
const operator = (subject: string) =>
  ({
    actor: { kind: 'person', subject, role: 'operator' },
    source: { kind: 'admin', id: subject },
  }) as const

let opened: TestStore
let store: Store
let now: Instant

/** A store whose clock a test sets: the rules take no other. */
beforeEach(async () => {
  opened = await openTestStore()
  now = instant('2024-10-15T12:00:00.000Z')
  const { pool, documents } = opened.store
  store = createStore({ pool, documents, clock: { now: async () => now } })
  await publishCutoffs(store)
})
afterEach(() => opened.close())

function as<Type extends CommandType>(subject: string, type: Type, data: CommandData<Type>) {
  return accepted(store, type, deployment, data, operator(subject))
}

function not<Type extends CommandType>(subject: string, type: Type, data: CommandData<Type>) {
  return refused(store, type, deployment, data, operator(subject))
}

/** An organisation of the spring of 2024 with numbers that text, and have done nothing for their registration. */
async function unregistered(count: number): Promise<{ orgId: OrganisationId; ids: readonly NumberId[] }> {
  const orgId = randomUUID() as OrganisationId
  const then = { happenedAt: instant('2024-03-01T00:00:00Z') }
  await accepted(store, 'CreateOrganisation', orgId, { name: 'Heron Dental' })
  const facts = [
    { fact: 'customerKind', value: 'enterprise' },
    { fact: 'subscriptionKind', value: 'paid' },
    { fact: 'callingPlan', value: 'usCa' },
    { fact: 'textingDefault', value: 'on' },
  ] as const
  for (const fact of facts) await accepted(store, 'AttestOrganisationFact', orgId, fact, then)
  await accepted(store, 'RequestLicence', orgId, {})
  const ready = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' } as const
  const { locationId } = await accepted(store, 'AddLocation', orgId, { facts: ready }, then)
  const rows = freshNumbers(count).map(
    (e164) =>
      ({
        e164,
        country: 'US',
        kind: 'standard',
        inventory: 'inService',
        locationId,
        owner: 'primary',
        entered: then.happenedAt,
      }) as const,
  )
  const imported = await accepted(store, 'ImportNumbers', orgId, { rows }, then)
  const ids = imported.rows.flatMap((row) => (row.status === 'refused' ? [] : [row.numberId]))
  return { orgId, ids }
}

/** What the gate says of a number at a moment, by what lies in the database and with nothing having run. */
async function gate(orgId: OrganisationId, id: NumberId | undefined, at: Instant) {
  now = at
  const row = id && (await readNumberRow(store.pool, orgId, id))
  if (!row) throw new Error('no number')
  const { policy } = await readNow(store.pool, store.clock)
  const said = explain(row, policy.pack, at)
  return { mayText: said.mayText, until: askAgainAt(row, said, policy.pack, at) }
}

const just = (at: Instant) => instant(millis(at) - 1)

async function exempted(whom: Exempted, until: Instant, isUndo = false) {
  const wish = { cutoffId: switchOff, whom, until, reason: 'carrierDelay', isUndo } as const
  const asked = await as('op-1', 'RequestExemption', wish)
  await as('op-2', 'ConfirmRequest', { cutoffId: switchOff, requestId: asked.requestId })
  while ((await writeExemptions(store, 100)) > 0);
  return asked
}

describe('the calendar', () => {
  test('is published once, however often workers start, and its process is told of it', async () => {
    await publishCutoffs(store)
    await publishCutoffs(store)
    const facts = await loadFacts(store.pool, cutoffStreamId(switchOff), 0, 10)
    expect(facts.map(({ position, type }) => [position, type])).toEqual([[1, 'CutoffPublished']])
    expect(await readCutoff(store.pool, switchOff)).toMatchObject({ version: 1, wasPast: false, planNo: 0 })
  })
})

describe('the gate', () => {
  test('refuses at the instant itself, with nothing having run, and says until when to rely on it', async () => {
    const { orgId, ids } = await unregistered(1)
    expect(await gate(orgId, ids[0], just(off))).toEqual({ mayText: true, until: off })
    expect(await gate(orgId, ids[0], off)).toEqual({ mayText: false, until: undefined })
  })

  const later = instant('2024-12-20T08:00:00.000Z')

  test('reads an exemption of an organisation at once, and its end', async () => {
    const [one, other] = [await unregistered(1), await unregistered(1)]
    await exempted({ scope: 'organisation', orgId: one.orgId }, later)
    expect(await gate(one.orgId, one.ids[0], off)).toEqual({ mayText: true, until: later })
    expect(await gate(one.orgId, one.ids[0], later)).toMatchObject({ mayText: false })
    expect(await gate(other.orgId, other.ids[0], off)).toMatchObject({ mayText: false })
  })

  test('reads one of a list of numbers, and of no other number', async () => {
    const { orgId, ids } = await unregistered(3)
    const asked = await exempted({ scope: 'numbers', orgId, numberIds: ids.slice(0, 2) }, later)
    expect(asked.numbers).toBe(2)
    const answers = await Promise.all(ids.map((id) => gate(orgId, id, off)))
    expect(answers.map(({ mayText }) => mayText)).toEqual([true, true, false])
  })

  test('reads one of a class of a plan, over all organisations', async () => {
    const [one, other] = [await unregistered(2), await unregistered(1)]
    await as('op-1', 'PlanCutoff', { cutoffId: switchOff, occasion: 'byHand' })
    const [planned] = await readPlanClasses(store.pool, switchOff, 1)
    expect(planned).toMatchObject({ count: 3, verdict: 'switchOff' })
    const asked = await exempted({ scope: 'class', class: planned?.class ?? '' }, later)
    expect(asked.numbers).toBe(3)
    expect(await gate(one.orgId, one.ids[1], off)).toMatchObject({ mayText: true })
    expect(await gate(other.orgId, other.ids[0], off)).toMatchObject({ mayText: true })
  })

  test('reads an exemption of all, and a postponement, as a later instant', async () => {
    const { orgId, ids } = await unregistered(1)
    await exempted({ scope: 'all' }, later)
    expect(await gate(orgId, ids[0], off)).toEqual({ mayText: true, until: later })
    now = instant('2024-10-16T00:00:00.000Z')
    const postponed = instant('2024-12-27T08:00:00.000Z')
    const asked = { cutoffId: switchOff, until: postponed, reason: 'deskBacklog' } as const
    const { requestId } = await as('op-1', 'RequestPostponement', asked)
    expect(await gate(orgId, ids[0], later)).toMatchObject({ mayText: false })
    now = instant('2024-10-16T00:00:00.000Z')
    await as('op-2', 'ConfirmRequest', { cutoffId: switchOff, requestId })
    expect(await gate(orgId, ids[0], later)).toEqual({ mayText: true, until: postponed })
    expect(await gate(orgId, ids[0], postponed)).toMatchObject({ mayText: false })
  })

  test('knows of a revocation at once, and of the exemption that is left', async () => {
    const { orgId, ids } = await unregistered(1)
    const longer = instant('2025-01-20T08:00:00.000Z')
    await exempted({ scope: 'numbers', orgId, numberIds: ids }, later)
    const { requestId: exemptionId } = await exempted({ scope: 'numbers', orgId, numberIds: ids }, longer)
    expect(await gate(orgId, ids[0], off)).toMatchObject({ until: longer })
    now = instant('2024-10-17T00:00:00.000Z')
    const revoking = { cutoffId: switchOff, exemptionId, reason: 'wrongFacts' } as const
    const { requestId } = await as('op-2', 'RequestRevocation', revoking)
    expect(await not('op-2', 'ConfirmRequest', { cutoffId: switchOff, requestId })).toMatchObject({
      code: 'APPROVER_IS_REQUESTER',
    })
    await as('op-3', 'ConfirmRequest', { cutoffId: switchOff, requestId })
    while ((await writeExemptions(store, 100)) > 0);
    expect(await gate(orgId, ids[0], off)).toMatchObject({ until: later })
    expect(await gate(orgId, ids[0], later)).toMatchObject({ mayText: false })
  })
})

describe('the plan', () => {
  test('counts classes over all organisations, or one, and what it would do to each', async () => {
    const [one] = [await unregistered(2), await unregistered(3)]
    const made = await as('op-1', 'PlanCutoff', { cutoffId: switchOff, occasion: 'byHand' })
    expect(made).toMatchObject({ planNo: 1, numbers: 5, switchOff: 5, isApproved: false })
    const [planned] = await readPlanClasses(store.pool, switchOff, 1)
    expect(planned).toMatchObject({ count: 5, reason: 'LICENCE_REQUESTED', owner: 'partner' })
    expect(planned?.samples).toHaveLength(5)
    const { at, policy } = await readNow(store.pool, store.clock)
    const cutoff = policy.pack.cutoffs.find(({ id }) => id === switchOff)
    if (!cutoff) throw new Error('no cutoff')
    const ofOne = await planNow(store.pool, cutoff, { policy, at, orgId: one.orgId })
    expect(ofOne.map(({ count }) => count)).toEqual([2])
  })

  test('has the same hash as long as classes and verdicts are the same, whatever their counts', async () => {
    await unregistered(1)
    const plan = () => as('op-1', 'PlanCutoff', { cutoffId: switchOff, occasion: 'byHand' })
    const first = await plan()
    await unregistered(1)
    const second = await plan()
    expect([second.planNo, second.hash]).toEqual([2, first.hash])
    const { orgId } = await unregistered(1)
    await exempted({ scope: 'organisation', orgId }, instant('2024-12-20T08:00:00.000Z'))
    const third = await plan()
    expect(third.hash).not.toBe(first.hash)
    const changes = changesOf(
      await readPlanClasses(store.pool, switchOff, 1),
      await readPlanClasses(store.pool, switchOff, 3),
    )
    expect(changes.map(({ change, before, after }) => [change, before?.count, after?.count, after?.verdict])).toEqual([
      ['new', undefined, 1, 'exempt'],
      ['count', 1, 2, 'switchOff'],
    ])
  })

  test('is approved by two, neither of whom has asked for it, and covers later plans of the same within the tolerance', async () => {
    await unregistered(20)
    const { hash } = await as('op-1', 'PlanCutoff', { cutoffId: switchOff, occasion: 'byHand' })
    const approve = { cutoffId: switchOff, hash }
    expect(await not('op-1', 'ApprovePlan', approve)).toMatchObject({ code: 'APPROVER_IS_REQUESTER' })
    expect(await as('op-2', 'ApprovePlan', approve)).toMatchObject({ isComplete: false })
    expect(await not('op-2', 'ApprovePlan', approve)).toMatchObject({ code: 'APPROVER_TWICE' })
    expect(await as('op-3', 'ApprovePlan', approve)).toMatchObject({ planNo: 1, isComplete: true })
    await unregistered(1)
    const plan = { cutoffId: switchOff, occasion: 'byHand' }
    expect(await as('op-1', 'PlanCutoff', plan)).toMatchObject({ isApproved: true })
    await unregistered(1)
    expect(await as('op-1', 'PlanCutoff', plan)).toMatchObject({ isApproved: false })
    const types = (await loadFacts(store.pool, cutoffStreamId(switchOff), 0, 20)).map(({ type }) => type)
    expect(types).toEqual(['CutoffPublished', ...Array(5).fill('CutoffChanged')])
  })

  test('is not approved when it is stale, of another policy, or empty', async () => {
    const empty = await as('op-1', 'PlanCutoff', { cutoffId: switchOff, occasion: 'byHand' })
    expect(await not('op-2', 'ApprovePlan', { cutoffId: switchOff, hash: empty.hash })).toMatchObject({
      code: 'PLAN_EMPTY',
    })
    await unregistered(1)
    const made = await as('op-1', 'PlanCutoff', { cutoffId: switchOff, occasion: 'byHand' })
    expect(await not('op-2', 'ApprovePlan', { cutoffId: switchOff, hash: empty.hash })).toMatchObject({
      code: 'PLAN_STALE',
      detail: made.hash,
    })
    await as('op-1', 'ChooseReading', { point: 'lapse', option: 'keepsTexting' })
    expect(await not('op-2', 'ApprovePlan', { cutoffId: switchOff, hash: made.hash })).toMatchObject({
      code: 'PLAN_STALE',
    })
    expect((await readPlan(store.pool, switchOff))?.planNo).toBe(2)
  })
})

describe('a cutoff that was over when it was published', () => {
  test('is approved only when the import has been declared complete', async () => {
    const fresh = await openTestStore()
    const { pool, documents } = fresh.store
    const before = store
    now = instant('2026-11-25T00:00:00.000Z')
    store = createStore({ pool, documents, clock: { now: async () => now } })
    try {
      await publishCutoffs(store)
      expect(await readCutoff(pool, switchOff)).toMatchObject({ wasPast: true, importCompletedAt: null })
      const { orgId, ids } = await unregistered(1)
      expect(await gate(orgId, ids[0], now)).toMatchObject({ mayText: false })
      const { hash } = await as('op-1', 'PlanCutoff', { cutoffId: switchOff, occasion: 'byHand' })
      const approve = { cutoffId: switchOff, hash }
      expect(await not('op-2', 'ApprovePlan', approve)).toMatchObject({ code: 'CUTOFF_IMPORT_INCOMPLETE' })
      await as('op-1', 'DeclareImportComplete', { cutoffId: switchOff })
      await as('op-1', 'DeclareImportComplete', { cutoffId: switchOff })
      expect(await as('op-2', 'ApprovePlan', approve)).toMatchObject({ isComplete: false })
      expect(await readCutoff(pool, switchOff)).toMatchObject({ importCompletedAt: now, version: 4 })
    } finally {
      store = before
      await fresh.close()
    }
  })
})

describe('undoing', () => {
  test('is an exemption within the window, told to the process, and refused before and after it', async () => {
    const { orgId, ids } = await unregistered(1)
    const until = instant('2025-02-01T08:00:00.000Z')
    const whom = { scope: 'organisation', orgId } as const
    const undo = { cutoffId: switchOff, whom, until, reason: 'wrongFacts', isUndo: true } as const
    now = just(off)
    expect(await not('op-1', 'RequestExemption', undo)).toMatchObject({ code: 'CUTOFF_NOT_REACHED' })
    now = instant('2024-12-05T00:00:00.000Z')
    const { requestId } = await as('op-1', 'RequestExemption', undo)
    expect(await gate(orgId, ids[0], now)).toMatchObject({ mayText: false })
    await as('op-2', 'ConfirmRequest', { cutoffId: switchOff, requestId })
    expect(await gate(orgId, ids[0], now)).toEqual({ mayText: true, until })
    const { rows } = await store.pool.query(`select type from event where stream_id = $1 order by version`, [
      cutoffStreamId(switchOff),
    ])
    expect(rows.map(({ type }) => type)).toEqual([
      'CutoffPublished',
      'ExemptionRequested',
      'ExemptionGranted',
      'CutoffUndone',
    ])
    now = instant('2024-12-16T08:00:00.000Z')
    expect(await not('op-1', 'RequestExemption', undo)).toMatchObject({ code: 'CUTOFF_UNDO_TOO_LATE' })
  })

  test('that was asked for in time is not confirmed after the window', async () => {
    const { orgId } = await unregistered(1)
    now = instant('2024-12-16T07:59:59.999Z')
    const until = instant('2025-02-01T08:00:00.000Z')
    const whom = { scope: 'organisation', orgId } as const
    const undo = { cutoffId: switchOff, whom, until, reason: 'other', isUndo: true } as const
    const { requestId } = await as('op-1', 'RequestExemption', undo)
    now = instant('2024-12-16T08:00:00.000Z')
    const confirm = { cutoffId: switchOff, requestId }
    expect(await not('op-2', 'ConfirmRequest', confirm)).toMatchObject({ code: 'CUTOFF_UNDO_TOO_LATE' })
  })
})

describe('what makes no sense', () => {
  test('is refused with its own code, and changes nothing', async () => {
    const { orgId, ids } = await unregistered(1)
    const before = await readCutoff(store.pool, switchOff)
    const until = instant('2024-12-20T08:00:00.000Z')
    const wish = { cutoffId: switchOff, until, reason: 'other', isUndo: false } as const
    const ask = (given: Partial<CommandData<'RequestExemption'>>) =>
      not('op-1', 'RequestExemption', { ...wish, whom: { scope: 'all' }, ...given })
    expect(await ask({ until: off })).toMatchObject({ code: 'EXEMPTION_ENDS_TOO_SOON' })
    expect(await ask({ cutoffId: 'trialsStopQualifying' })).toMatchObject({ code: 'CUTOFF_NOT_EXEMPTABLE' })
    expect(await ask({ whom: { scope: 'class', class: 'nothing' } })).toMatchObject({ code: 'EXEMPTION_EMPTY' })
    const nowhere = randomUUID() as OrganisationId
    expect(await ask({ whom: { scope: 'organisation', orgId: nowhere } })).toMatchObject({
      code: 'ORGANISATION_NOT_FOUND',
    })
    const mixed = { scope: 'numbers', orgId: nowhere, numberIds: ids } as const
    expect(await ask({ whom: mixed })).toMatchObject({ code: 'NUMBER_NOT_FOUND' })
    expect(await ask({ whom: { scope: 'numbers', orgId, numberIds: [] } })).toMatchObject({ code: 'EXEMPTION_EMPTY' })
    const sooner = { cutoffId: switchOff, until: off, reason: 'other' } as const
    expect(await not('op-1', 'RequestPostponement', sooner)).toMatchObject({ code: 'POSTPONEMENT_NOT_LATER' })
    const requestId = randomUUID()
    expect(await not('op-1', 'ConfirmRequest', { cutoffId: switchOff, requestId })).toMatchObject({
      code: 'REQUEST_NOT_FOUND',
    })
    const exemptionId = requestId as never
    expect(await not('op-1', 'RequestRevocation', { cutoffId: switchOff, exemptionId, reason: 'other' })).toMatchObject(
      {
        code: 'EXEMPTION_NOT_FOUND',
      },
    )
    expect(await not('op-1', 'ApprovePlan', { cutoffId: switchOff, hash: 'ab' })).toMatchObject({
      code: 'PLAN_NOT_FOUND',
    })
    now = off
    expect(await not('op-1', 'RequestPostponement', { ...sooner, until })).toMatchObject({
      code: 'CUTOFF_ALREADY_REACHED',
    })
    expect(await readCutoff(store.pool, switchOff)).toEqual(before)
    expect([await readRequests(store.pool, switchOff), await readExemptions(store.pool, switchOff)]).toEqual([[], []])
  })
})

test('rows of cutoffs and of exempt numbers are the fold of their events', async () => {
  const { orgId, ids } = await unregistered(2)
  const until = instant('2024-12-20T08:00:00.000Z')
  await exempted({ scope: 'numbers', orgId, numberIds: ids }, until)
  await exempted({ scope: 'organisation', orgId }, until)
  await exempted({ scope: 'all' }, until)
  const owner = createPool({ url: opened.database.ownerUrl, max: 1, name: 'owner' })
  const { differing } = await rebuild(owner, store.clock, 'compare')
  await owner.end()
  expect(differing).toEqual([])
})
