import { accept, type Decision, refuse, unreachable } from './decision.ts'
import { attestation, file, type Meta, prevailing, type Register } from './fact.ts'
import type { OnboardingWait, Owner } from './policy/policy.ts'
import type { Stage } from './process/onboarding.ts'
import type { MarkKind } from './process/waits.ts'
import type { Instant } from './values.ts'

/** The record of one organisation's road. The process decides its steps; these are the ones worth remembering. */
export type OnboardingCommand =
  | {
      readonly type: 'StartOnboarding'
      readonly organisationExists: boolean
      readonly packHasRegistration: boolean
      readonly otherIsOpen: boolean
    }
  | { readonly type: 'EnterStage'; readonly stage: Stage }
  | { readonly type: 'RecordMark'; readonly mark: MarkReached }
  | { readonly type: 'RecordActivation'; readonly activated: number; readonly heldBack: number }
  | { readonly type: 'RecordStepFailed'; readonly step: string; readonly code: string }
  | { readonly type: 'AcknowledgeOutcome'; readonly refused: number; readonly rejected: number }
  | { readonly type: 'CancelOnboarding'; readonly reason: CancelReason }
  | { readonly type: 'CompleteOnboarding'; readonly registered: number; readonly dropped: number }

export type CancelReason = 'requestedByCustomer' | 'requestedByPartner' | 'startedByMistake' | 'other'

export type MarkReached = {
  readonly wait: OnboardingWait
  readonly mark: MarkKind
  readonly dueAt: Instant
  readonly owner: Owner
  readonly late: boolean
}

export type OnboardingEvent =
  | { readonly type: 'OnboardingStarted'; readonly data: Record<string, never> }
  | { readonly type: 'OnboardingStageEntered'; readonly data: { readonly stage: Stage } }
  | { readonly type: 'OnboardingReminded'; readonly data: MarkReached }
  | { readonly type: 'OnboardingOverdue'; readonly data: MarkReached }
  | { readonly type: 'OnboardingEscalated'; readonly data: MarkReached }
  | {
      readonly type: 'OnboardingNumbersActivated'
      readonly data: { readonly activated: number; readonly heldBack: number }
    }
  | { readonly type: 'OnboardingStepFailed'; readonly data: { readonly step: string; readonly code: string } }
  | {
      readonly type: 'OnboardingOutcomeAcknowledged'
      readonly data: { readonly refused: number; readonly rejected: number }
    }
  | { readonly type: 'OnboardingCancelled'; readonly data: { readonly reason: CancelReason } }
  | { readonly type: 'OnboardingCompleted'; readonly data: { readonly registered: number; readonly dropped: number } }

export type Onboarding = {
  readonly started: Register<true>
  readonly stage: Register<Stage>
  readonly escalated: Register<OnboardingWait>
  readonly ended: Register<'completed' | 'cancelled'>
}

export type OnboardingPhase = 'none' | 'open' | 'completed' | 'cancelled'

export const noOnboarding: Onboarding = { started: [], stage: [], escalated: [], ended: [] }

export function decide(command: OnboardingCommand, onboarding: Onboarding): Decision<OnboardingEvent> {
  if (command.type === 'StartOnboarding') {
    if (!command.organisationExists) return refuse('ORGANISATION_NOT_FOUND')
    if (onboarding.started.length > 0) return accept()
    if (!command.packHasRegistration) return refuse('NO_REGISTRATION_IN_PACK')
    if (command.otherIsOpen) return refuse('ONBOARDING_ALREADY_OPEN')
    return accept({ type: 'OnboardingStarted', data: {} })
  }
  if (onboarding.started.length === 0) return refuse('ONBOARDING_NOT_FOUND')
  const ended = onboarding.ended[0]?.value
  // The same ending asked for again is a repeat; anything else comes too late.
  if (ended === 'cancelled' && command.type === 'CancelOnboarding') return accept()
  if (ended === 'completed' && command.type === 'CompleteOnboarding') return accept()
  if (ended) return refuse('ONBOARDING_NOT_OPEN', undefined, ended)
  switch (command.type) {
    case 'EnterStage':
      if (onboarding.stage[0]?.value === command.stage) return accept()
      return accept({ type: 'OnboardingStageEntered', data: { stage: command.stage } })
    case 'RecordMark':
      return accept(markEvent(command.mark))
    case 'RecordActivation': {
      const { activated, heldBack } = command
      return accept({ type: 'OnboardingNumbersActivated', data: { activated, heldBack } })
    }
    case 'RecordStepFailed':
      return accept({ type: 'OnboardingStepFailed', data: { step: command.step, code: command.code } })
    case 'AcknowledgeOutcome': {
      const { refused, rejected } = command
      if (refused + rejected === 0) return refuse('NOTHING_TO_ACKNOWLEDGE')
      return accept({ type: 'OnboardingOutcomeAcknowledged', data: { refused, rejected } })
    }
    case 'CancelOnboarding':
      return accept({ type: 'OnboardingCancelled', data: { reason: command.reason } })
    case 'CompleteOnboarding': {
      const { registered, dropped } = command
      return accept({ type: 'OnboardingCompleted', data: { registered, dropped } })
    }
    default:
      return unreachable(command)
  }
}

export function evolve(onboarding: Onboarding, event: OnboardingEvent, meta: Meta): Onboarding {
  switch (event.type) {
    case 'OnboardingStarted':
      return { ...onboarding, started: file(onboarding.started, attestation(true, meta)) }
    case 'OnboardingStageEntered':
      return { ...onboarding, stage: file(onboarding.stage, attestation(event.data.stage, meta)) }
    case 'OnboardingEscalated':
      return { ...onboarding, escalated: file(onboarding.escalated, attestation(event.data.wait, meta)) }
    case 'OnboardingCancelled':
      return { ...onboarding, ended: file(onboarding.ended, attestation('cancelled', meta)) }
    case 'OnboardingCompleted':
      return { ...onboarding, ended: file(onboarding.ended, attestation('completed', meta)) }
    case 'OnboardingReminded':
    case 'OnboardingOverdue':
    case 'OnboardingNumbersActivated':
    case 'OnboardingStepFailed':
    case 'OnboardingOutcomeAcknowledged':
      return onboarding // history only: no later decision rests on them
    default:
      return unreachable(event)
  }
}

export function onboardingPhase(onboarding: Onboarding, at: Instant): OnboardingPhase {
  const ended = prevailing(onboarding.ended, at)
  if (ended) return ended.value
  return onboarding.started.length > 0 ? 'open' : 'none'
}

function markEvent(mark: MarkReached): OnboardingEvent {
  switch (mark.mark) {
    case 'reminder':
      return { type: 'OnboardingReminded', data: mark }
    case 'due':
      return { type: 'OnboardingOverdue', data: mark }
    case 'escalation':
      return { type: 'OnboardingEscalated', data: mark }
    default:
      return unreachable(mark.mark)
  }
}
