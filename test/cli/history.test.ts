import { expect, test } from 'vitest'
import type { EventAnswer } from '../../src/cli/answers.ts'
import { historyWords } from '../../src/cli/history.ts'

const event: EventAnswer = {
  id: 's:1',
  stream: 'number',
  type: 'NumberRegistered',
  happenedAt: '2024-10-01T00:00:00.000Z',
  recordedAt: '2024-10-09T08:00:00.000Z',
  data: { campaignRef: 'CAB12CD', flags: [] },
  actor: { kind: 'service', subject: 'registry', role: 'integration' },
  source: { kind: 'registry', id: 'bridge' },
  ruleIds: ['Z2', 'Z3'],
  policyVersion: 'p',
  provenance: null,
  struckBy: null,
}

test('what was learnt late shows both clocks, who said it and under which rules', () => {
  const [, line = ''] = historyWords({ events: [event] }).split('\n')
  expect(line.replaceAll(/ {2,}/g, ' | ')).toBe(
    '2024-10-09T08:00:00.000Z | 2024-10-01T00:00:00.000Z | Number registered | integration registry | Z2 Z3 | – | campaignRef: CAB12CD',
  )
})

test('what was learnt as it happened names one instant', () => {
  const [, line = ''] = historyWords({ events: [{ ...event, happenedAt: event.recordedAt }] }).split('\n')
  expect(line).toMatch(/^2024-10-09T08:00:00.000Z {2}then /)
})

test('what one act did to many numbers is one line with what they have in common; another act is another line', () => {
  const activated = { ...event, type: 'NumberTextingActivated', data: { campaignRef: 'CAB12CD', e164: '+15125550101' } }
  const other = { ...activated, data: { campaignRef: 'CAB12CD', e164: '+15125550102' } }
  const later = { ...activated, recordedAt: '2024-10-10T08:00:00.000Z' }
  const [, ...lines] = historyWords({ events: [activated, event, other, later] }).split('\n')
  expect(lines.map((line) => line.split(/ {2,}/)).map((cells) => [cells[2], cells[6]])).toEqual([
    ['Number texting activated × 2', 'campaignRef: CAB12CD'],
    ['Number registered', 'campaignRef: CAB12CD'],
    ['Number texting activated', 'campaignRef: CAB12CD, e164: +15125550101'],
  ])
})

test('what was retracted says so in plain text too, and is a line of its own', () => {
  const struckBy = { eventId: 's:2', reason: 'wrongDate', recordedAt: '2024-10-10T08:00:00.000Z' }
  const [, ...lines] = historyWords({ events: [event, { ...event, struckBy }] }).split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('campaignRef: CAB12CD (retracted 2024-10-10T08:00:00.000Z: wrongDate)')
})
