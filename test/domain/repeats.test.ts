import { fc, test as property } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { touches } from '../../src/domain/decideNumber.ts'
import { believedBy } from '../../src/domain/fact.ts'
import { type Decider, day, type Fact, fold } from '../support/given.ts'
import { stream } from './arbitraries.ts'
import * as issued from './commands.ts'
import {
  campaigns,
  cases,
  contacts,
  licences,
  loas,
  locations,
  onboardings,
  orders,
  organisations,
  users,
} from './deciders.ts'
import * as some from './events.ts'
import { ask, type Filed, numbers } from './numbers.ts'

const runs = { numRuns: 500 }

/** Decides, applies what was decided, and decides again. */
function twice<Command, State, Event>(
  { decide, evolve }: Decider<Command, State, Event>,
  state: State,
  { command, happenedAt, source }: issued.Issued<Command>,
) {
  const first = decide(command, state)
  const meta = { happenedAt, recordedAt: day(9), source, eventId: 'stream:99' }
  const after = (first.ok ? first.events : []).reduce((each, event) => evolve(each, event, meta), state)
  return {
    first,
    after,
    second: decide(command, after),
    evolved: (each: State, event: Event) => evolve(each, event, meta),
  }
}

function expectNothingNew<Command, State, Event>(
  decider: Decider<Command, State, Event>,
  facts: readonly Fact<Event>[],
  command: issued.Issued<Command>,
): void {
  const { first, second } = twice(decider, fold(decider, facts), command)
  if (first.ok) expect(second.ok ? second.events : []).toEqual([])
  else expect(second).toEqual(first)
}

describe('repeating a command says nothing new', () => {
  property.prop([stream(some.organisationEvents), issued.organisationCommands], runs)(
    'about an organisation',
    (facts, command) => expectNothingNew(organisations, facts, command),
  )

  property.prop([stream(some.licenceEvents), issued.licenceCommands], runs)('about a licence', (facts, command) =>
    expectNothingNew(licences, facts, command),
  )

  property.prop([stream(some.locationEvents), issued.locationCommands], runs)('about a location', (facts, command) =>
    expectNothingNew(locations, facts, command),
  )

  property.prop([stream(some.userEvents), issued.userCommands], runs)('about a user', (facts, command) =>
    expectNothingNew(users, facts, command),
  )

  property.prop([stream(some.contactEvents), issued.contactCommands], runs)('about a contact', (facts, command) =>
    expectNothingNew(contacts, facts, command),
  )

  property.prop([stream(some.orderEvents), issued.orderCommands], runs)('about an order', (facts, command) =>
    expectNothingNew(orders, facts, command),
  )

  property.prop([stream(some.loaEvents), issued.loaCommands], runs)('about a letter', (facts, command) =>
    expectNothingNew(loas, facts, command),
  )

  property.prop([stream(some.caseEvents), issued.caseCommands], runs)('about a support case', (facts, command) =>
    expectNothingNew(cases, facts, command),
  )

  property.prop([stream(some.campaignEvents), issued.campaignCommands], runs)('about a campaign', (facts, command) =>
    expectNothingNew(campaigns, facts, command),
  )

  property.prop([stream(some.onboardingEvents), issued.onboardingWishes], runs)(
    'about where an onboarding stands',
    (facts, command) => expectNothingNew(onboardings, facts, command),
  )

  property.prop([some.numberStream, issued.numberCommands], { numRuns: 3000 })('about a number', (facts, issued) => {
    const state = fold(numbers(), facts)
    fc.pre(!contradictsItself(issued, state))
    const { command, happenedAt, source } = issued
    expectNothingNew(numbers(), facts, { ...issued, command: ask(happenedAt, command, source) })
  })
})

describe('repeating a note', () => {
  property.prop([stream(some.onboardingEvents), issued.onboardingNotes], runs)(
    'leaves an onboarding where it stands',
    (facts, command) => {
      const { after, second, evolved } = twice(onboardings, fold(onboardings, facts), command)
      expect((second.ok ? second.events : []).reduce(evolved, after)).toEqual(after)
    },
  )

  property.prop([stream(some.caseEvents), issued.caseNotes], runs)(
    'leaves a support case where it stands',
    (facts, command) => {
      const { after, second, evolved } = twice(cases, fold(cases, facts), command)
      expect((second.ok ? second.events : []).reduce(evolved, after)).toEqual(after)
    },
  )
})

/** A source that says two things of one instant: settled by value, and heard anew each time. */
function contradictsItself(
  { command, happenedAt, source }: issued.Issued<Parameters<typeof touches>[0]>,
  { axes }: Filed,
) {
  const { axis, value } = touches(command)
  const held = axes[axis]
  return held.happenedAt === happenedAt && held.by === believedBy(source) && held.value !== value
}
