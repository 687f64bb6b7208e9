import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { evolve as evolveNumber, noNumber } from '../../src/domain/number.ts'
import {
  followsFrom,
  isReport,
  natures,
  type Retractable,
  refuseRetraction,
  standing,
} from '../../src/domain/retraction.ts'
import { brand, type EventId, type Instant } from '../../src/domain/values.ts'
import { eventTypes } from '../../src/store/eventSchemas.ts'
import { type Decider, day, type Fact, fold } from '../support/given.ts'
import { disordered, stream } from './arbitraries.ts'
import { campaigns, cases, licences, loas, locations, onboardings, orders, organisations, users } from './deciders.ts'
import * as some from './events.ts'

type Told = { readonly type: string; readonly data: unknown }
type Recorded = Told & { readonly id: string; readonly recordedAt: Instant; readonly meta: Fact<Told>['meta'] }

const recorded = ({ event, meta }: Fact<Told>): Recorded => ({
  ...event,
  id: meta.eventId,
  recordedAt: meta.recordedAt,
  meta,
})

function retractionOf(id: string, at: Instant = day(9)): Recorded {
  const source = { kind: 'admin', id: 'support-1', rank: 5 } as const
  const data = { eventId: brand<EventId>(id), reason: 'mistaken' }
  const meta = { happenedAt: at, recordedAt: at, source, eventId: `retraction of ${id}` }
  return { id: meta.eventId, type: 'ReportRetracted', data, recordedAt: at, meta }
}

function folded<State, Event>(
  folding: Pick<Decider<never, State, Event>, 'initial' | 'evolve'>,
  events: readonly Recorded[],
) {
  return fold(
    folding,
    events.map(({ meta, type, data }) => ({ meta, event: { type, data } as Event })),
  )
}

describe('the nature of events', () => {
  test('is known of every type there is', () => {
    expect(Object.keys(natures).sort()).toEqual([...eventTypes].sort())
  })

  test('lets nothing be struck but what somebody outside has said', () => {
    expect(eventTypes.filter(isReport)).toEqual([
      'OrganisationFactAttested',
      'LicenceOrdered',
      'LicenceActivated',
      'LicenceLapsed',
      'LicenceEnded',
      'LocationAdded',
      'LocationReported',
      'UserTextingSet',
      'NumberEntered',
      'NumberInventoryReported',
      'NumberEntryReported',
      'NumberMoved',
      'NumberOwnerReported',
      'NumberAuthorised',
      'NumberAuthorisationRefused',
      'NumberLoaFlagged',
      'NumberTrafficReported',
      'NumberRegistered',
      'NumberRegistrationRejected',
      'LoaAccepted',
      'LoaRefused',
      'CaseReported',
      'CaseDecided',
      'CampaignReported',
      'BrandReported',
    ])
    expect(isReport('toString')).toBe(false)
  })

  const by = (role: string, subject = 'x') => ({ role, subject })
  const said = (type: string): Retractable => {
    const actor = { kind: 'person', subject: 'ana', role: 'admin' } as const
    return { id: 's:1', streamId: 's', type, data: {}, actor }
  }
  test.each([
    ['an act of ours, even by an operator', by('operator'), 'OrderSubmitted', 'NOT_A_REPORT'],
    ['what follows from reports', by('operator'), 'OrderClosed', 'NOT_A_REPORT'],
    ['a retraction', by('operator'), 'ReportRetracted', 'RETRACTION_IS_FINAL'],
    ["somebody else's report, of an admin", by('admin', 'bob'), 'LicenceLapsed', 'NOT_YOUR_REPORT'],
    ["somebody else's report, of a partner", by('partner', 'bob'), 'LicenceLapsed', 'NOT_YOUR_REPORT'],
  ])('refuses %s', (_, who, type, code) => {
    expect(refuseRetraction(who, said(type))).toMatchObject({ code })
  })

  test('lets support and operators strike any report, and others their own', () => {
    for (const who of [by('support'), by('operator'), by('admin', 'ana'), by('partner', 'ana')]) {
      expect(refuseRetraction(who, said('LicenceLapsed'))).toBeUndefined()
    }
  })

  test('tells what falls with a struck report of the same command, and what does not', () => {
    const answer = { streamId: 'n', type: 'NumberAuthorised', data: { orderId: 'o' } }
    const word = { streamId: 'l', type: 'LoaRefused', data: {} }
    const voided = (reason: string) => ({ streamId: 'n', type: 'NumberLoaVoided', data: { loaId: 'l', reason } })
    expect(followsFrom({ streamId: 'o', type: 'OrderAnswered', data: {} }, [answer])).toBe(true)
    expect(followsFrom({ streamId: 'p', type: 'OrderAnswered', data: {} }, [answer])).toBe(false)
    expect(followsFrom(voided('refused'), [word])).toBe(true)
    expect(followsFrom(voided('takenOut'), [word])).toBe(false)
    expect(followsFrom({ streamId: 'n', type: 'NumberLoaSigned', data: {} }, [word])).toBe(true)
    expect(followsFrom({ streamId: 'n', type: 'NumberLoaSigned', data: {} }, [answer])).toBe(false)
    expect(followsFrom(answer, [answer])).toBe(false)
  })
})

