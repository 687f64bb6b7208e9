import { describe, expect, test } from 'vitest'
import { type OrganisationEvent, type OrganisationFact, organisationAxes } from '../../src/domain/organisation.ts'
import { type Instant, instant, millis } from '../../src/domain/values.ts'
import { admin, day, desk, type Fact, given, happened, otherAdmin, partner } from '../support/given.ts'
import { organisations, proof } from './deciders.ts'

const created = happened<OrganisationEvent>(day(0), { type: 'OrganisationCreated', data: { name: proof } })

type When = Parameters<typeof happened>[2] & { readonly expiresAt?: Instant }

function attested(at: Instant, fact: OrganisationFact, { expiresAt, ...when }: When = {}): Fact<OrganisationEvent> {
  const data = { ...fact, ...(expiresAt ? { expiresAt } : {}) }
  return happened(at, { type: 'OrganisationFactAttested', data }, when)
}

const paid = { fact: 'subscriptionKind', value: 'paid' } as const
const trial = { fact: 'subscriptionKind', value: 'trial' } as const
const attest = { type: 'AttestOrganisationFact', happenedAt: day(1), at: day(2), source: admin, ...paid } as const

describe('an organisation', () => {
  test('is created once', () => {
    const create = { type: 'CreateOrganisation', name: proof } as const
    given(organisations)
      .when(create)
      .emits({ type: 'OrganisationCreated', data: { name: proof } })
    given(organisations, created).when(create).isRefused('ORGANISATION_EXISTS')
  })

  test('that nobody created cannot be spoken about', () => {
    given(organisations).when(attest).isRefused('ORGANISATION_NOT_FOUND')
  })

  test('keeps what is said of it with its proof and how long that is good for', () => {
    given(organisations, created)
      .when({ ...attest, expiresAt: day(30), evidence: proof })
      .emits({ type: 'OrganisationFactAttested', data: { ...paid, expiresAt: day(30), evidence: proof } })
  })

  test('learns nothing from the same statement by the same source about the same instant', () => {
    given(organisations, created, attested(day(1), paid))
      .when(attest)
      .changesNothing()
    given(organisations, created, attested(day(1), paid))
      .when({ ...attest, source: partner })
      .emits({ type: 'OrganisationFactAttested', data: paid })
  })

  test('does not take proof that has run out by the time it is shown', () => {
    const justGood = instant(millis(attest.at) + 1)
    given(organisations, created)
      .when({ ...attest, expiresAt: attest.at })
      .isRefused('EVIDENCE_ALREADY_EXPIRED', { field: 'expiresAt', detail: attest.at })
    given(organisations, created)
      .when({ ...attest, expiresAt: justGood })
      .emits({ type: 'OrganisationFactAttested', data: { ...paid, expiresAt: justGood } })
  })

  test('may be told about the past and the future: only the proof has to be good now', () => {
    for (const happenedAt of [day(-400), day(90)]) {
      given(organisations, created)
        .when({ ...attest, happenedAt })
        .emits({ type: 'OrganisationFactAttested', data: paid })
    }
  })
})

describe('what is believed of an organisation', () => {
  const believed = (at: Instant, ...facts: readonly Fact<OrganisationEvent>[]) =>
    organisationAxes(given(organisations, created, ...facts).state, at).subscriptionKind

  test('is unknown, fact by fact, until somebody says it', () => {
    const { state } = given(organisations, created, attested(day(1), paid))
    expect(organisationAxes(state, day(1))).toEqual({
      customerKind: 'unknown',
      subscriptionKind: 'paid',
      callingPlan: 'unknown',
      dataRegion: 'unknown',
      textingDefault: 'unknown',
      healthcare: 'unknown',
      hipaaNotice: 'unknown',
    })
    expect(organisationAxes(state, day(0)).subscriptionKind).toBe('unknown')
  })

  test('is the statement about the later instant, whoever made it and whenever it was heard', () => {
    expect(believed(day(9), attested(day(5), paid, { by: otherAdmin }), attested(day(1), trial, { by: desk }))).toBe(
      'paid',
    )
    expect(believed(day(9), attested(day(1), paid, { heard: day(8) }), attested(day(5), trial))).toBe('trial')
  })

  test('is, about one instant, the statement of the source of higher standing, then of the smaller name', () => {
    expect(believed(day(9), attested(day(5), paid, { by: admin }), attested(day(5), trial, { by: desk }))).toBe('trial')
    expect(believed(day(9), attested(day(5), paid, { by: otherAdmin }), attested(day(5), trial))).toBe('trial')
  })

  test('acts only when its instant comes', () => {
    const facts = [attested(day(1), trial), attested(day(20), paid, { heard: day(2) })]
    expect(believed(instant(millis(day(20)) - 1), ...facts)).toBe('trial')
    expect(believed(day(20), ...facts)).toBe('paid')
  })

  test('runs out into unknown, not into the older statement that it replaced', () => {
    const facts = [attested(day(1), trial), attested(day(5), paid, { expiresAt: day(10) })]
    expect(believed(instant(millis(day(10)) - 1), ...facts)).toBe('paid')
    expect(believed(day(10), ...facts)).toBe('unknown')
    expect(believed(day(10), ...facts, attested(day(7), paid))).toBe('paid')
  })

  test('keeps every contradicting statement for whoever asks why', () => {
    const { state } = given(
      organisations,
      created,
      attested(day(1), paid),
      attested(day(1), trial, { by: partner }),
      attested(day(2), trial),
    )
    expect(state.facts.subscriptionKind.map((each) => each.by)).toEqual([
      '05:admin:admin-1',
      '04:partner:partner-1',
      '05:admin:admin-1',
    ])
  })
})
