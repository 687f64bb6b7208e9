import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { dueSteps, fold, notStarted, type OnboardingProcess } from '../../../src/domain/process/onboarding.ts'
import { brand, type OrderId } from '../../../src/domain/values.ts'
import { counts, happyRoad, type News, orderA, orderB, told } from './facts.ts'

const having = (...news: readonly News[]): OnboardingProcess => told(...news).reduce(fold, notStarted)
const atFirst = { entered: undefined, underWay: [] }
const entered = (process: OnboardingProcess) => `stage/${process.stageSince}`
const stepIds = (process: OnboardingProcess, underWay: readonly string[] = []) =>
  dueSteps(process, { entered: entered(process), underWay }).map((step) => step.id)

const started: News = { type: 'OnboardingStarted', licence: 'none', eligibility: 'eligible' }
const active: News = { type: 'LicenceChanged', licence: 'active' }
const lapsed: News = { type: 'LicenceChanged', licence: 'lapsed' }
const ordered: News = { type: 'OrderSubmitted', orderId: orderA, next: 'done', counts: counts({ ordered: 3 }) }

describe('the stage follows from the facts', () => {
  test('the road leads from licence over authorisation, case, registration and activation to the end', () => {
    const stages = happyRoad.map((_, index) => having(...happyRoad.slice(0, index + 1)).stage)
    expect(stages).toEqual([
      'licence',
      'licence',
      'authorisation',
      'authorisation',
      'answer',
      'case',
      'registration',
      'activation',
      'ended',
    ])
  })

  test('an organisation that has its licence already starts with its numbers', () => {
    expect(having({ type: 'OnboardingStarted', licence: 'active', eligibility: 'eligible' }).stage).toBe(
      'authorisation',
    )
  })

  test('a licence that lapses takes the onboarding back, and on again to where it was', () => {
    const before = having(started, active, ordered)
    const without = having(started, active, ordered, lapsed)
    const again = having(started, active, ordered, lapsed, active)
    expect([before.stage, without.stage, again.stage]).toEqual(['authorisation', 'licence', 'authorisation'])
    expect(again.stageSince).toBe(5)
  })

  test('an order with more to follow keeps the authorisation open after every number has its answer', () => {
    const more: News = { type: 'OrderSubmitted', orderId: orderA, next: 'more', counts: counts({ ordered: 1 }) }
    const answered: News = { type: 'OrderAnswered', orderId: orderA, closed: true, counts: counts({ authorised: 1 }) }
    expect(having(started, active, more, answered).stage).toBe('authorisation')
    const last: News = {
      type: 'OrderSubmitted',
      orderId: orderB,
      next: 'done',
      counts: counts({ authorised: 1, ordered: 1 }),
    }
    const lastAnswer: News = { type: 'OrderAnswered', orderId: orderB, closed: true, counts: counts({ authorised: 2 }) }
    expect(having(started, active, more, answered, last, lastAnswer).stage).toBe('case')
  })

  test('numbers that are in no case are waited for before those in one', () => {
    const some: News = { type: 'NumbersChanged', counts: counts({ authorised: 1, inCase: 1, submitted: 1 }) }
    expect(having(...happyRoad.slice(0, 6), some).stage).toBe('case')
    const allIn: News = { type: 'NumbersChanged', counts: counts({ inCase: 2, submitted: 1 }) }
    expect(having(...happyRoad.slice(0, 6), some, allIn).stage).toBe('registration')
  })

  test('an organisation that is not eligible, or not known to be, is waited for before anything else', () => {
    const lost: News = { type: 'EligibilityChanged', eligibility: 'ineligible' }
    const unknown: News = { type: 'EligibilityChanged', eligibility: 'unknown' }
    const back: News = { type: 'EligibilityChanged', eligibility: 'eligible' }
    expect(having(started, lost).stage).toBe('eligibility')
    expect(having(started, active, ordered, unknown).stage).toBe('eligibility')
    expect(having(started, active, ordered, lost, back).stage).toBe('authorisation')
  })

  test('the word that it has ended is the last: nothing is asked for any more, wherever it stood', () => {
    const ended: News = { type: 'OnboardingEnded', as: 'cancelled' }
    const process = having(started, active, ordered, ended)
    expect({ stage: process.stage, ended: process.ended }).toEqual({ stage: 'ended', ended: 'cancelled' })
    expect(dueSteps(process, atFirst)).toEqual([])
  })

  test('a refused number has to be acknowledged by a person before the end', () => {
    const refused: News = { type: 'OrderAnswered', orderId: orderA, closed: true, counts: counts({ refused: 3 }) }
    expect(having(started, active, ordered, refused).stage).toBe('acknowledgement')
    const seen: News = { type: 'OutcomeAcknowledged', refused: 3, rejected: 0 }
    expect(having(started, active, ordered, refused, seen).stage).toBe('ended')
  })

  test('an order answered before it was noted as sent stays closed', () => {
    const answered: News = { type: 'OrderAnswered', orderId: orderA, closed: true, counts: counts({ authorised: 3 }) }
    expect(having(started, active, ordered, answered, { type: 'OrderSent', orderId: orderA }).stage).toBe('case')
  })
})

