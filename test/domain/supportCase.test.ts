import { describe, expect, test } from 'vitest'
import {
  type CaseMark,
  type CaseStatus,
  casePhase,
  caseStatus,
  type RegistrationDecision,
  rejections,
  type SupportCaseCommand,
  type SupportCaseEvent,
} from '../../src/domain/supportCase.ts'
import { day, desk, given, happened, partner } from '../support/given.ts'
import { cases, proof, theRoad } from './deciders.ts'

const opening = { onboardingId: theRoad, numbers: 3, number: 7 } as const
const opened = happened<SupportCaseEvent>(day(1), { type: 'CaseOpened', data: opening })
const status = (at: number, said: CaseStatus, ticket?: string) =>
  happened<SupportCaseEvent>(
    day(at),
    { type: 'CaseReported', data: { status: said, ...(ticket ? { ticket } : {}), flags: [] } },
    { by: desk },
  )
const form = (at: number, formVersion: number, contentHash = `hash-${formVersion}`) =>
  happened<SupportCaseEvent>(day(at), {
    type: 'CaseFormSubmitted',
    data: { formVersion, document: proof, contentHash },
  })
const decision = (outcome: RegistrationDecision['outcome']): RegistrationDecision => ({
  outcome,
  campaignRef: 'CABC123',
  codes: outcome === 'approved' ? [] : ['TAX_ID_MISMATCH'],
  registered: outcome === 'rejected' ? 0 : 2,
  rejected: outcome === 'approved' ? 0 : 1,
  outstanding: 0,
})
const decided = (at: number, outcome: RegistrationDecision['outcome'], formVersion = 1) =>
  happened<SupportCaseEvent>(
    day(at),
    { type: 'CaseDecided', data: { ...decision(outcome), formVersion } },
    { by: partner },
  )
const cancelled = happened<SupportCaseEvent>(day(8), { type: 'CaseCancelled', data: {} })
const closed = happened<SupportCaseEvent>(day(8), { type: 'CaseClosed', data: { registered: 2, rejected: 1 } })

const open = { type: 'OpenCase', ...opening } as const
const report = (at: number, said: CaseStatus, more: { ticket?: string; reason?: string } = {}) =>
  ({ type: 'ReportCase', status: said, ...more, happenedAt: day(at), source: desk }) as const
const submit = (contentHash: string, underReview = false) =>
  ({ type: 'SubmitForm', document: proof, contentHash, underReview }) as const
const judge = (at: number, outcome: RegistrationDecision['outcome']) =>
  ({ type: 'RecordDecision', decision: decision(outcome), happenedAt: day(at), source: partner }) as const
const mark: CaseMark = { wait: 'review', mark: 'due', dueAt: day(30), owner: 'desk', late: false }

