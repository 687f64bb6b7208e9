import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cutoffWorkflowId } from '../../src/contract/cutoff.ts'
import { deployment, type Instant, instant, millis, type OrganisationId, plusDays } from '../../src/domain/values.ts'
import { cutoffStreamId } from '../../src/store/ids.ts'
import { accepted } from '../support/store.ts'
import {
  approved,
  eventsOf,
  exempted,
  legacyOrganisation,
  operator,
  postponed,
  progressOf,
  standingOf,
  switchOff,
  texting,
  theInstant,
} from './cutoffWorld.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'

let harness: Harness
async function begin(startsAt: string, historyBudget?: number): Promise<void> {
  // Temporal's own clock stays where it is, years ahead of the database's, which alone counts.
  harness = await startHarness({ startsAt: instant(startsAt), ...(historyBudget ? { historyBudget } : {}) })
}
afterEach(() => harness.close())

/** Its timer counts from the moment at which it has read the clock, so it rings some milliseconds past the instant. */
async function passes(at: Instant): Promise<void> {
  await harness.sleepUntil(instant(millis(at) + 1_000))
  await harness.settle()
}

const daysTo = (days: number) => plusDays(theInstant, -days)
const stage = async () => {
  const { move } = await progressOf(harness)
  return move?.kind === 'wait' ? move.stage : move?.kind
}

describe('a cutoff that is published in time', () => {
  beforeEach(() => begin('2024-10-20T16:00:00Z'))

  test('gives each notice to the customers of an approved plan, switches off at its instant, and ends with its undo window', async () => {
    const { orgId } = await legacyOrganisation(harness.store, 3)
    await harness.publish()
    expect((await progressOf(harness)).move).toEqual({ kind: 'wait', stage: 'notice', until: daysTo(30) })
    await passes(daysTo(30))
    const planned = await standingOf(harness)
    expect(planned.plan).toMatchObject({ no: 1, switchOff: 3 })
    expect(planned.noticed).toEqual([])
    await approved(harness)
    await harness.settle()
    expect((await standingOf(harness)).noticed).toEqual([daysTo(30)])
    for (const days of [14, 7, 3, 1]) await passes(daysTo(days))
    expect((await standingOf(harness)).noticed).toEqual([30, 14, 7, 3, 1].map(daysTo))
    expect(await texting(harness, orgId)).toEqual({ unknown: 3 })

    await passes(theInstant)
    expect(await texting(harness, orgId)).toEqual({ suspended: 3 })
    const written = await eventsOf(harness, 'NumberSwitchedOff')
    expect(written).toHaveLength(3)
    expect(written.every((at) => at >= theInstant)).toBe(true)
    expect(await standingOf(harness)).toMatchObject({ swept: { planNo: 1 }, verified: { planNo: 1, waiting: 0 } })
    expect(await stage()).toBe('undoWindow')
    await passes((await standingOf(harness)).undoUntil)
    expect(await harness.client.workflow.getHandle(cutoffWorkflowId(switchOff)).result()).toBe('closed')
    const { events, largestPayloadBytes } = await historyOf(harness, cutoffWorkflowId(switchOff), {
      scenario: 'cutoff',
    })
    // The parts are sixteen however many numbers there are, so this is the history of a million, too.
    expect(events).toBeLessThanOrEqual(300)
    expect(largestPayloadBytes).toBeLessThan(4_000)
  })

  test('has one timer at a time, and keeps it when there is news that does not move it', async () => {
    await legacyOrganisation(harness.store, 1)
    await harness.publish()
    await harness.client.workflow.getHandle(cutoffWorkflowId(switchOff)).signal('wake')
    await harness.client.workflow.getHandle(cutoffWorkflowId(switchOff)).signal('wake')
    await harness.settle()
    const { text } = await historyOf(harness, cutoffWorkflowId(switchOff))
    expect(text.match(/"timerStartedEventAttributes"/g)).toHaveLength(1)
  })

  test('put off before its instant, nobody is switched off then, and it comes again at the later one', async () => {
    const { orgId } = await legacyOrganisation(harness.store, 2)
    await harness.publish()
    await passes(daysTo(30))
    await approved(harness)
    await harness.settle()
    const later = plusDays(theInstant, 20)
    await postponed(harness, later)
    await harness.settle()
    await passes(theInstant)
    expect(await texting(harness, orgId)).toEqual({ unknown: 2 })
    expect((await standingOf(harness)).instant).toBe(later)
    await passes(plusDays(later, -3))
    // What was approved was the cutoff of another instant.
    await approved(harness)
    await harness.settle()
    await passes(later)
    expect(await texting(harness, orgId)).toEqual({ suspended: 2 })
  })

  test('what nobody has approved waits and is put before the operators; the rest is switched off', async () => {
    const { orgId } = await legacyOrganisation(harness.store, 2)
    await harness.publish()
    await passes(daysTo(30))
    await approved(harness)
    await harness.settle()
    const other = await legacyOrganisation(harness.store, 1)
    await accepted(harness.store, 'ReportLicence', other.orgId, { status: 'lapsed' })
    await passes(theInstant)
    expect(await texting(harness, orgId)).toEqual({ suspended: 2 })
    expect(await texting(harness, other.orgId)).toEqual({ unknown: 1 })
    expect((await standingOf(harness)).verified).toMatchObject({ waiting: 1 })
    expect(await stage()).toBe('approval')
    const { rows } = await harness.store.pool.query(`select detail from attention where code = 'CUTOFF_CLASSES_WAIT'`)
    expect(rows).toMatchObject([{ detail: { waiting: 1 } }])
    await approved(harness)
    await harness.settle()
    expect(await texting(harness, other.orgId)).toEqual({ suspended: 1 })
    expect(await eventsOf(harness, 'NumberSwitchedOff')).toHaveLength(3)
  })

  test('undone for one organisation, its numbers text again until the undo ends', async () => {
    const one = await legacyOrganisation(harness.store, 2)
    const other = await legacyOrganisation(harness.store, 1)
    await accepted(harness.store, 'AddContact', one.orgId, {
      name: 'Ada Admin',
      address: 'admin@one.example',
      language: 'en',
      acts: ['customerAdmin'],
      place: 'first',
    })
    await harness.publish()
    await passes(daysTo(30))
    await approved(harness)
    await harness.settle()
    await passes(theInstant)
    const until = plusDays(theInstant, 10)
    await exempted(harness, { whom: { scope: 'organisation', orgId: one.orgId }, until, isUndo: true })
    await harness.settle()
    expect(await texting(harness, one.orgId)).toEqual({ legacyOn: 2 })
    expect(await texting(harness, other.orgId)).toEqual({ suspended: 1 })
    expect(await eventsOf(harness, 'NumberReinstated')).toHaveLength(2)
    const { rows } = await harness.store.pool.query(
      `select kind, count(*)::int as count from mail where org_id = $1 and kind <> 'welcome' group by kind order by kind`,
      [one.orgId],
    )
    expect(rows.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['cutoffNotice', 'cutoffResult', 'reinstatement']),
    )
    expect(rows.filter(({ kind }) => kind !== 'cutoffNotice').every(({ count }) => count === 1)).toBe(true)
  })
})

