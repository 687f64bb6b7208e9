import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { type CaseProcess, dueSteps, fold, notOpened } from '../../../src/domain/process/supportCase.ts'
import type { CaseStatus } from '../../../src/domain/supportCase.ts'
import { type CaseNews, caseCounts, happyCase, told } from './facts.ts'

const having = (...news: readonly CaseNews[]): CaseProcess => told(...news).reduce(fold, notOpened)
const upTo = (count: number, ...more: readonly CaseNews[]) => having(...happyCase.slice(0, count), ...more)
const atFirst = { entered: undefined, underWay: [] }
const stepIds = (process: CaseProcess, underWay: readonly string[] = []) =>
  dueSteps(process, { entered: `stage/${process.stageSince}`, underWay }).map((step) => step.id)

const reported = (status: CaseStatus): CaseNews => ({ type: 'CaseReported', status })
const submitted = (formVersion: number): CaseNews => ({
  type: 'CaseFormSubmitted',
  formVersion,
  counts: caseCounts({ waiting: 3 }),
})
const rejected = (formVersion: number): CaseNews => ({
  type: 'CaseDecided',
  formVersion,
  outcome: 'rejected',
  counts: caseCounts({ rejected: 3 }),
})
const lapsed: CaseNews = { type: 'LicenceChanged', licence: 'lapsed' }
const active: CaseNews = { type: 'LicenceChanged', licence: 'active' }

describe('the stage of a case follows from the facts', () => {
  test('from opening over the form, out and back, and its review to the end', () => {
    expect(happyCase.map((_, index) => upTo(index + 1).stage)).toEqual([
      'opening',
      'formSending',
      'formReturn',
      'review',
      'review',
      'review',
      'ended',
    ])
  })

  test('a rejection asks for a correction, and so does every further one', () => {
    const once = upTo(5, rejected(1))
    expect({ stage: once.stage, rejections: once.rejections }).toEqual({ stage: 'correction', rejections: 1 })
    const twice = upTo(5, rejected(1), submitted(2), rejected(2))
    expect({ stage: twice.stage, rejections: twice.rejections }).toEqual({ stage: 'correction', rejections: 2 })
    expect(stepIds(twice)).toEqual([])
  })

  test('a form handed in anew opens a review of its own, also while other numbers of the case are still under review', () => {
    const some: CaseNews = {
      type: 'CaseDecided',
      formVersion: 1,
      outcome: 'partial',
      counts: caseCounts({ waiting: 1, rejected: 2 }),
    }
    const before = upTo(5, some)
    const after = upTo(5, some, submitted(2))
    expect([before.stage, before.stageSince]).toEqual(['review', 4])
    expect([after.stage, after.stageSince]).toEqual(['review', 7])
  })

  test('a form received before it was said to be sent is under review all the same', () => {
    expect(upTo(2, reported('formReceived')).stage).toBe('formReturn')
    expect(upTo(1, submitted(1)).stage).toBe('review')
  })

  test('the desk may wait for the customer, close the case unresolved, and open it again', () => {
    expect(upTo(5, reported('waitingOnCustomer')).stage).toBe('customer')
    expect(upTo(5, reported('closedUnresolved')).stage).toBe('correction')
    expect(upTo(5, reported('closedUnresolved'), reported('reopened')).stage).toBe('review')
  })

  test('a lost ground puts it on hold wherever it stands, eligibility before licence, and gives it back', () => {
    const ineligible: CaseNews = { type: 'EligibilityChanged', eligibility: 'ineligible' }
    expect(upTo(5, lapsed).stage).toBe('licenceHold')
    expect(upTo(5, lapsed, ineligible).stage).toBe('eligibilityHold')
    expect(upTo(5, lapsed, active).stage).toBe('review')
    expect(upTo(5, rejected(1), lapsed).stage).toBe('licenceHold')
  })

  test('it is over when every number has left it or is registered, on hold or not', () => {
    const none: CaseNews = { type: 'CaseNumbersChanged', counts: caseCounts({}) }
    expect(upTo(5, none).stage).toBe('ended')
    expect(upTo(5, lapsed, none).stage).toBe('ended')
  })

  test('the word that it has ended is the last: nothing is asked for any more, wherever it stood', () => {
    const process = upTo(4, { type: 'CaseEnded', as: 'cancelled' })
    expect({ stage: process.stage, ended: process.ended }).toEqual({ stage: 'ended', ended: 'cancelled' })
    expect(dueSteps(process, atFirst)).toEqual([])
  })
})

