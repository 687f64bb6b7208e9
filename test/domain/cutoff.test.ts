import { describe, expect, test } from 'vitest'
import {
  type CutoffCommand,
  type CutoffEvent,
  type CutoffState,
  decide,
  evolve,
  isActive,
  noCutoff,
  putOffUntil,
  undoUntil,
} from '../../src/domain/cutoff.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import type { Cutoff } from '../../src/domain/policy/policy.ts'
import { type Instant, instant, millis, plusDays } from '../../src/domain/values.ts'
import { admin } from '../support/given.ts'
import { exemptionA, exemptionB } from './deciders.ts'

const found = pack003.cutoffs.find(({ id }) => id === 'unregisteredSwitchedOff')
if (!found) throw new Error('no cutoff')
const rule: Cutoff = found
const off = rule.instant
const before = instant('2024-10-15T12:00:00.000Z')
const later = instant('2024-12-20T08:00:00.000Z')
const just = (at: Instant) => instant(millis(at) - 1)

function told(state: CutoffState, events: readonly CutoffEvent[], at: Instant): CutoffState {
  const meta = { happenedAt: at, recordedAt: at, source: admin, eventId: 'stream:1' }
  return events.reduce((each, event) => evolve(each, event, meta), state)
}

/** The state after commands, each of which has to be accepted. */
function having(commands: readonly CutoffCommand[], state = noCutoff, at = before): CutoffState {
  return commands.reduce((each, command) => {
    const decision = decide(command, each)
    if (!decision.ok) throw new Error(decision.refusal.code)
    return told(each, decision.events, at)
  }, state)
}

const code = (command: CutoffCommand, state: CutoffState) => {
  const decision = decide(command, state)
  return decision.ok ? decision.events.map(({ type }) => type).join() : decision.refusal.code
}

const publish = (at = before): CutoffCommand => ({ type: 'PublishCutoff', rule, contentHash: 'ab', at })
const plan = (given: Partial<Extract<CutoffCommand, { type: 'RecordPlan' }>> = {}): CutoffCommand => ({
  type: 'RecordPlan',
  occasion: 'byHand',
  by: 'op-1',
  hash: 'h1',
  policyVersion: '002:ab',
  classes: 1,
  numbers: 1,
  switchOff: 1,
  ...given,
})
const approve = (by: string, given: { hash?: string; policyVersion?: string } = {}): CutoffCommand => ({
  type: 'ApprovePlan',
  hash: 'h1',
  by,
  rule,
  policyVersion: '002:ab',
  ...given,
})
const exempt = (at: Instant, given: { until?: Instant; isUndo?: boolean; exemptionId?: typeof exemptionA } = {}) =>
  ({
    type: 'RequestExemption',
    exemptionId: exemptionA,
    scope: 'all',
    numbers: null,
    until: later,
    reason: 'other',
    isUndo: false,
    by: 'op-1',
    at,
    rule,
    ...given,
  }) as const satisfies CutoffCommand
const confirm = (at: Instant, by = 'op-2', requestId: string = exemptionA): CutoffCommand => ({
  type: 'ConfirmRequest',
  requestId,
  by,
  rule,
  at,
})
const postpone = (at: Instant, until: Instant): CutoffCommand => ({
  type: 'RequestPostponement',
  requestId: 'r1',
  until,
  reason: 'other',
  by: 'op-1',
  at,
  rule,
})

describe('publishing', () => {
  test('the same content is no news; another content is, and changes nothing about having been in time', () => {
    const published = having([publish()])
    expect(code(publish(), published)).toBe('')
    expect(code({ type: 'PublishCutoff', rule, contentHash: 'cd', at: later }, published)).toBe('CutoffPublished')
    const anew = having([{ type: 'PublishCutoff', rule, contentHash: 'cd', at: later }], published)
    expect(anew.published).toMatchObject({ contentHash: 'cd', wasPast: false })
  })

  test('it was past from the instant itself on', () => {
    expect(having([publish(just(off))]).published?.wasPast).toBe(false)
    expect(having([publish(off)]).published?.wasPast).toBe(true)
  })

  test('nothing can be decided about what was not published', () => {
    for (const command of [plan(), approve('op-2'), exempt(before), postpone(before, later)])
      expect(code(command, noCutoff)).toBe('CUTOFF_NOT_FOUND')
  })
})

describe('approving', () => {
  const planned = having([publish(), plan()])

  test('takes two, neither of whom asked for a plan of the same hash', () => {
    expect(code(approve('op-1'), planned)).toBe('APPROVER_IS_REQUESTER')
    const once = having([approve('op-2')], planned)
    expect(code(approve('op-2'), once)).toBe('APPROVER_TWICE')
    expect(once.approved).toBe(undefined)
    expect(having([approve('op-3')], once).approved).toMatchObject({ planNo: 1, hash: 'h1' })
  })

  test('two cannot do it alone by asking for the plan in turns', () => {
    const inTurns = having([approve('op-2'), plan({ by: 'op-2' })], planned)
    expect(code(approve('op-1'), inTurns)).toBe('APPROVER_IS_REQUESTER')
    const third = having([approve('op-3')], inTurns)
    expect(third.approved).toBe(undefined)
    expect(having([approve('op-4')], third).approved).toMatchObject({ planNo: 2 })
  })

  test('is for what is planned now', () => {
    const anew = having([plan({ hash: 'h2' })], planned)
    expect(code(approve('op-2'), anew)).toBe('PLAN_STALE')
    expect(code(approve('op-2', { policyVersion: '002:cd' }), planned)).toBe('PLAN_STALE')
    expect(code(approve('op-2'), having([publish()]))).toBe('PLAN_NOT_FOUND')
    expect(code(approve('op-2'), having([publish(), plan({ switchOff: 0 })]))).toBe('PLAN_EMPTY')
    expect(code({ ...approve('op-2'), rule: { ...rule, needsApproval: false } } as CutoffCommand, planned)).toBe(
      'CUTOFF_NEEDS_NO_APPROVAL',
    )
  })

  test('holds for later plans of the same hash', () => {
    const approved = having([approve('op-2'), approve('op-3'), plan()], planned)
    expect(approved.approved?.hash).toBe(approved.plans.at(-1)?.hash)
  })

  test('of a cutoff that was past waits for the import', () => {
    const past = having([publish(off), plan()])
    expect(code(approve('op-2'), past)).toBe('CUTOFF_IMPORT_INCOMPLETE')
    const complete = having([{ type: 'DeclareImportComplete', by: 'op-1' }], past)
    expect(code(approve('op-2'), complete)).toBe('CutoffPlanApproved')
    expect(code({ type: 'DeclareImportComplete', by: 'op-2' }, complete)).toBe('')
  })
})

