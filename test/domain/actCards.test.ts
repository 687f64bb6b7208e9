import { describe, expect, test } from 'vitest'
import {
  type ActCard,
  type CaseStanding,
  caseCards,
  gateWaits,
  nextAct,
  numberCard,
  type OnboardingStanding,
  onboardingCards,
} from '../../src/domain/actCards.ts'
import { explainClass } from '../../src/domain/explain.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { brand } from '../../src/domain/values.ts'
import { day } from '../support/given.ts'
import { passing } from './classes.ts'

const said = (cards: readonly ActCard[]) => cards.map(({ act, state }) => `${act} ${state}`)

const standing = (given: Partial<OnboardingStanding> = {}): OnboardingStanding => ({
  organisationId: brand('o'),
  onboardingId: brand('b'),
  stage: 'authorisation',
  licence: 'active',
  textingDefault: 'on',
  caseless: 0,
  orders: [],
  letters: [],
  cases: [],
  ...given,
})

const order = (phase: string, given: { ticket?: string; withoutLetter?: number } = {}) => ({
  id: brand<never>('r'),
  locationId: brand<never>('l'),
  phase,
  ticket: given.ticket ?? null,
  selected: 3,
  withoutLetter: given.withoutLetter ?? 0,
})

const inCase = (stage: string, status = 'opened', given: Partial<CaseStanding> = {}): CaseStanding => ({
  id: brand('c'),
  caseNumber: 7,
  kind: 'registration',
  stage,
  status,
  ticket: 'PTS-1',
  numbers: 2,
  formVersion: 0,
  formHash: null,
  ...given,
})

const onboarding = (given: Partial<OnboardingStanding>) => said(onboardingCards(standing(given), pack003))
const ofCase = (...given: Parameters<typeof inCase>) => said(caseCards(brand('o'), inCase(...given), pack003))

describe('what an onboarding has done outside', () => {
  test('the licence is bought from the partner, confirmed by a report, and renewed once it has lapsed', () => {
    expect(onboarding({ stage: 'licence', licence: 'none' })).toEqual(['buyLicence toDo'])
    expect(onboarding({ stage: 'licence', licence: 'requested' })).toEqual(['buyLicence unconfirmed'])
    expect(onboarding({ stage: 'licence', licence: 'ordered' })).toEqual(['buyLicence unconfirmed'])
    expect(onboarding({ stage: 'licence', licence: 'lapsed' })).toEqual(['renewLicence toDo'])
  })

  test('numbers are authorised in the wizard: after the signature, and unconfirmed until there is a ticket', () => {
    expect(onboarding({})).toEqual(['authoriseNumbers toDo'])
    expect(onboarding({ orders: [order('open')] })).toEqual(['authoriseNumbers toDo'])
    expect(onboarding({ orders: [order('open', { withoutLetter: 1 })] })).toEqual(['signLetter toDo'])
    expect(onboarding({ orders: [order('submitted')] })).toEqual(['authoriseNumbers unconfirmed'])
    expect(onboarding({ orders: [order('sent', { ticket: 'PTS-1' })] })).toEqual([])
    expect(onboarding({ orders: [order('complete')] })).toEqual(['authoriseNumbers toDo'])
  })

  test('a signed letter is unconfirmed until the desk has accepted it', () => {
    const letter = (phase: string) => ({ id: brand<never>('x'), orderId: brand<never>('r'), phase, numbers: 1 })
    const orders = [order('sent')]
    expect(onboarding({ orders, letters: [letter('signed')] })).toEqual(['signLetter unconfirmed'])
    expect(onboarding({ orders, letters: [letter('accepted'), letter('withdrawn')] })).toEqual([])
  })

  test('a case is opened for what is authorised, beside what other cases ask for', () => {
    const [card, other] = onboardingCards(
      standing({ stage: 'case', caseless: 4, cases: [inCase('formReturn')] }),
      pack003,
    )
    expect(card).toMatchObject({
      act: 'openCase',
      values: [{ name: 'organisation' }, { name: 'numbers', value: '4' }, { name: 'serviceClass', value: 'A2P' }],
    })
    expect(other?.act).toBe('returnForm')
  })

  test('the switch of the organisation is turned on, if it is off when numbers are activated', () => {
    expect(onboarding({ stage: 'activation', textingDefault: 'off' })).toEqual(['switchOnOrganisation toDo'])
    expect(onboarding({ stage: 'activation' })).toEqual([])
    expect(['eligibility', 'acknowledgement', 'ended'].flatMap((stage) => onboarding({ stage }))).toEqual([])
  })
})

