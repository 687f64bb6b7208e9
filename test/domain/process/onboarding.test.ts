import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { dueSteps, fold, notStarted, type OnboardingProcess } from '../../../src/domain/process/onboarding.ts'
import { brand, type OrderId } from '../../../src/domain/values.ts'
import { counts, happyRoad, type News, orderA, orderB, told } from './facts.ts'

const after = (...news: readonly News[]) => told(...news).reduce(fold, notStarted)
const entered = (process: OnboardingProcess) => `stage/${process.stageSince}`
const stepIds = (process: OnboardingProcess) => dueSteps(process, entered(process)).map((step) => step.id)

const started: News = { type: 'OnboardingStarted', licence: 'none' }
const active: News = { type: 'LicenceChanged', licence: 'active' }
const lapsed: News = { type: 'LicenceChanged', licence: 'lapsed' }
const ordered: News = { type: 'OrderSubmitted', orderId: orderA, next: 'done', counts: counts({ ordered: 3 }) }

describe('the stage follows from the facts', () => {
  test('the road leads from licence over authorisation, registration and activation to the end', () => {
    const stages = happyRoad.map((_, index) => after(...happyRoad.slice(0, index + 1)).stage)
    expect(stages).toEqual([
      'licence',
      'licence',
      'authorisation',
      'authorisation',
      'authorisation',
      'registration',
      'registration',
      'activation',
      'ended',
    ])
  })

  test('an organisation that has its licence already starts with its numbers', () => {
    expect(after({ type: 'OnboardingStarted', licence: 'active' }).stage).toBe('authorisation')
  })

  test('a licence that lapses takes the onboarding back, and on again to where it was', () => {
    const before = after(started, active, ordered)
    const without = after(started, active, ordered, lapsed)
    const again = after(started, active, ordered, lapsed, active)
    expect([before.stage, without.stage, again.stage]).toEqual(['authorisation', 'licence', 'authorisation'])
    expect(again.stageSince).toBe(5)
  })

  test('an order with more to follow keeps the authorisation open after every number has its answer', () => {
    const more: News = { type: 'OrderSubmitted', orderId: orderA, next: 'more', counts: counts({ ordered: 1 }) }
    const answered: News = { type: 'OrderAnswered', orderId: orderA, closed: true, counts: counts({ authorised: 1 }) }
    expect(after(started, active, more, answered).stage).toBe('authorisation')
    const last: News = {
      type: 'OrderSubmitted',
      orderId: orderB,
      next: 'done',
      counts: counts({ authorised: 1, ordered: 1 }),
    }
    const lastAnswer: News = { type: 'OrderAnswered', orderId: orderB, closed: true, counts: counts({ authorised: 2 }) }
    expect(after(started, active, more, answered, last, lastAnswer).stage).toBe('registration')
  })

  test('a refused number has to be acknowledged by a person before the end', () => {
    const refused: News = { type: 'OrderAnswered', orderId: orderA, closed: true, counts: counts({ refused: 3 }) }
    expect(after(started, active, ordered, refused).stage).toBe('acknowledgement')
    const seen: News = { type: 'OutcomeAcknowledged', refused: 3, rejected: 0 }
    expect(after(started, active, ordered, refused, seen).stage).toBe('ended')
  })

  test('an order answered before it was noted as sent stays closed', () => {
    const answered: News = { type: 'OrderAnswered', orderId: orderA, closed: true, counts: counts({ authorised: 3 }) }
    expect(after(started, active, ordered, answered, { type: 'OrderSent', orderId: orderA }).stage).toBe('registration')
  })
})

describe('the steps follow from the facts', () => {
  test('each stage is entered once', () => {
    const process = after(started)
    expect(dueSteps(process, undefined)).toEqual([{ kind: 'enterStage', id: 'stage/1', stage: 'licence' }])
    expect(dueSteps(process, 'stage/1')).toEqual([])
  })

  test('an order goes out once the licence is active, and not again when it is sent', () => {
    expect(stepIds(after(started, ordered))).toEqual([])
    expect(stepIds(after(started, active, ordered))).toEqual(['order/order-a'])
    expect(stepIds(after(started, active, ordered, { type: 'OrderSent', orderId: orderA }))).toEqual([])
  })

  test('each stop of the happy road asks for exactly its own step', () => {
    const asked = happyRoad.map((_, index) => stepIds(after(...happyRoad.slice(0, index + 1))))
    expect(asked).toEqual([[], [], [], ['order/order-a'], [], ['registration/6'], [], ['activation/8'], ['complete/9']])
  })

  test('a number registered early is activated while others still wait', () => {
    const some: News = { type: 'NumbersChanged', counts: counts({ submitted: 2, registered: 1 }) }
    const process = after(...happyRoad.slice(0, 7), some)
    expect(process.stage).toBe('registration')
    expect(stepIds(process)).toEqual(['activation/8'])
  })

  test('numbers that the gates hold back do not ask to be activated for ever', () => {
    const none: News = { type: 'NumbersActivated', upTo: 8, counts: counts({ registered: 3, active: 0 }) }
    expect(stepIds(after(...happyRoad.slice(0, 8), none))).toEqual(['complete/9'])
  })

  test('a process that has heard nothing asks for nothing', () => {
    expect(dueSteps(notStarted, undefined)).toEqual([])
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
    const steps = dueSteps(process, undefined)
    expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length)
    expect(steps.some((step) => step.kind === 'complete')).toBe(process.stage === 'ended')
  })
})