describe('exempting', () => {
  const published = having([publish()])

  test('lets nobody through before a second one has confirmed it', () => {
    const asked = having([exempt(before)], published)
    expect(putOffUntil(asked, off)).toBe(undefined)
    expect(code(confirm(before, 'op-1'), asked)).toBe('APPROVER_IS_REQUESTER')
    const granted = having([confirm(before)], asked)
    expect(putOffUntil(granted, off)).toBe(later)
    expect(code(confirm(before, 'op-3'), granted)).toBe('REQUEST_ALREADY_CONFIRMED')
  })

  test('ends at its instant, not a millisecond earlier', () => {
    const [exemption] = having([exempt(before), confirm(before)], published).exemptions
    expect([just(later), later].map((at) => exemption && isActive(exemption, at))).toEqual([true, false])
  })

  test('has to be longer than the rule', () => {
    expect(code(exempt(before, { until: off }), published)).toBe('EXEMPTION_ENDS_TOO_SOON')
    expect(code(exempt(before, { until: instant(millis(off) + 1) }), published)).toBe('ExemptionRequested')
    expect(code(exempt(later, { until: later }), published)).toBe('EXEMPTION_ENDS_TOO_SOON')
    expect(code(confirm(later), having([exempt(before)], published))).toBe('EXEMPTION_ENDS_TOO_SOON')
  })

  test('is revoked by two as well, and what is left of others stands', () => {
    const sooner = instant('2024-12-10T08:00:00.000Z')
    const both = having(
      [
        exempt(before),
        confirm(before),
        exempt(before, { exemptionId: exemptionB, until: sooner }),
        confirm(before, 'op-2', exemptionB),
      ],
      published,
    )
    const asked: CutoffCommand = {
      type: 'RequestRevocation',
      requestId: 'r2',
      exemptionId: exemptionA,
      reason: 'other',
      by: 'op-2',
      at: before,
    }
    const revoking = having([asked], both)
    expect(code(confirm(before, 'op-2', 'r2'), revoking)).toBe('APPROVER_IS_REQUESTER')
    const revoked = having([confirm(before, 'op-1', 'r2')], revoking)
    expect(putOffUntil(revoked, off)).toBe(sooner)
    expect(code({ ...asked, requestId: 'r3' }, revoked)).toBe('EXEMPTION_NOT_ACTIVE')
    expect(code({ ...asked, requestId: 'r3', exemptionId: exemptionB, at: sooner }, revoked)).toBe(
      'EXEMPTION_NOT_ACTIVE',
    )
  })
})

describe('putting off', () => {
  const published = having([publish()])

  test('is asked for and confirmed before the instant, and to a later one', () => {
    expect(code(postpone(just(off), later), published)).toBe('CutoffPostponementRequested')
    expect(code(postpone(off, later), published)).toBe('CUTOFF_ALREADY_REACHED')
    expect(code(postpone(before, off), published)).toBe('POSTPONEMENT_NOT_LATER')
    const asked = having([postpone(before, later)], published)
    expect(code(confirm(off, 'op-2', 'r1'), asked)).toBe('CUTOFF_ALREADY_REACHED')
    expect(putOffUntil(having([confirm(just(off), 'op-2', 'r1')], asked), off)).toBe(later)
  })
})

describe('undoing', () => {
  const undo = (at: Instant) => exempt(at, { isUndo: true, until: instant('2025-06-01T00:00:00.000Z') })
  const published = having([publish()])

  test('begins with the instant and ends with its window, to the millisecond', () => {
    const end = plusDays(off, rule.undoDays)
    expect(undoUntil(published, rule)).toBe(end)
    expect(code(undo(just(off)), published)).toBe('CUTOFF_NOT_REACHED')
    expect(code(undo(off), published)).toBe('ExemptionRequested')
    expect(code(undo(just(end)), published)).toBe('ExemptionRequested')
    expect(code(undo(end), published)).toBe('CUTOFF_UNDO_TOO_LATE')
    const asked = having([undo(just(end))], published)
    expect(code(confirm(just(end)), asked)).toBe('ExemptionGranted,CutoffUndone')
    expect(code(confirm(end), asked)).toBe('CUTOFF_UNDO_TOO_LATE')
  })

  test('counts its window from when the cutoff was carried out', () => {
    const counts = { switchedOff: 1, registered: 0, exempt: 0, unknown: 0, waiting: 0 }
    const at = instant('2026-11-25T00:00:00.000Z')
    const executed = having([{ type: 'RecordExecuted', planNo: 1, ...counts }], published, at)
    expect(undoUntil(executed, rule)).toBe(plusDays(at, rule.undoDays))
    expect(code(undo(plusDays(at, 1)), { ...executed, exemptions: [] })).toBe('EXEMPTION_ENDS_TOO_SOON')
  })
})
