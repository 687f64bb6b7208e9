import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { CampaignEvent } from '../../src/domain/campaign.ts'
import type { ContactEvent } from '../../src/domain/contact.ts'
import type { CutoffEvent } from '../../src/domain/cutoff.ts'
import type { DeploymentEvent } from '../../src/domain/deployment.ts'
import type { LicenceEvent } from '../../src/domain/licence.ts'
import type { LoaEvent } from '../../src/domain/loa.ts'
import type { LocationEvent } from '../../src/domain/location.ts'
import type { NumberEvent } from '../../src/domain/number.ts'
import type { OnboardingEvent } from '../../src/domain/onboarding.ts'
import type { OrderEvent } from '../../src/domain/order.ts'
import type { OrganisationEvent } from '../../src/domain/organisation.ts'
import type { RetractionEvent } from '../../src/domain/retraction.ts'
import type { SupportCaseEvent } from '../../src/domain/supportCase.ts'
import type { UserEvent } from '../../src/domain/user.ts'
import { type DomainEvent, eventTypes, parseEvent } from '../../src/store/eventSchemas.ts'
import { stream } from '../domain/arbitraries.ts'
import * as issued from '../domain/commands.ts'
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
} from '../domain/deciders.ts'
import * as some from '../domain/events.ts'
import { ask, numbers } from '../domain/numbers.ts'
import { type Decider, type Fact, fold } from '../support/given.ts'

const runs = { numRuns: 500 }

type Stored = { readonly type: string; readonly data: unknown }

/** Through the database and back: what is read is what was decided. */
function expectStorable(...events: readonly Stored[]): void {
  const read = events.map(({ type, data }) => parseEvent(type, JSON.parse(JSON.stringify(data))))
  expect(read).toEqual(events.map((event) => event.data))
}

function expectAllStorable<Command, State, Event extends Stored>(
  decider: Decider<Command, State, Event>,
  facts: readonly Fact<Event>[],
  command: Command,
): void {
  const decision = decider.decide(command, fold(decider, facts))
  expectStorable(...(decision.ok ? decision.events : []))
}

describe('what is decided can be stored as it is', () => {
  property.prop([stream(some.organisationEvents), issued.organisationCommands], runs)(
    'of an organisation',
    (facts, { command }) => expectAllStorable(organisations, facts, command),
  )
  property.prop([stream(some.licenceEvents), issued.licenceCommands], runs)('of a licence', (facts, { command }) =>
    expectAllStorable(licences, facts, command),
  )
  property.prop([stream(some.locationEvents), issued.locationCommands], runs)('of a location', (facts, { command }) =>
    expectAllStorable(locations, facts, command),
  )
  property.prop([stream(some.userEvents), issued.userCommands], runs)('of a user', (facts, { command }) =>
    expectAllStorable(users, facts, command),
  )
  property.prop([stream(some.contactEvents), issued.contactCommands], runs)('of a contact', (facts, { command }) =>
    expectAllStorable(contacts, facts, command),
  )
  property.prop([stream(some.orderEvents), issued.orderCommands], runs)('of an order', (facts, { command }) =>
    expectAllStorable(orders, facts, command),
  )
  property.prop([stream(some.loaEvents), issued.loaCommands], runs)('of a letter', (facts, { command }) =>
    expectAllStorable(loas, facts, command),
  )
  property.prop([stream(some.caseEvents), fc.oneof(issued.caseCommands, issued.caseNotes)], runs)(
    'of a support case',
    (facts, { command }) => expectAllStorable(cases, facts, command),
  )
  property.prop([stream(some.campaignEvents), issued.campaignCommands], runs)('of a campaign', (facts, { command }) =>
    expectAllStorable(campaigns, facts, command),
  )
  property.prop([stream(some.onboardingEvents), fc.oneof(issued.onboardingWishes, issued.onboardingNotes)], runs)(
    'of an onboarding',
    (facts, { command }) => expectAllStorable(onboardings, facts, command),
  )
  property.prop([some.numberStream, issued.numberCommands], runs)(
    'of a number',
    (facts, { command, happenedAt, source }) => expectAllStorable(numbers(), facts, ask(happenedAt, command, source)),
  )
})

describe('every event of the domain', () => {
  test('has a stored form', () => {
    type Every =
      | OrganisationEvent
      | LicenceEvent
      | LocationEvent
      | UserEvent
      | ContactEvent
      | OrderEvent
      | LoaEvent
      | SupportCaseEvent
      | CampaignEvent
      | OnboardingEvent
      | CutoffEvent
      | NumberEvent
      | RetractionEvent
      | DeploymentEvent
    expectTypeOf<Every['type']>().toEqualTypeOf<DomainEvent['type']>()
    expect(new Set(eventTypes).size).toBe(eventTypes.length)
  })

  const anyEvent = fc.oneof(
    some.organisationEvents,
    some.licenceEvents,
    some.locationEvents,
    some.userEvents,
    some.contactEvents,
    some.orderEvents,
    some.loaEvents,
    some.caseEvents,
    some.campaignEvents,
    some.onboardingEvents,
    some.enteringEvents,
    some.numberEvents,
    some.retractionEvents,
    some.cutoffEvents,
    some.deploymentEvents,
  )
  property.prop([anyEvent], { numRuns: 3000 })(
    'survives being stored, with all or none of what it may leave out',
    (event) => expectStorable(event),
  )

  test('is among those that were tried', () => {
    const tried = new Set(fc.sample(anyEvent, { numRuns: 6000, seed: 1 }).map((event) => event.type))
    expect([...tried].sort()).toEqual([...eventTypes].sort())
  })
})
