import type { Event } from '../../src/console/api/contract.ts'

export function event(given: Partial<Event> = {}): Event {
  return {
    id: '1:1',
    stream: 'onboarding',
    type: 'NumberOrdered',
    happenedAt: '2026-01-01T00:00:00.000Z',
    recordedAt: '2026-01-01T00:00:00.000Z',
    data: {},
    actor: { kind: 'person', subject: 'admin-1', role: 'admin' },
    source: { kind: 'admin', id: '1', rank: 1 },
    ruleIds: [],
    policyVersion: 'p',
    because: null,
    commandId: 'c',
    struckBy: null,
    provenance: null,
    ...given,
  }
}