describe('a support case', () => {
  test('is opened once, for at least one number', () => {
    given(cases).when(open).emits({ type: 'CaseOpened', data: opening })
    given(cases, opened).when(open).changesNothing()
    given(cases)
      .when({ ...open, numbers: 0 })
      .isRefused('CASE_WITHOUT_NUMBERS', { field: 'numbers' })
  })

  test('that was never opened takes nothing', () => {
    const others: readonly SupportCaseCommand[] = [
      report(2, 'opened'),
      submit('hash-1'),
      { type: 'RecordFormSent', formVersion: 1 },
      judge(3, 'approved'),
      { type: 'EnterCaseStage', stage: 'review' },
      { type: 'RecordCaseMark', mark },
      { type: 'CancelCase' },
      { type: 'CloseCase', registered: 0, rejected: 0 },
    ]
    for (const command of others) given(cases).when(command).isRefused('CASE_NOT_FOUND')
  })

  test('is cancelled or closed once, and takes no more work then', () => {
    given(cases, opened).when({ type: 'CancelCase' }).emits({ type: 'CaseCancelled', data: {} })
    given(cases, opened)
      .when({ type: 'CloseCase', registered: 2, rejected: 1 })
      .emits({ type: 'CaseClosed', data: { registered: 2, rejected: 1 } })
    const work: readonly SupportCaseCommand[] = [
      submit('hash-1'),
      { type: 'EnterCaseStage', stage: 'review' },
      { type: 'RecordCaseMark', mark },
      { type: 'RecordCaseStepFailed', step: 'form/1', code: 'DESK_REFUSED' },
    ]
    for (const end of [cancelled, closed]) {
      given(cases, opened, end).when({ type: 'CancelCase' }).changesNothing()
      given(cases, opened, end).when({ type: 'CloseCase', registered: 0, rejected: 0 }).changesNothing()
      for (const command of work) given(cases, opened, end).when(command).isRefused('CASE_NOT_OPEN')
    }
  })

  test('shows its phase: open, on hold while its grounds are lost, then how it ended', () => {
    const held = (stage: 'licenceHold' | 'eligibilityHold' | 'review') =>
      happened<SupportCaseEvent>(day(3), { type: 'CaseStageEntered', data: { stage } })
    const phase = (...facts: (typeof opened)[]) => casePhase(given(cases, ...facts).state, day(9))
    expect(phase()).toBe('none')
    expect(phase(opened)).toBe('open')
    expect(phase(opened, held('licenceHold'))).toBe('onHold')
    expect(phase(opened, held('eligibilityHold'))).toBe('onHold')
    expect(phase(opened, held('review'))).toBe('open')
    expect(phase(opened, held('licenceHold'), cancelled)).toBe('cancelled')
    expect(phase(opened, closed)).toBe('closed')
  })

  test('notes each stage when it is entered, its marks, and what failed', () => {
    const review = happened<SupportCaseEvent>(day(3), { type: 'CaseStageEntered', data: { stage: 'review' } })
    given(cases, opened)
      .when({ type: 'EnterCaseStage', stage: 'review' })
      .emits({ type: 'CaseStageEntered', data: { stage: 'review' } })
    given(cases, opened, review).when({ type: 'EnterCaseStage', stage: 'review' }).changesNothing()
    for (const [kind, type] of [
      ['reminder', 'CaseReminded'],
      ['due', 'CaseOverdue'],
      ['escalation', 'CaseEscalated'],
    ] as const) {
      const data = { ...mark, mark: kind }
      given(cases, opened).when({ type: 'RecordCaseMark', mark: data }).emits({ type, data })
    }
    given(cases, opened)
      .when({ type: 'RecordCaseStepFailed', step: 'form/1', code: 'DESK_REFUSED' })
      .emits({ type: 'CaseStepFailed', data: { step: 'form/1', code: 'DESK_REFUSED' } })
  })
})

describe('what the desk says of a case', () => {
  test('is kept as it came, once', () => {
    given(cases, opened)
      .when(report(2, 'waitingOnCustomer', { ticket: 'PTS-1', reason: 'FORM_UNREADABLE' }))
      .emits({
        type: 'CaseReported',
        data: { status: 'waitingOnCustomer', ticket: 'PTS-1', reason: 'FORM_UNREADABLE', flags: [] },
      })
    given(cases, opened, status(2, 'opened')).when(report(2, 'opened')).changesNothing()
    given(cases, opened, status(2, 'opened', 'PTS-1'))
      .when(report(2, 'opened', { ticket: 'PTS-1' }))
      .changesNothing()
  })

  test('may bring the ticket later, of the same instant too', () => {
    given(cases, opened, status(2, 'opened'))
      .when(report(2, 'opened', { ticket: 'PTS-1' }))
      .emits({ type: 'CaseReported', data: { status: 'opened', ticket: 'PTS-1', flags: [] } })
  })

  test.each([
    ['a form that is back before it went out', [], report(3, 'formReceived'), 'FORM_RECEIVED_BEFORE_SENT'],
    ['a review of a form that nobody received', [status(2, 'formSent')], report(3, 'inReview'), 'REVIEW_BEFORE_FORM'],
    ['anything after the end', [closed], report(9, 'resolved'), 'AFTER_THE_END'],
    ['a second ticket', [status(2, 'opened', 'PTS-1')], report(3, 'formSent', { ticket: 'PTS-2' }), 'SECOND_TICKET'],
  ] as const)('is kept and flagged: %s', (_, facts, said, flag) => {
    const decision = cases.decide(said, given(cases, opened, ...facts).state)
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'CaseReported', data: { flags: [flag] } }] })
  })

  test('in its right order is not flagged', () => {
    const road = [opened, status(2, 'opened', 'PTS-1'), status(3, 'formSent'), status(4, 'formReceived')]
    given(cases, ...road)
      .when(report(5, 'inReview', { ticket: 'PTS-1' }))
      .emits({ type: 'CaseReported', data: { status: 'inReview', ticket: 'PTS-1', flags: [] } })
  })

  test('is believed by its later word, whichever is heard first', () => {
    const { state } = given(cases, opened, status(5, 'formReceived'), status(3, 'formSent'))
    expect([2, 3, 5].map((n) => caseStatus(state, day(n)))).toEqual(['unconfirmed', 'formSent', 'formReceived'])
  })
})

