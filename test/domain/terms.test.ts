import { describe, expect, test } from 'vitest'
import { explainClass } from '../../src/domain/explain.ts'
import { authorisationObstacles } from '../../src/domain/gates.ts'
import { lacksHipaaNotice } from '../../src/domain/healthcare.ts'
import { managersUnder } from '../../src/domain/managing.ts'
import type { NumberClass } from '../../src/domain/numberClass.ts'
import type { Age } from '../../src/domain/policy/ages.ts'
import { buildPack } from '../../src/domain/policy/buildPack.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { tabOf } from '../../src/domain/tab.ts'
import { type Feature, keptUntil, termsOf } from '../../src/domain/terms.ts'
import { instant } from '../../src/domain/values.ts'
import { day } from '../support/given.ts'
import { passing } from './classes.ts'

const support = (age: Age, feature: Feature) =>
  termsOf(buildPack(age)).features.find((each) => each.feature === feature)?.isSupported

describe('the terms of a pack', () => {
  test('say of each feature whether it is there, by the age that is asked', () => {
    expect((['004', '000', '003'] as const).map((age) => support(age, 'mobileSending'))).toEqual(['no', 'yes', 'yes'])
    expect((['004', '001', '002'] as const).map((age) => support(age, 'eventsInterface'))).toEqual(['no', 'no', 'yes'])
    expect((['004', '000'] as const).map((age) => support(age, 'unlimitedTexting'))).toEqual(['unsaid', 'no'])
    for (const feature of ['mms', 'international', 'eDiscovery', 'retentionChange'] as const)
      expect(support('003', feature)).toBe('no')
    expect(support('003', 'hipaaCompliance')).toBe('no')
  })

  test('tell that it costs nothing extra up to 001, there beside the rule that contradicts it', () => {
    const free = (age: Age) => termsOf(buildPack(age)).benefits.find(({ ruleId }) => ruleId === 'B5')
    expect(free('000')).toMatchObject({ conflictsWith: [] })
    expect(free('001')).toMatchObject({ conflictsWith: ['P8'] })
    expect(free('002')).toBeUndefined()
  })

  test('name who may block, who decides it, what proper use is defined by, and where spam is reported', () => {
    const { conduct, spamReport } = termsOf(pack003)
    expect(Object.fromEntries(conduct.map(({ ruleId, names }) => [ruleId, names]))).toEqual({
      L8: [],
      L9: ['cisco', 'vendor', 'carrier'],
      L10: ['cisco', 'vendor'],
      L11: ['offerDocument'],
      S1: ['https://cs.co/spam'],
    })
    expect(spamReport).toBe('https://cs.co/spam')
  })

  test('class the service as application-to-person since 002', () => {
    expect((['001', '002', '003'] as const).map((age) => termsOf(buildPack(age)).serviceClass)).toEqual([
      null,
      'A2P',
      'A2P',
    ])
  })
})

describe('a message', () => {
  const sentAt = instant('2024-01-31T10:00:00.000Z')

  test('is kept for 400 days of 24 hours from its own instant', () => {
    expect(keptUntil(pack003, { sentAt })).toBe('2025-03-06T10:00:00.000Z')
    expect(keptUntil(pack003, { sentAt, lastAt: day(0) })).toBe('2025-03-06T10:00:00.000Z')
  })

  test('is kept as long as the last one of its conversation, by the other reading', () => {
    const pack = buildPack('003', { retention: 'lastMessage' })
    expect(keptUntil(pack, { sentAt, lastAt: instant('2024-02-01T10:00:00.000Z') })).toBe('2025-03-07T10:00:00.000Z')
    expect(keptUntil(pack, { sentAt })).toBe('2025-03-06T10:00:00.000Z')
  })

  test('is kept for a time that nobody can change', () => {
    expect(termsOf(pack003).retention).toEqual({ days: 400, canBeChanged: false, ruleIds: ['L1', 'L2'] })
  })
})

describe('the pages of Business Texting', () => {
  const tab = (but: Partial<NumberClass>, age: Age = '003') => tabOf(passing(but), buildPack(age), day(0))

  test('show with a licence in force, and else the reason is told', () => {
    expect(tab({})).toEqual({ isVisible: true, reason: 'LICENCE_ACTIVE', ruleIds: ['P10', 'R1'] })
    expect(tab({ licence: 'ordered' })).toMatchObject({ isVisible: false, reason: 'NO_LICENCE' })
    expect(tab({ licence: 'lapsed' })).toMatchObject({ isVisible: false, reason: 'LICENCE_LAPSED' })
    expect(tab({ licence: 'unknown' })).toMatchObject({ isVisible: null, reason: 'LICENCE_FACT_MISSING' })
    expect(tab({ licenceTurns: 'reached' })).toMatchObject({ isVisible: null, reason: 'LICENCE_FACT_MISSING' })
  })

  test('do not show in an organisation that cannot have the feature, and that is the reason', () => {
    expect(tab({ licence: 'none', customerKind: 'online' })).toEqual({
      isVisible: false,
      reason: 'ORGANISATION_NOT_ELIGIBLE',
      ruleIds: ['P10', 'R1', 'P2', 'P3'],
    })
  })

  test('are not told of before 002', () => {
    expect(tab({}, '001')).toEqual({ isVisible: false, reason: 'NO_TAB_IN_PACK', ruleIds: [] })
  })
})

describe('a healthcare organisation', () => {
  const strict = buildPack('003', { healthcare: 'isRefused' })

  test('takes note before it orders, and texts whether it has or not', () => {
    expect(lacksHipaaNotice(passing({ healthcare: 'yes' }), pack003)).toBe(true)
    expect(lacksHipaaNotice(passing({ healthcare: 'yes', hipaaNotice: 'acknowledged' }), pack003)).toBe(false)
    expect(lacksHipaaNotice(passing({ healthcare: 'unknown' }), pack003)).toBe(false)
    expect(lacksHipaaNotice(passing({ healthcare: 'yes' }), buildPack('004'))).toBe(false)
    expect(explainClass(passing({ healthcare: 'yes' }), pack003, day(0)).verdict).toBe('can')
  })

  test('is shut out by the other reading, from the age on that speaks of it', () => {
    expect(explainClass(passing({ healthcare: 'yes' }), strict, day(0)).first).toMatchObject({
      reason: 'HEALTHCARE_REFUSED',
      ruleIds: ['H1'],
      owner: 'nobody',
    })
    const before = buildPack('004', { healthcare: 'isRefused' })
    expect(explainClass(passing({ healthcare: 'yes' }), before, day(0)).verdict).toBe('can')
  })
})

test('who may act for a customer are its admins and partners, or its admins alone', () => {
  expect(managersUnder(pack003)).toEqual(['admin', 'partner'])
  expect(managersUnder(buildPack('003', { actingFor: 'adminsOnly' }))).toEqual(['admin'])
})

test('by the other reading of a lapse a registered number keeps texting, and nothing new begins', () => {
  const pack = buildPack('003', { lapse: 'keepsTexting' })
  const lapsed = passing({ licence: 'lapsed' })
  expect(explainClass(lapsed, pack, day(0)).verdict).toBe('can')
  expect(explainClass({ ...lapsed, registration: 'submitted' }, pack, day(0)).reason).toBe('LICENCE_LAPSED')
  expect(authorisationObstacles(lapsed, pack, day(0)).map(({ gate }) => gate)).toEqual(['licence'])
})
