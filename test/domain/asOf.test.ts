import { test as property } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { brandStatus, campaignStatus } from '../../src/domain/campaign.ts'
import { licencePhase } from '../../src/domain/licence.ts'
import { locationAxes } from '../../src/domain/location.ts'
import { evolve as evolveNumber, type NumberEvent, noNumber } from '../../src/domain/number.ts'
import { type OrganisationEvent, organisationAxes } from '../../src/domain/organisation.ts'
import { caseStatus } from '../../src/domain/supportCase.ts'
import { userSetting } from '../../src/domain/user.ts'
import type { Instant } from '../../src/domain/values.ts'
import { type Fact, fold } from '../support/given.ts'
import { instants, stream } from './arbitraries.ts'
import { campaigns, cases, licences, locations, organisations, users } from './deciders.ts'
import * as some from './events.ts'

const runs = { numRuns: 500 }

/** What had happened by `at`, as far as it was known at `knownAt`. */
function asOf<Event>(facts: readonly Fact<Event>[], at: Instant, knownAt: Instant): readonly Fact<Event>[] {
  return facts.filter(({ meta }) => meta.happenedAt <= at && meta.recordedAt <= knownAt)
}

const known = <Event>(facts: readonly Fact<Event>[], knownAt: Instant) =>
  facts.filter(({ meta }) => meta.recordedAt <= knownAt)

describe('what is seen at an instant, as known at another, rests on the facts of that time alone:', () => {
  property.prop([stream(some.organisationEvents), instants, instants], runs)('organisation', (facts, at, knownAt) => {
    const seen = organisationAxes(fold(organisations, known(facts, knownAt)), at)
    expect(seen).toEqual(organisationAxes(fold(organisations, asOf(facts, at, knownAt)), at))
  })

  property.prop([stream(some.licenceEvents), instants, instants], runs)('licence', (facts, at, knownAt) => {
    const seen = licencePhase(fold(licences, known(facts, knownAt)), at)
    expect(seen).toBe(licencePhase(fold(licences, asOf(facts, at, knownAt)), at))
  })

  property.prop([stream(some.locationEvents), instants, instants], runs)('location', (facts, at, knownAt) => {
    const seen = locationAxes(fold(locations, known(facts, knownAt)), at)
    expect(seen).toEqual(locationAxes(fold(locations, asOf(facts, at, knownAt)), at))
  })

  property.prop([stream(some.userEvents), instants, instants], runs)('user', (facts, at, knownAt) => {
    const seen = userSetting(fold(users, known(facts, knownAt)), at)
    expect(seen).toBe(userSetting(fold(users, asOf(facts, at, knownAt)), at))
  })

  property.prop([stream(some.caseEvents), instants, instants], runs)(
    "a case in the desk's words",
    (facts, at, knownAt) => {
      const seen = caseStatus(fold(cases, known(facts, knownAt)), at)
      expect(seen).toBe(caseStatus(fold(cases, asOf(facts, at, knownAt)), at))
    },
  )

  property.prop([stream(some.campaignEvents), instants, instants], runs)('campaign and brand', (facts, at, knownAt) => {
    const [all, then] = [known(facts, knownAt), asOf(facts, at, knownAt)].map((each) => fold(campaigns, each))
    if (!all || !then) throw new Error('nothing was folded')
    expect(campaignStatus(all, at)).toBe(campaignStatus(then, at))
    expect(brandStatus(all, at)).toBe(brandStatus(then, at))
  })
})

function switchedTo(event: NumberEvent | undefined): string {
  if (event?.type === 'NumberReinstated') return event.data.texting
  if (event?.type === 'NumberSwitchedOff') return 'suspended'
  return event ? 'on' : 'unknown'
}

/** The order of belief, written down once more: later first, then rank, then name, then the source's last word. */
function strongest<Event>(facts: readonly Fact<Event>[]): Fact<Event> | undefined {
  const place = ({ meta: { source } }: Fact<Event>) => `${source.rank} ${source.kind} ${source.id}`
  return [...facts].sort(
    (a, b) =>
      b.meta.happenedAt.localeCompare(a.meta.happenedAt) ||
      place(a).localeCompare(place(b)) ||
      b.meta.recordedAt.localeCompare(a.meta.recordedAt) ||
      b.meta.eventId.localeCompare(a.meta.eventId),
  )[0]
}

describe('what is believed is what the strongest fact says', () => {
  property.prop([stream(some.organisationEvents), instants, instants], runs)(
    'of an organisation, unless that has run out',
    (facts, at, knownAt) => {
      const heard = asOf<OrganisationEvent>(facts, at, knownAt)
      const seen = organisationAxes(fold(organisations, heard), at)
      for (const fact of ['customerKind', 'subscriptionKind', 'textingDefault'] as const) {
        const told = strongest(
          heard.filter(({ event }) => event.type === 'OrganisationFactAttested' && event.data.fact === fact),
        )?.event
        const data = told?.type === 'OrganisationFactAttested' ? told.data : undefined
        const isGood = data && !(data.expiresAt && data.expiresAt <= at)
        expect(seen[fact]).toBe(isGood ? data.value : 'unknown')
      }
    },
  )

  property.prop([some.numberStream, instants, instants], runs)('of a number, axis by axis', (facts, at, knownAt) => {
    const heard = asOf(facts, at, knownAt)
    const { inventory, texting } = fold({ initial: noNumber, evolve: evolveNumber }, heard)
    const stamp = (fact: (typeof heard)[number] | undefined) => fact?.meta.happenedAt
    const ofInventory = heard.filter(
      ({ event }) =>
        event.type === 'NumberInventoryReported' || (event.type === 'NumberEntered' && event.data.inventory),
    )
    const switches = ['NumberTextingActivated', 'NumberSwitchedOff', 'NumberReinstated']
    const ofTexting = heard.filter(({ event }) => switches.includes(event.type))
    expect(inventory.happenedAt).toBe(stamp(strongest(ofInventory)))
    expect(texting.happenedAt).toBe(stamp(strongest(ofTexting)))
    expect(texting.value).toBe(switchedTo(strongest(ofTexting)?.event))
  })
})