describe('the form of a case', () => {
  test('is handed in version after version', () => {
    given(cases, opened)
      .when(submit('hash-1'))
      .emits({ type: 'CaseFormSubmitted', data: { formVersion: 1, document: proof, contentHash: 'hash-1' } })
    given(cases, opened, form(2, 1), decided(3, 'rejected'))
      .when(submit('hash-2'))
      .emits({ type: 'CaseFormSubmitted', data: { formVersion: 2, document: proof, contentHash: 'hash-2' } })
  })

  test('under review stands: the same one again is a repeat, another one has to wait', () => {
    given(cases, opened, form(2, 1)).when(submit('hash-1', true)).changesNothing()
    given(cases, opened, form(2, 1)).when(submit('hash-2', true)).isRefused('FORM_UNDER_REVIEW', { field: 'form' })
  })

  test('unchanged after a rejection is refused here, where it costs nothing', () => {
    given(cases, opened, form(2, 1), decided(3, 'rejected'))
      .when(submit('hash-1'))
      .isRefused('FORM_UNCHANGED', { field: 'form' })
  })

  test('may be handed in unchanged for numbers that were rejected one by one', () => {
    given(cases, opened, form(2, 1), decided(3, 'partial'))
      .when(submit('hash-1'))
      .emits({ type: 'CaseFormSubmitted', data: { formVersion: 2, document: proof, contentHash: 'hash-1' } })
  })

  test('may go back to an older wording: only the last one is compared', () => {
    given(cases, opened, form(2, 1), decided(3, 'rejected'), form(4, 2), decided(5, 'rejected', 2))
      .when(submit('hash-1'))
      .emits({ type: 'CaseFormSubmitted', data: { formVersion: 3, document: proof, contentHash: 'hash-1' } })
  })

  test('is sent to the desk once in each version, and the version is the one that was sent', () => {
    const sent = (formVersion: number) => ({ type: 'RecordFormSent', formVersion }) as const
    given(cases, opened, form(2, 1), form(4, 2))
      .when(sent(1))
      .emits({ type: 'CaseFormSent', data: { formVersion: 1 } })
    const first = happened<SupportCaseEvent>(day(5), { type: 'CaseFormSent', data: { formVersion: 1 } })
    given(cases, opened, form(2, 1), form(4, 2), first).when(sent(1)).changesNothing()
    given(cases, opened, form(2, 1), form(4, 2), first)
      .when(sent(2))
      .emits({ type: 'CaseFormSent', data: { formVersion: 2 } })
    given(cases, opened).when(sent(1)).changesNothing()
  })

  test('that went out while the case was cancelled is noted all the same', () => {
    given(cases, opened, form(2, 1), cancelled)
      .when({ type: 'RecordFormSent', formVersion: 1 })
      .emits({ type: 'CaseFormSent', data: { formVersion: 1 } })
  })
})

describe('the judgement of a form', () => {
  test('is kept with the version that it is about, once', () => {
    given(cases, opened, form(2, 1))
      .when(judge(3, 'rejected'))
      .emits({ type: 'CaseDecided', data: { ...decision('rejected'), formVersion: 1 } })
    given(cases, opened, form(2, 1), decided(3, 'rejected')).when(judge(3, 'rejected')).changesNothing()
  })

  test('heard late is about the form of that time, not about the one handed in since', () => {
    given(cases, opened, form(2, 1), form(5, 2))
      .when(judge(3, 'rejected'))
      .emits({ type: 'CaseDecided', data: { ...decision('rejected'), formVersion: 1 } })
    given(cases, opened, form(2, 1), form(5, 2), decided(3, 'rejected')).when(judge(3, 'rejected')).changesNothing()
  })

  test('without a form, or after the end, is kept as well', () => {
    given(cases, opened)
      .when(judge(3, 'approved'))
      .emits({ type: 'CaseDecided', data: { ...decision('approved'), formVersion: 0 } })
    given(cases, opened, form(2, 1), cancelled)
      .when(judge(9, 'approved'))
      .emits({ type: 'CaseDecided', data: { ...decision('approved'), formVersion: 1 } })
  })

  test('that is not an approval counts as a failed attempt', () => {
    const attempts = (...facts: (typeof opened)[]) => rejections(given(cases, opened, ...facts).state)
    expect(attempts()).toBe(0)
    expect(attempts(decided(3, 'rejected'), decided(3, 'rejected'))).toBe(1)
    expect(attempts(decided(3, 'rejected'), decided(5, 'partial', 2), decided(7, 'approved', 3))).toBe(2)
  })
})
