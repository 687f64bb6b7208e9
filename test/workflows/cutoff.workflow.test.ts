import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cutoffWorkflowId } from '../../src/contract/cutoff.ts'
import { type Instant, instant, millis, plusDays } from '../../src/domain/values.ts'
import {
  approved,
  eventsOf,
  legacyOrganisation,
  progressOf,
  standingOf,
  switchOff,
  texting,
  theInstant,
} from './cutoffWorld.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'

let harness: Harness
beforeAll(async () => {
  // Temporal's own clock stays where it is: years ahead of the database's, which alone counts.
  harness = await startHarness({ startsAt: instant('2024-10-20T16:00:00Z') })
})
afterAll(() => harness.close())

/** Its timer counts from the moment at which it has read the clock, so it rings some milliseconds past the instant. */
async function passes(at: Instant): Promise<void> {
  await harness.sleepUntil(instant(millis(at) + 1_000))
  await harness.settle()
}

const daysTo = (days: number) => plusDays(theInstant, -days)

describe('a cutoff that is published in time', () => {
  test('waits for its first notice, and gives each at its day, to those of an approved plan', async () => {
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
    await passes(daysTo(14))
    expect((await standingOf(harness)).noticed).toEqual([daysTo(30), daysTo(14)])
    expect(await texting(harness, orgId)).toEqual({ unknown: 3 })
  })
})