describe('what a case has done outside', () => {
  test.each([
    ['opening', 'unconfirmed', ['openCase unconfirmed']],
    ['formSending', 'opened', []],
    ['formReturn', 'formSent', ['returnForm toDo']],
    ['review', 'formSent', ['returnForm unconfirmed']],
    ['review', 'formReceived', []],
    ['correction', 'inReview', ['correctForm toDo']],
    ['customer', 'waitingOnCustomer', ['answerDesk toDo']],
    ['licenceHold', 'inReview', ['renewLicence toDo']],
    ['eligibilityHold', 'inReview', []],
    ['ended', 'resolved', []],
  ])('in %s, when the desk has said %s', (stage, status, cards) => {
    expect(ofCase(stage, status)).toEqual(cards)
  })

  test('is given the numbers of both sides and the form that went out, and nothing personal', () => {
    const [card] = caseCards(brand('o'), inCase('correction', 'inReview', { formVersion: 2, formHash: 'f' }), pack003)
    expect(card?.values).toEqual([
      { name: 'organisation', value: 'o' },
      { name: 'caseNumber', value: '7' },
      { name: 'ticket', value: 'PTS-1' },
      { name: 'numbers', value: '2' },
      { name: 'formVersion', value: '2' },
      { name: 'formHash', value: 'f' },
      { name: 'serviceClass', value: 'A2P' },
    ])
  })
})

describe('the next act for a number', () => {
  const next = (but: Parameters<typeof passing>[0]) =>
    nextAct(explainClass(passing({ campaign: 'approved', ...but }), pack003, day(0)))

  test('is that of the first obstacle, unless no act helps at all', () => {
    expect(next({})).toBeUndefined()
    expect(next({ licence: 'lapsed', registration: 'none' })).toMatchObject({ act: 'renewLicence', helps: true })
    expect(next({ licence: 'lapsed', kind: 'tollFree' })).toMatchObject({
      act: 'noAct',
      owner: 'nobody',
      reason: 'TOLL_FREE_NOT_10DLC',
      helps: false,
    })
  })

  test('has a card where it is done outside, and none where somebody else is to answer', () => {
    expect(numberCard('openCase', { organisation: 'o' }, pack003)?.path).toContain('PSTN & Routing')
    expect(numberCard('signLoa', {}, pack003)?.owner).toBe('loaSigner')
    expect(numberCard('answerOrder', {}, pack003)).toBeUndefined()
    expect(numberCard('attestFacts', {}, pack003)).toBeUndefined()
  })

  test('takes its date from a wait of the pack, where one is for its gate', () => {
    const kinds = Object.values(gateWaits).flat()
    expect(kinds.filter((kind) => !(kind in pack003.waits))).toEqual([])
  })
})

describe('the acts of pack 003', () => {
  test('each has an owner, a way, what to have at hand, and the report that confirms it', () => {
    for (const [act, step] of Object.entries(pack003.outsideActs)) {
      expect(step.owner, act).not.toBe('nobody')
      expect(step.path.length, act).toBeGreaterThan(0)
      expect(step.values[0], act).toBe('organisation')
      expect(step.confirmedBy, act).toMatch(/reported|attested/)
      expect(step.title, act).not.toMatch(/Authorize/)
    }
  })

  test('says which paths are of an older age of the article', () => {
    const older = Object.entries(pack003.outsideActs).filter(([, { statedIn }]) => statedIn !== pack003.id)
    expect(older.map(([act, { statedIn }]) => [act, statedIn])).toEqual([
      ['switchOnOrganisation', '001'],
      ['switchOnUser', '001'],
    ])
  })
})
