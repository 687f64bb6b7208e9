import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cutoffWorkflowId } from '../../src/contract/cutoff.ts'
import { deployment, type Instant, instant, millis, plusDays } from '../../src/domain/values.ts'
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
async function begin(startsAt: string): Promise<void> {
  // Temporal's own clock stays where it is, years ahead of the database's, which alone counts.
  harness = await startHarness({ startsAt: instant(startsAt) })
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
