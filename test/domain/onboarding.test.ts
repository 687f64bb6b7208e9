import { describe, expect, test } from 'vitest'
import { type OnboardingCommand, type OnboardingEvent, onboardingPhase } from '../../src/domain/onboarding.ts'
import { day, given, happened } from '../support/given.ts'
import { onboardings } from './deciders.ts'

const started = happened<OnboardingEvent>(day(1), { type: 'OnboardingStarted', data: {} })
const entered = happened<OnboardingEvent>(day(2), { type: 'OnboardingStageEntered', data: { stage: 'authorisation' } })
const cancelled = happened<OnboardingEvent>(day(9), {
  type: 'OnboardingCancelled',
  data: { reason: 'requestedByCustomer' },
})
const completed = happened<OnboardingEvent>(day(9), {
  type: 'OnboardingCompleted',
  data: { registered: 3, dropped: 0 },
})

const start = {
  type: 'StartOnboarding',
  organisationExists: true,
  packHasRegistration: true,
  otherIsOpen: false,
} as const
const cancel = { type: 'CancelOnboarding', reason: 'requestedByCustomer' } as const
const complete = { type: 'CompleteOnboarding', registered: 3, dropped: 1 } as const
const mark = { wait: 'licence', dueAt: day(8), owner: 'partner', late: false } as const

/** Everything that can be asked of an onboarding that has started. */
const later: readonly OnboardingCommand[] = [
  { type: 'EnterStage', stage: 'registration' },
  { type: 'RecordMark', mark: { ...mark, mark: 'due' } },
  { type: 'RecordActivation', activated: 2, heldBack: 1 },
  { type: 'RecordStepFailed', step: 'sendOrder', code: 'DESK_REFUSED' },
  { type: 'AcknowledgeOutcome', refused: 1, rejected: 0 },
  cancel,
  complete,
]

describe('an onboarding', () => {
  test('starts for an organisation that exists and has no other open', () => {
    given(onboardings).when(start).emits({ type: 'OnboardingStarted', data: {} })
    given(onboardings)
      .when({ ...start, organisationExists: false })
      .isRefused('ORGANISATION_NOT_FOUND')
    given(onboardings)
      .when({ ...start, otherIsOpen: true })
      .isRefused('ONBOARDING_ALREADY_OPEN')
  })

  test('does not start under rules that know no registration, but one that has started is not undone by them', () => {
    const early = { ...start, packHasRegistration: false }
    given(onboardings).when(early).isRefused('NO_REGISTRATION_IN_PACK')
    given(onboardings, started).when(early).changesNothing()
  })

  test('started twice is one, though by then one is open: itself', () => {
    given(onboardings, started)
      .when({ ...start, otherIsOpen: true })
      .changesNothing()
  })

  test('that never started takes nothing', () => {
    for (const command of later) given(onboardings).when(command).isRefused('ONBOARDING_NOT_FOUND')
  })

  test('notes each stage when it is entered, and not again while it lasts', () => {
    given(onboardings, started)
      .when({ type: 'EnterStage', stage: 'authorisation' })
      .emits({ type: 'OnboardingStageEntered', data: { stage: 'authorisation' } })
    given(onboardings, started, entered).when({ type: 'EnterStage', stage: 'authorisation' }).changesNothing()
    given(onboardings, started, entered)
      .when({ type: 'EnterStage', stage: 'licence' })
      .emits({ type: 'OnboardingStageEntered', data: { stage: 'licence' } })
  })

  test.each([
    ['a reminder', 'reminder', 'OnboardingReminded'],
    ['being overdue', 'due', 'OnboardingOverdue'],
    ['an escalation', 'escalation', 'OnboardingEscalated'],
  ] as const)('remembers %s with its owner and whether it was late', (_, kind, type) => {
    const reached = { ...mark, mark: kind, late: true }
    given(onboardings, started).when({ type: 'RecordMark', mark: reached }).emits({ type, data: reached })
  })

  test('remembers what was switched on, and what failed', () => {
    const ready = given(onboardings, started, entered)
    ready
      .when({ type: 'RecordActivation', activated: 2, heldBack: 1 })
      .emits({ type: 'OnboardingNumbersActivated', data: { activated: 2, heldBack: 1 } })
    ready
      .when({ type: 'RecordStepFailed', step: 'sendOrder', code: 'DESK_REFUSED' })
      .emits({ type: 'OnboardingStepFailed', data: { step: 'sendOrder', code: 'DESK_REFUSED' } })
  })

  test('has its refused and rejected numbers acknowledged by a person, where there are any', () => {
    given(onboardings, started)
      .when({ type: 'AcknowledgeOutcome', refused: 1, rejected: 2 })
      .emits({ type: 'OnboardingOutcomeAcknowledged', data: { refused: 1, rejected: 2 } })
    given(onboardings, started)
      .when({ type: 'AcknowledgeOutcome', refused: 0, rejected: 0 })
      .isRefused('NOTHING_TO_ACKNOWLEDGE')
  })
})

describe('the end of an onboarding', () => {
  test('is its goal, or a cancellation with its reason', () => {
    given(onboardings, started)
      .when(complete)
      .emits({ type: 'OnboardingCompleted', data: { registered: 3, dropped: 1 } })
    given(onboardings, started)
      .when(cancel)
      .emits({ type: 'OnboardingCancelled', data: { reason: 'requestedByCustomer' } })
  })

  test('asked for again is a repeat; anything else comes too late', () => {
    for (const command of later) {
      const late = given(onboardings, started, cancelled).when(command)
      if (command.type === 'CancelOnboarding') late.changesNothing()
      else late.isRefused('ONBOARDING_NOT_OPEN', { detail: 'cancelled' })
    }
    for (const command of later) {
      const late = given(onboardings, started, completed).when(command)
      if (command.type === 'CompleteOnboarding') late.changesNothing()
      else late.isRefused('ONBOARDING_NOT_OPEN', { detail: 'completed' })
    }
  })

  test('is seen in its phase from its instant on', () => {
    expect(onboardingPhase(given(onboardings).state, day(9))).toBe('none')
    const { state } = given(onboardings, started, completed)
    expect(onboardingPhase(state, day(8))).toBe('open')
    expect(onboardingPhase(state, day(9))).toBe('completed')
    expect(onboardingPhase(given(onboardings, started, cancelled).state, day(9))).toBe('cancelled')
  })
})