describe('the steps of a case follow from the facts', () => {
  test('each stop of the happy road asks for exactly its own step', () => {
    expect(happyCase.map((_, index) => stepIds(upTo(index + 1)))).toEqual([
      ['case/1'],
      [],
      [],
      ['form/1'],
      [],
      [],
      ['close/7'],
    ])
  })

  test('on hold nothing goes out, and what had to goes out afterwards', () => {
    expect(stepIds(upTo(4, lapsed))).toEqual([])
    expect(stepIds(upTo(4, lapsed, active))).toEqual(['form/1'])
  })

  test('a second form waits until the first is through, and a stage until the one before it is entered', () => {
    const corrected = upTo(4, rejected(1), submitted(2))
    expect(stepIds(corrected, ['form/1'])).toEqual([])
    expect(stepIds(corrected)).toEqual(['form/2'])
    expect(dueSteps(corrected, { entered: 'stage/4', underWay: ['stage/5', 'form/1'] })).toEqual([])
  })
})

const statuses = [
  'opened',
  'formSent',
  'formReceived',
  'inReview',
  'waitingOnCustomer',
  'resolved',
  'closedUnresolved',
  'reopened',
] as const
const anyCounts = fc.record({ waiting: fc.nat(2), registered: fc.nat(2), rejected: fc.nat(2) })
const news: fc.Arbitrary<CaseNews> = fc.oneof(
  fc.constantFrom(...happyCase, lapsed, active),
  fc.constantFrom(...statuses).map(reported),
  fc.constantFrom('eligible', 'ineligible', 'unknown').map((eligibility) => ({
    type: 'EligibilityChanged' as const,
    eligibility,
  })),
  fc.tuple(fc.nat(4), anyCounts).map(([formVersion, counts]) => ({
    type: 'CaseFormSubmitted' as const,
    formVersion,
    counts,
  })),
  fc
    .record({ formVersion: fc.nat(4), outcome: fc.constantFrom('approved', 'rejected', 'partial'), counts: anyCounts })
    .map((decision) => ({ type: 'CaseDecided' as const, ...decision })),
  anyCounts.map((counts) => ({ type: 'CaseNumbersChanged' as const, counts })),
)
const anyNews = fc.array(news, { minLength: 1, maxLength: 25 })

describe('a case of which the desk or the registry was reported wrongly', () => {
  const opened = {
    type: 'CaseOpened',
    licence: 'active',
    eligibility: 'eligible',
    counts: caseCounts({ waiting: 3 }),
  } as const

  test('waits for the desk again, and asks it anew, once nothing is known of its being open there', () => {
    const story = [
      opened,
      { type: 'CaseReported', status: 'opened' },
      { type: 'CaseReported', status: 'unconfirmed' },
    ] as const
    const process = told<CaseNews>(...story).reduce(fold, notOpened)
    expect(process.stage).toBe('opening')
    expect(dueSteps(process, atFirst).map((step) => step.kind)).toContain('sendCase')
  })

  test('is under review again as if nobody had judged it', () => {
    const waiting = caseCounts({ waiting: 3 })
    const judged = {
      type: 'CaseDecided',
      formVersion: 1,
      outcome: 'rejected',
      counts: caseCounts({ rejected: 3 }),
    } as const
    const before = [...happyCase.slice(0, 6), judged] as const
    const struck = { type: 'CaseNumbersChanged', counts: waiting, judgements: { judged: 0, rejections: 0 } } as const
    const process = told<CaseNews>(...before, struck).reduce(fold, notOpened)
    expect(process).toMatchObject({ stage: 'review', judged: 0, rejections: 0, counts: waiting })
  })
})

describe('however the facts of a case arrive', () => {
  property.prop([anyNews, fc.nat(25)])('repeats of what was folded before change nothing', (story, count) => {
    const facts = told(...story)
    const whole = facts.reduce(fold, notOpened)
    expect(facts.slice(0, count).reduce(fold, whole)).toEqual(whole)
  })

  property.prop([anyNews, fc.array(fc.nat(24))])(
    'a pause anywhere, through plain JSON, changes nothing',
    (story, pauses) => {
      const facts = told(...story)
      const paused = facts.reduce(
        (process, fact, index) =>
          pauses.includes(index) ? fold(JSON.parse(JSON.stringify(process)) as CaseProcess, fact) : fold(process, fact),
        notOpened,
      )
      expect(paused).toEqual(facts.reduce(fold, notOpened))
    },
  )

  property.prop([anyNews])(
    'no two steps share an id, and a case is closed only when none of its numbers is open',
    (story) => {
      const process = told(...story).reduce(fold, notOpened)
      const steps = dueSteps(process, atFirst)
      expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length)
      const { waiting, rejected: refused } = process.counts
      expect(steps.some((step) => step.kind === 'closeCase')).toBe(waiting === 0 && refused === 0)
    },
  )
})
