import { describe, expect, test } from 'vitest'
import { explainClass } from '../../src/domain/explain.ts'
import { compareVersions, isVersion, type Sending } from '../../src/domain/gates/sending.ts'
import type { Age } from '../../src/domain/policy/ages.ts'
import { buildPack } from '../../src/domain/policy/buildPack.ts'
import { day } from '../support/given.ts'
import { passing } from './classes.ts'

const asked = (sending: Sending, age: Age = '003') => explainClass(passing(), buildPack(age), day(0), sending)

describe('the app', () => {
  test.each([
    ['42.9', 'APP_TOO_OLD'],
    ['42.11.9.99999', 'APP_TOO_OLD'],
    ['42.12', 'ALL_GATES_PASSED'],
    ['42.12.0.1234', 'ALL_GATES_PASSED'],
    ['43', 'ALL_GATES_PASSED'],
    ['junk', 'ALL_GATES_PASSED'],
  ])('of version %s: %s', (appVersion, reason) => {
    expect(asked({ appVersion }).reason).toBe(reason)
  })

  test('whose version nobody can tell is a notice, and a missing fact by the other reading', () => {
    expect(asked({ appVersion: 'junk' }).notices).toEqual([{ code: 'APP_VERSION_UNKNOWN', ruleIds: ['P6'] }])
    expect(asked({ platform: 'desktop' }).notices).toEqual([{ code: 'APP_VERSION_UNKNOWN', ruleIds: ['P6'] }])
    expect(asked({ appVersion: '43' }).notices).toEqual([])
    expect(asked({}).notices).toEqual([])
    const strict = buildPack('003', { unknownApp: 'blocks' })
    expect(explainClass(passing(), strict, day(0), { appVersion: 'junk' }).verdict).toBe('unknown')
  })

  test('had to be the desktop one for sending, in the first age alone', () => {
    expect(asked({ platform: 'mobile', appVersion: '43' }, '004').reason).toBe('DESKTOP_ONLY')
    expect(asked({ platform: 'mobile', appVersion: '43', direction: 'inbound' }, '004').verdict).toBe('can')
    expect(asked({ platform: 'mobile', appVersion: '43' }, '000').verdict).toBe('can')
  })

  test('versions are compared as numbers, part by part', () => {
    expect(compareVersions('42.9', '42.12')).toBeLessThan(0)
    expect(compareVersions('42.12', '42.12.0')).toBe(0)
    expect(compareVersions('100', '99.9')).toBeGreaterThan(0)
    expect(['', '42.', 'v42', '42.12-beta', '1.2.3.4.5.6.7'].filter(isVersion)).toEqual([])
  })
})

describe('a message', () => {
  test.each<[string, Sending, string]>([
    ['to the US', { counterpart: { country: 'US' } }, 'ALL_GATES_PASSED'],
    ['from Canada', { counterpart: { country: 'CA' }, direction: 'inbound' }, 'ALL_GATES_PASSED'],
    ['to Jamaica, which shares the calling code', { counterpart: { country: 'JM' } }, 'COUNTERPART_ABROAD'],
    ['from Germany', { counterpart: { country: 'DE' }, direction: 'inbound' }, 'COUNTERPART_ABROAD'],
    ['to a number of no country', { counterpart: { country: null } }, 'COUNTERPART_ABROAD'],
    ['with pictures', { kind: 'mms' }, 'MMS_UNSUPPORTED'],
    ['with pictures, received', { kind: 'mms', direction: 'inbound' }, 'MMS_UNSUPPORTED'],
    ['with emoticons', { hasEmoticons: true }, 'ALL_GATES_PASSED'],
  ])('%s: %j is answered with %s', (_, sending, reason) => {
    expect(asked(sending).reason).toBe(reason)
  })

  test('is unsupported by rule id, whoever the number is, and only what was sent could be sent otherwise', () => {
    expect(asked({ kind: 'mms' }).first).toMatchObject({ ruleIds: ['L7'], owner: 'user', act: 'sendText' })
    expect(asked({ kind: 'mms', direction: 'inbound' }).first).toMatchObject({ owner: 'nobody', act: 'noAct' })
    expect(asked({ counterpart: { country: 'BS' } }).first).toMatchObject({ ruleIds: ['L7'], owner: 'nobody' })
  })

  test('could hold no emoticons in the first age', () => {
    expect(asked({ hasEmoticons: true }, '004').first).toMatchObject({
      reason: 'EMOTICONS_UNSUPPORTED',
      ruleIds: ['L6'],
    })
    expect(asked({ hasEmoticons: true }, '000').verdict).toBe('can')
  })
})
