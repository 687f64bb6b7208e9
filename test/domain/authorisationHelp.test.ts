import { describe, expect, test } from 'vitest'
import { caseCards } from '../../src/domain/actCards.ts'
import { decideClass, type Standing } from '../../src/domain/decideNumber.ts'
import type { NumberClass } from '../../src/domain/numberClass.ts'
import { buildPack, withoutRule } from '../../src/domain/policy/buildPack.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { type CaseFact, type CaseProcess, dueSteps, fold, notOpened } from '../../src/domain/process/supportCase.ts'
import { decide, evolve, noCase } from '../../src/domain/supportCase.ts'
import { brand } from '../../src/domain/values.ts'
import { admin, day } from '../support/given.ts'
import { passing } from './classes.ts'
import { here, orderA, proof, theRoad } from './deciders.ts'

const at = day(0)
const standing: Standing = { arrival: 'newer', location: 'here', order: 'none', letter: 'none', case: 'none' }
const unauthorised = { authorisation: 'none', registration: 'none' } as const

const ask = (but: Partial<NumberClass>, as: Partial<Standing> = {}, pack = pack003) =>
  decideClass(
    { type: 'AskAuthorisation', orderId: orderA },
    passing({ ...unauthorised, ...but }),
    { ...standing, ...as },
    {
      pack,
      at,
    },
  )

describe('R3: a case of help asks for the authorisation of a number', () => {
  test.each<[string, Partial<NumberClass>]>([
    ['that is on its way in', { inventory: 'pending' }],
    ['of which nobody has said whether it is in service', { inventory: 'unknown' }],
    ['whose place is not known', { country: 'unknown' }],
    ['whose location has no Cisco PSTN', { pstnConnection: 'localGateway' }],
    ['that was refused before', { inventory: 'pending', authorisation: 'refused' }],
  ])('%s, which the picker lacks', (_, but) => {
    expect(ask(but)).toEqual({
      ok: true,
      event: { type: 'NumberOrdered', data: { orderId: orderA } },
      carry: [],
      ruleIds: ['R3'],
    })
  })

  test.each<[string, Partial<NumberClass>]>([
    ['NUMBER_IN_PICKER', {}],
    ['NUMBER_ALREADY_AUTHORISED', { authorisation: 'authorised', inventory: 'pending' }],
    ['NUMBER_IN_OPEN_ORDER', { authorisation: 'ordered', inventory: 'pending' }],
    ['NUMBER_NOT_IN_SERVICE', { inventory: 'gone' }],
    ['TOLL_FREE_NOT_10DLC', { kind: 'tollFree', inventory: 'pending' }],
    ['LICENCE_NOT_ACTIVE', { licence: 'none', inventory: 'pending' }],
    ['LOCATION_NOT_READY', { country: 'MX' }],
  ])('%s: not for what is asked elsewhere, or nowhere', (code, but) => {
    expect(ask(but)).toMatchObject({ ok: false, refusal: { code } })
  })

  test('asked again by the same case, nothing is new; without an answer it can be let go', () => {
    expect(ask({ inventory: 'pending', authorisation: 'ordered' }, { order: 'this' })).not.toHaveProperty('event')
    const number = passing({ authorisation: 'ordered', inventory: 'pending' })
    const stop = { type: 'StopAsking', orderId: orderA } as const
    const asked = { pack: pack003, at }
    expect(decideClass(stop, number, { ...standing, order: 'this' }, asked)).toMatchObject({
      event: { type: 'NumberDeselected' },
    })
    expect(decideClass(stop, number, { ...standing, order: 'other' }, asked)).not.toHaveProperty('event')
  })

  test('the reason beside a number that the picker lacks names it, where the rule is in force', () => {
    const select = { type: 'SelectNumber', orderId: orderA, locationId: here } as const
    const missing = passing({ ...unauthorised, inventory: 'pending' })
    const refused = (pack = pack003) => decideClass(select, missing, standing, { pack, at })
    expect(refused()).toMatchObject({
      refusal: { code: 'NUMBER_NOT_IN_SERVICE', detail: 'AUTHORISATION_HELP_TAKES_IT' },
      ruleIds: ['P5', 'R3'],
    })
    expect(refused(withoutRule(pack003, 'R3'))).toMatchObject({
      refusal: { code: 'NUMBER_NOT_IN_SERVICE' },
      ruleIds: ['P5'],
    })
    expect(ask({ inventory: 'pending' }, {}, buildPack('001'))).toMatchObject({ ok: false })
  })
})

describe('the process of a case of help', () => {
  const told = { eventId: 'e:1', happenedAt: at, recordedAt: at } as const
  const waiting = { waiting: 1, registered: 0, rejected: 0 }
  const opened: CaseFact = {
    type: 'CaseOpened',
    licence: 'active',
    eligibility: 'eligible',
    counts: waiting,
    kind: 'authorisationHelp',
    position: 1,
    ...told,
  } as CaseFact
  const having = (...facts: readonly object[]): CaseProcess =>
    facts.reduce<CaseProcess>(
      (process, fact, index) => fold(process, { ...told, ...fact, position: index + 2 } as CaseFact),
      fold(notOpened, opened),
    )

  test('is opened at the desk, then waits for its answer, and has no form', () => {
    expect(having().stage).toBe('opening')
    expect(dueSteps(having(), { underWay: [], settled: [] } as never).map(({ kind }) => kind)).toContain('sendCase')
    for (const status of ['opened', 'formSent', 'inReview'])
      expect(having({ type: 'CaseReported', status }).stage).toBe('answer')
    expect(having({ type: 'CaseReported', status: 'waitingOnCustomer' }).stage).toBe('customer')
  })

  test('ends when every number is answered, also where the desk refused', () => {
    const counts = { waiting: 0, registered: 1, rejected: 1 }
    expect(having({ type: 'CaseNumbersChanged', counts }).stage).toBe('ended')
  })

  test('holds on lost grounds like every other', () => {
    expect(having({ type: 'LicenceChanged', licence: 'lapsed' }).stage).toBe('licenceHold')
  })
})

test('a case of help takes no form, and its card says which case to open', () => {
  const meta = { happenedAt: at, recordedAt: at, source: admin, eventId: 'c:1' }
  const opening = { type: 'OpenCase', onboardingId: theRoad, numbers: 1, number: 7, kind: 'authorisationHelp' } as const
  const decision = decide(opening, noCase)
  if (!decision.ok) throw new Error('refused')
  const opened = decision.events.reduce((state, event) => evolve(state, event, meta), noCase)
  const form = { type: 'SubmitForm', document: proof, contentHash: 'x', underReview: false } as const
  expect(decide(form, opened)).toEqual({ ok: false, refusal: { code: 'CASE_TAKES_NO_FORM', field: 'caseId' } })
  const standing7 = {
    id: brand<never>('c'),
    caseNumber: 7,
    kind: 'authorisationHelp',
    stage: 'opening',
    status: 'unconfirmed',
    ticket: null,
    numbers: 1,
    formVersion: 0,
    formHash: null,
  } as const
  expect(caseCards(brand('o'), standing7, pack003)).toMatchObject([
    { act: 'askForHelp', state: 'unconfirmed', ruleIds: ['R3', 'R4'] },
  ])
})
