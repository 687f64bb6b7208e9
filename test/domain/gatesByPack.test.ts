import { describe, expect, test } from 'vitest'
import { explainClass } from '../../src/domain/explain.ts'
import { obstacles } from '../../src/domain/gates.ts'
import type { NumberClass } from '../../src/domain/numberClass.ts'
import type { Age } from '../../src/domain/policy/ages.ts'
import { buildPack } from '../../src/domain/policy/buildPack.ts'
import { packs } from '../../src/domain/policy/packs.ts'
import { instant } from '../../src/domain/values.ts'
import { day } from '../support/given.ts'
import { passing } from './classes.ts'

const midsummer = instant('2024-07-01T00:00:00.000Z')
const met = (age: Age, but: Partial<NumberClass>, at = day(0)) =>
  obstacles(passing(but), buildPack(age), at).map(({ gate, reason }) => `${gate} ${reason}`)
const ageless = { licence: 'none', authorisation: 'none', registration: 'none', entered: 'unknown' } as const

describe('which gates apply is for the pack to say', () => {
  test('each age has its own, in one order', () => {
    const named = packs.map(({ id, gates }) => [id, gates.map(({ gate }) => gate).join(' ')])
    const first = 'eligibility location primary kind inventory registration setting app message'
    const last =
      'eligibility licence location primary kind inventory authorisation registration traffic setting app message'
    const blocking = first.replace('setting', 'traffic setting')
    expect(Object.fromEntries(named)).toEqual({
      '004': first,
      '000': blocking,
      '001': blocking.replace('eligibility', 'eligibility licence'),
      '002': last,
      '003': last,
    })
  })

  test('what is exempted until the switch-off are the gates of the rules that it lists, and no others', () => {
    for (const { gates } of packs) {
      const exempted = gates.filter(({ isExempted }) => isExempted).map(({ gate }) => gate)
      expect(['licence', 'authorisation', 'registration']).toEqual(expect.arrayContaining(exempted))
      expect(exempted).toContain('registration')
    }
  })

  test('no licence was asked for before 001, no authorisation before 002', () => {
    expect(met('000', { ...ageless, registration: 'registered' })).toEqual([])
    expect(met('001', { ...ageless, registration: 'registered' })).toEqual(['licence NO_LICENCE'])
    expect(met('003', { ...ageless, registration: 'registered' })).toEqual([
      'licence NO_LICENCE',
      'authorisation NOT_AUTHORISED',
    ])
  })

  test('a local gateway was no hindrance before 001', () => {
    const gateway = { pstnConnection: 'localGateway' }
    expect(met('000', gateway)).toEqual([])
    expect(met('001', gateway)).toEqual(['location NOT_CISCO_PSTN'])
  })

  test('a campaign is asked about since 002; before, being registered is enough', () => {
    expect(met('001', { campaign: 'suspended' })).toEqual([])
    expect(met('002', { campaign: 'suspended' })).toEqual(['registration CAMPAIGN_SUSPENDED'])
  })

  test('the dates inside the rules act by their own instants, also under ages that did not know them', () => {
    expect(met('000', { subscriptionKind: 'trial' })).toEqual(['eligibility TRIAL_SUBSCRIPTION'])
    expect(met('000', { registration: 'none' })).toEqual(['registration NOT_REGISTERED'])
    const [unregistered] = obstacles(passing({ registration: 'none', entered: 'before' }), buildPack('000'), day(0))
    expect(unregistered?.ruleIds).toEqual(['D1'])
  })

  test('a number of 2024 under 000 will stop for want of a registration alone, under 003 for all that is missing', () => {
    const number = passing({ ...ageless, entered: 'before' })
    const missing = (age: Age) => {
      const { verdict, obstacles: all } = explainClass(number, buildPack(age), midsummer)
      return [verdict, ...all.map(({ gate }) => gate)]
    }
    expect(missing('000')).toEqual(['willStop', 'registration'])
    expect(missing('001')).toEqual(['willStop', 'licence', 'registration'])
    expect(missing('003')).toEqual(['willStop', 'licence', 'authorisation', 'registration'])
  })

  test('who sells the licence is only told since 002', () => {
    const owner = (age: Age) => obstacles(passing({ licence: 'lapsed' }), buildPack(age), day(0))[0]?.owner
    expect([owner('001'), owner('002')]).toEqual(['customerAdmin', 'partner'])
  })

  test('where silence is read as an end, the switches are gone with the ages that told them', () => {
    const off = passing({ textingDefault: 'off', setting: 'overrideOff' })
    expect(explainClass(off, buildPack('003'), day(0)).verdict).toBe('cannot')
    expect(explainClass(off, buildPack('003', { silence: 'endsRules' }), day(0)).verdict).toBe('can')
  })

  test('letters are asked for from 003 on, by the other reading', () => {
    const draft = { authorisation: 'selected', loa: 'required', letter: 'no' } as const
    const reason = (age: Age) => obstacles(passing(draft), buildPack(age, { letters: 'since003' }), day(0))[0]?.reason
    expect([reason('002'), reason('003')]).toEqual(['ORDER_NOT_SUBMITTED', 'LOA_NOT_SIGNED'])
  })
})
