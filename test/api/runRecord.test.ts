import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js'
import { expect, test } from 'vitest'
import { readRun } from '../../src/api/runRecord.ts'

const folder = join(import.meta.dirname, '../histories')
const histories = readdirSync(folder).filter((file) => file.endsWith('.json'))

function recordOf(file: string) {
  const history = historyFromJSON(JSON.parse(readFileSync(join(folder, file), 'utf8')))
  const scheduled = (history.events ?? []).filter(
    ({ activityTaskScheduledEventAttributes: asked, markerRecordedEventAttributes: marker }) =>
      asked || marker?.markerName === 'core_local_activity',
  ).length
  const described = {
    workflowId: 'onboarding/x',
    runId: 'r',
    status: { name: 'COMPLETED' },
    startTime: new Date('2026-01-01T00:00:00Z'),
    raw: { pendingActivities: [] },
  }
  return { record: readRun(described as never, history), scheduled }
}

test.each(histories)('%s is read activity by activity, each with its words, its tries and its times', (file) => {
  const { record, scheduled } = recordOf(file)
  expect(record.activities).toHaveLength(scheduled)
  for (const { activityId, type, summary, attempt, scheduledAt, startedAt, endedAt, outcome } of record.activities) {
    expect([activityId, type, summary].every((text) => text !== null && text !== '')).toBe(true)
    expect(scheduledAt).toMatch(/^\d{4}-.*\.\d{3}Z$/)
    if (outcome === 'completed') {
      expect(attempt).toBeGreaterThan(0)
      expect(Date.parse(endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(startedAt ?? ''))
    }
  }
})

test('an activity that failed for good says of what kind the failure was, never what it quoted', () => {
  const failed = histories
    .flatMap((file) => recordOf(file).record.activities)
    .filter(({ outcome }) => outcome === 'failed')
  expect(failed.length).toBeGreaterThan(0)
  for (const { failure } of failed) expect(failure).toMatch(/^\w+$/)
})
