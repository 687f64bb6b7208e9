import type { OpenWait, SettledStep } from '../contract/process.ts'
import type { Owner } from '../domain/policy/policy.ts'
import type { Stage as OnboardingStage } from '../domain/process/onboarding.ts'
import type { CaseStage } from '../domain/process/supportCase.ts'
import type { Instant } from '../domain/values.ts'
import { type Errand, unknownErrand } from './errands.ts'

type Stage = OnboardingStage | CaseStage

/** What a support engineer reads in Temporal's own pages: never a name, a phone number or another personal datum. */
const waitingFor: Record<Stage, string> = {
  eligibility: 'the organisation to be eligible for texting',
  licence: 'an active licence',
  authorisation: 'numbers to be ordered, and the orders to be with the desk',
  answer: 'the desk to answer for the numbers that it was asked to authorise',
  case: 'a support case to be opened for the authorised numbers',
  registration: 'every authorised number to be registered to a campaign',
  activation: 'texting to be switched on for the registered numbers',
  acknowledgement: 'a person to acknowledge the numbers that were refused or rejected',
  opening: 'the desk to confirm that the case is open there',
  formSending: 'the desk to send the registration form',
  formReturn: 'the registration form to be filled in and handed in',
  review: 'the registration to be decided',
  correction: 'a corrected registration form, or the word that there will be none',
  customer: 'an answer to the question of the desk',
  licenceHold: 'an active licence, which the case is on hold for',
  eligibilityHold: 'the organisation to be eligible again, which the case is on hold for',
  ended: 'nothing: it is being closed',
}

const whoIs: Record<Owner, string> = {
  customerAdmin: "the customer's administrator",
  partner: 'the partner',
  loaSigner: 'the signer of the letter of authorisation',
  user: 'the user',
  desk: 'the PSTN support desk',
  registry: 'the campaign registry',
  operator: 'the operator of Clearline',
  carrier: 'the carrier',
  vendor: "Cisco's vendor",
  cisco: 'Cisco',
  nobody: 'nobody',
}

type Standing = {
  readonly stage: Stage
  readonly wait: OpenWait | undefined
  readonly underWay: Iterable<Errand>
  readonly settled: readonly SettledStep[]
}

/** Markdown: what the process waits for, who holds it, since when, due when, and what stands still. */
export function currentDetails({ stage, wait, underWay, settled }: Standing): string {
  const held = settled.flatMap((each) => {
    if (each.outcome === 'failed') return [`- refused for good: \`${each.step}\` (${each.code})`]
    return each.outcome === 'byHand' ? [`- to be done by hand: \`${each.step}\``] : []
  })
  return [
    `**Waiting for ${waitingFor[stage]}**`,
    ...(wait ? [`Held by ${whoIs[wait.owner]} since ${day(wait.openedAt)}, due ${day(wait.dueAt)}.`] : []),
    ...(wait?.next ? [`Speaks next on ${day(wait.next)}.`] : []),
    ...[...underWay].map((errand) => `- under way: ${summaryOf(errand)}`),
    ...held,
  ].join('\n\n')
}

export function summaryOf(errand: Errand): string {
  switch (errand.kind) {
    case 'enterStage':
    case 'enterCaseStage':
      return `Start waiting for ${waitingFor[errand.stage]}`
    case 'sendOrder':
      return `Send order ${errand.orderId} to the PSTN support desk`
    case 'sendCase':
      return 'Open the case with the PSTN support desk'
    case 'sendForm':
      return `Send registration form ${errand.formVersion} to the PSTN support desk`
    case 'activateNumbers':
      return 'Switch texting on for the registered numbers'
    case 'complete':
      return 'Close the onboarding'
    case 'closeCase':
      return 'Close the case'
    case 'fireMarks':
      return 'Remind, or escalate, what is overdue'
    case 'recordStepFailed':
      return `Note that ${errand.step} was refused for good`
    default:
      return unknownErrand(errand)
  }
}

export function alarmSummary(stage: Stage): string {
  return `Next reminder while waiting for ${waitingFor[stage]}`
}

function day(at: Instant): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`
}