describe('on the evening before', () => {
  const dayMs = 86_400_000
  let orgId: OrganisationId
  beforeEach(async () => {
    await begin('2024-12-01T16:00:00Z')
    ;({ orgId } = await legacyOrganisation(harness.store, 2))
    await harness.publish()
    await approved(harness)
    await harness.settle()
  })

  test('a timer that rings a day early, because the clock was set back, switches nothing off before the clock says so', async () => {
    harness.setClock(-dayMs)
    await passes(daysTo(1))
    expect(await texting(harness, orgId)).toEqual({ unknown: 2 })
    await passes(theInstant)
    expect(await texting(harness, orgId)).toEqual({ suspended: 2 })
    expect((await eventsOf(harness, 'NumberSwitchedOff')).every((at) => at >= theInstant)).toBe(true)
  })

  test('a timer that would ring a day late, because the clock was set ahead, is overtaken by whoever wakes it', async () => {
    harness.setClock(dayMs)
    await harness.deliver.wake({ kind: 'cutoff', orgId: deployment, processId: cutoffStreamId(switchOff) })
    await harness.settle()
    expect(await texting(harness, orgId)).toEqual({ suspended: 2 })
  })

  test('started and woken twenty times at once it is one run, and each number is switched off once', async () => {
    const to = { kind: 'cutoff', orgId: deployment, processId: cutoffStreamId(switchOff) } as const
    const { runId } = await harness.describe(cutoffWorkflowId(switchOff))
    await harness.sleepUntil(theInstant)
    await Promise.all(Array.from({ length: 20 }, () => harness.deliver.wake(to)))
    await harness.settle()
    expect((await harness.describe(cutoffWorkflowId(switchOff))).runId).toBe(runId)
    expect(await eventsOf(harness, 'NumberSwitchedOff')).toHaveLength(2)
  })
})

describe('a cutoff whose history grows long', () => {
  beforeEach(() => begin('2024-10-20T16:00:00Z', 8))

  test('hands over from run to run and loses nothing', async () => {
    const { orgId } = await legacyOrganisation(harness.store, 1)
    await harness.publish()
    const { runId } = await harness.describe(cutoffWorkflowId(switchOff))
    await passes(daysTo(30))
    await approved(harness)
    await harness.settle()
    await passes(theInstant)
    expect(await texting(harness, orgId)).toEqual({ suspended: 1 })
    expect((await harness.describe(cutoffWorkflowId(switchOff))).runId).not.toBe(runId)
    expect(await stage()).toBe('undoWindow')
  })
})

describe('a cutoff that was over when it was published', () => {
  beforeEach(() => begin('2024-12-20T16:00:00Z'))

  test('waits for the end of the import and for an approval, and then is carried out', async () => {
    const { orgId } = await legacyOrganisation(harness.store, 2)
    await harness.publish()
    expect(await stage()).toBe('import')
    expect(await texting(harness, orgId)).toEqual({ unknown: 2 })
    await accepted(harness.store, 'DeclareImportComplete', deployment, { cutoffId: switchOff }, operator('ada'))
    await harness.settle()
    expect(await stage()).toBe('approval')
    await approved(harness)
    await harness.settle()
    expect(await texting(harness, orgId)).toEqual({ suspended: 2 })
    await historyOf(harness, cutoffWorkflowId(switchOff), { scenario: 'cutoffPast' })
  })
})