describe('the steps follow from the facts', () => {
  test('each stage is entered once', () => {
    const process = having(started)
    expect(dueSteps(process, atFirst)).toEqual([{ kind: 'enterStage', id: 'stage/1', stage: 'licence' }])
    expect(dueSteps(process, { entered: 'stage/1', underWay: [] })).toEqual([])
  })

  test('an order goes out once the licence is active, and not again when it is sent', () => {
    expect(stepIds(having(started, ordered))).toEqual([])
    expect(stepIds(having(started, active, ordered))).toEqual(['order/order-a'])
    expect(stepIds(having(started, active, ordered, { type: 'OrderSent', orderId: orderA }))).toEqual([])
  })

  test('each stop of the happy road asks for exactly its own step', () => {
    const asked = happyRoad.map((_, index) => stepIds(having(...happyRoad.slice(0, index + 1))))
    expect(asked).toEqual([[], [], [], ['order/order-a'], [], [], [], ['activation/8'], ['complete/9']])
  })

  test('a number registered early is activated while others still wait', () => {
    const some: News = { type: 'NumbersChanged', counts: counts({ submitted: 2, registered: 1 }) }
    const process = having(...happyRoad.slice(0, 7), some)
    expect(process.stage).toBe('registration')
    expect(stepIds(process)).toEqual(['activation/8'])
  })

  test('numbers that the gates hold back do not ask to be activated for ever', () => {
    const none: News = { type: 'NumbersActivated', upTo: 8, counts: counts({ registered: 3, active: 0 }) }
    expect(stepIds(having(...happyRoad.slice(0, 8), none))).toEqual(['complete/9'])
  })

  test('orders go out beside each other, while a second activation waits until the first is through', () => {
    const two = having(started, active, ordered, { ...ordered, orderId: orderB })
    expect(stepIds(two, ['order/order-a'])).toEqual(['order/order-b'])
    const registered = having(...happyRoad.slice(0, 8))
    expect(stepIds(registered, ['activation/7'])).toEqual([])
  })

  test('a process that has heard nothing asks for nothing', () => {
    expect(dueSteps(notStarted, atFirst)).toEqual([])
  })
})

const news: fc.Arbitrary<News> = fc.oneof(
  fc
    .constantFrom('none', 'ordered', 'active', 'lapsed')
    .map((licence) => ({ type: 'LicenceChanged' as const, licence })),
  fc.constantFrom(...happyRoad),
  fc.record({ ordered: fc.nat(3), authorised: fc.nat(3), registered: fc.nat(3), rejected: fc.nat(2) }).map((some) => ({
    type: 'NumbersChanged' as const,
    counts: counts(some),
  })),
  fc.nat(20).map((upTo) => ({ type: 'NumbersActivated' as const, upTo, counts: counts({ registered: 1, active: 1 }) })),
  fc.nat(3).map((refused) => ({ type: 'OutcomeAcknowledged' as const, refused, rejected: 0 })),
  fc
    .constantFrom('eligible', 'ineligible', 'unknown')
    .map((eligibility) => ({ type: 'EligibilityChanged' as const, eligibility })),
)
/** An order is submitted once: each submission in a story is that of another order. */
const anyNews = fc
  .array(news, { minLength: 1, maxLength: 25 })
  .map((story) =>
    story.map((each, index) =>
      each.type === 'OrderSubmitted' ? { ...each, orderId: brand<OrderId>(`order-${index}`) } : each,
    ),
  )

describe('however the facts arrive', () => {
  property.prop([anyNews, fc.nat(25)])('repeats of what was folded before change nothing', (story, upTo) => {
    const facts = told(...story)
    const whole = facts.reduce(fold, notStarted)
    expect(facts.slice(0, upTo).reduce(fold, whole)).toEqual(whole)
  })

  property.prop([anyNews, fc.array(fc.nat(24))])(
    'a pause anywhere, through plain JSON, changes nothing',
    (story, pauses) => {
      const facts = told(...story)
      const paused = facts.reduce(
        (process, fact, index) =>
          pauses.includes(index) ? fold(JSON.parse(JSON.stringify(process)), fact) : fold(process, fact),
        notStarted,
      )
      expect(paused).toEqual(facts.reduce(fold, notStarted))
    },
  )

  property.prop([anyNews])('no two steps asked for at once share an id, and only an end asks to complete', (story) => {
    const process = told(...story).reduce(fold, notStarted)
    const steps = dueSteps(process, atFirst)
    expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length)
    expect(steps.some((step) => step.kind === 'complete')).toBe(process.stage === 'ended')
  })
})