const isBeginning = ({ type }: Told) => type === 'NumberEntered' || type === 'LocationAdded'

/** A stream, some of its events, and all of it with those struck, in another order and each twice. */
function struckStream<Event extends Told>(facts: fc.Arbitrary<readonly Fact<Event>[]>) {
  return facts.chain((all) =>
    fc.subarray(all.filter(({ event }) => !isBeginning(event))).chain((wrong) => {
      const strikes = wrong.map(({ meta }): Fact<Told> => {
        const { type, data, meta: of } = retractionOf(meta.eventId)
        return { event: { type, data }, meta: of }
      })
      return fc.tuple(fc.constant(all), fc.constant(wrong), disordered<Told>([...all, ...strikes]))
    }),
  )
}

function asIfNeverTold<State, Event extends Told>(folding: Pick<Decider<never, State, Event>, 'initial' | 'evolve'>) {
  return ([all, wrong, everything]: [readonly Fact<Event>[], readonly Fact<Event>[], readonly Fact<Told>[]]) => {
    const right = all.filter((fact) => !wrong.includes(fact))
    expect(folded(folding, standing(everything.map(recorded)))).toEqual(fold(folding, right))
  }
}

describe('whatever was struck, in any order, is as if it had never been told:', () => {
  const runs = { numRuns: 400 }
  property.prop([struckStream(stream(some.organisationEvents))], runs)('organisation', asIfNeverTold(organisations))
  property.prop([struckStream(stream(some.licenceEvents))], runs)('licence', asIfNeverTold(licences))
  property.prop([struckStream(stream(some.locationEvents))], runs)('location', asIfNeverTold(locations))
  property.prop([struckStream(stream(some.userEvents))], runs)('user', asIfNeverTold(users))
  property.prop([struckStream(stream(some.orderEvents))], runs)('order', asIfNeverTold(orders))
  property.prop([struckStream(stream(some.loaEvents))], runs)('letter', asIfNeverTold(loas))
  property.prop([struckStream(stream(some.caseEvents))], runs)('support case', asIfNeverTold(cases))
  property.prop([struckStream(stream(some.campaignEvents))], runs)('campaign', asIfNeverTold(campaigns))
  property.prop([struckStream(stream(some.onboardingEvents))], runs)('onboarding', asIfNeverTold(onboardings))
  property.prop([struckStream(some.numberStream)], { numRuns: 1000 })(
    'number',
    asIfNeverTold({ initial: noNumber, evolve: evolveNumber }),
  )
})

describe('what stands', () => {
  const lapsed = recorded({
    event: { type: 'LicenceLapsed', data: {} },
    meta: { happenedAt: day(1), recordedAt: day(1), source: { kind: 'admin', id: 'a', rank: 5 }, eventId: 's:1' },
  })
  const struck = retractionOf('s:1', day(3))

  test('as known before the retraction still holds what was struck since', () => {
    expect(standing([lapsed, struck], day(2))).toEqual([lapsed])
    expect(standing([lapsed, struck], day(3))).toEqual([])
    expect(standing([lapsed, struck], day(0))).toEqual([])
  })

  test('counts a report that is told again', () => {
    const again = { ...lapsed, id: 's:3', recordedAt: day(4) }
    expect(standing([lapsed, struck, again])).toEqual([again])
  })

  test('of a number or location that was only made known is that it is there', () => {
    const entered = { ...lapsed, type: 'NumberEntered', data: { e164: '+1', kind: 'standard', inventory: 'gone' } }
    expect(standing([entered, struck])).toEqual([{ ...entered, data: { e164: '+1', kind: 'standard' } }])
    const added = { ...lapsed, type: 'LocationAdded', data: { country: 'MX' } }
    expect(standing([added, struck])).toEqual([{ ...added, data: {} }])
  })
})
