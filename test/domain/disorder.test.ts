import { fc, test as property } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { evolve as evolveNumber, noNumber } from '../../src/domain/number.ts'
import { type Decider, type Fact, fold } from '../support/given.ts'
import { runs } from '../support/runs.ts'
import { disordered, stream } from './arbitraries.ts'
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

const often = { numRuns: runs(500) }

/** A stream beside the same facts in another order, each twice. */
function inTwoOrders<Event>(facts: fc.Arbitrary<Facts<Event>>): [fc.Arbitrary<[Facts<Event>, Facts<Event>]>] {
  return [facts.chain((each) => fc.tuple(fc.constant(each), disordered(each)))]
}

type Facts<Event> = readonly Fact<Event>[]
type Folding<State, Event> = Pick<Decider<never, State, Event>, 'initial' | 'evolve'>

function oneState<State, Event>(folding: Folding<State, Event>) {
  return ([facts, others]: [Facts<Event>, Facts<Event>]) => {
    expect(fold(folding, others)).toEqual(fold(folding, facts))
  }
}

describe('facts in any order, with repeats, make one', () => {
  property.prop(inTwoOrders(stream(some.organisationEvents)), often)('organisation', oneState(organisations))
  property.prop(inTwoOrders(stream(some.licenceEvents)), often)('licence', oneState(licences))
  property.prop(inTwoOrders(stream(some.locationEvents)), often)('location', oneState(locations))
  property.prop(inTwoOrders(stream(some.userEvents)), often)('user', oneState(users))
  property.prop(inTwoOrders(stream(some.contactEvents)), often)('contact', oneState(contacts))
  property.prop(inTwoOrders(stream(some.orderEvents)), often)('order', oneState(orders))
  property.prop(inTwoOrders(stream(some.loaEvents)), often)('letter', oneState(loas))
  property.prop(inTwoOrders(stream(some.caseEvents)), often)('support case', oneState(cases))
  property.prop(inTwoOrders(stream(some.campaignEvents)), often)('campaign', oneState(campaigns))
  property.prop(inTwoOrders(stream(some.onboardingEvents)), often)('onboarding', oneState(onboardings))
  property.prop(inTwoOrders(some.numberStream), { numRuns: runs(1500) })(
    'number',
    oneState({ initial: noNumber, evolve: evolveNumber }),
  )
})
