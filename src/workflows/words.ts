import type { OpenWait, SettledStep } from '../contract/onboarding.ts'
import type { Owner } from '../domain/policy/policy.ts'
import type { Stage } from '../domain/process/onboarding.ts'
import type { Instant } from '../domain/values.ts'
import type { Errand } from './errands.ts'

/** What a support engineer reads in Temporal's own pages: never a name, a phone number or another personal datum. */
const waitingFor: Record<Stage, string> = {
  licence: 'an active licence',
  authorisation: 'every ordered number to be authorised',
  registration: 'every authorised number to be registered to a campaign',
  activation: 'texting to be switched on for the registered numbers',
  acknowledgement: 'a person to acknowledge the numbers that were refused or rejected',
  ended: 'nothing: the onboarding is being closed',
}

const whoIs: Record<Owner, string> = {
  customerAdmin: "the customer's administrator",
  partner: 'the partner',
  user: 'the user',
  desk: 'the PSTN support desk',
  registry: 'the campaign registry',
  operator: 'the operator of Clearline',
  cisco: 'Cisco',
  nobody: 'nobody',
}

type Standing = {
  readonly stage: Stage
  readonly wait: OpenWait | undefined
  readonly underWay: Iterable<Errand>
  readonly settled: readonly SettledStep[]
}

/** Markdown: what the onboarding waits for, who holds it, since when, due when, and what stands still. */
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
      return `Start waiting for ${waitingFor[errand.stage]}`
    case 'sendOrder':
      return `Send order ${errand.orderId} to the PSTN support desk`
    case 'sendRegistration':
      return 'Ask the registry to put the authorised numbers on the campaign'
    case 'activateNumbers':
      return 'Switch texting on for the registered numbers'
    case 'complete':
      return 'Close the onboarding'
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

function unknownErrand(errand: never): never {
  throw new Error(`no words for ${JSON.stringify(errand)}`)
}
