import { actCard } from '../../../src/domain/actCards.ts'
import { decideClass, type NumberCommand, type Standing } from '../../../src/domain/decideNumber.ts'
import { explainClass } from '../../../src/domain/explain.ts'
import type { Sending } from '../../../src/domain/gates/sending.ts'
import { lacksHipaaNotice } from '../../../src/domain/healthcare.ts'
import { managersUnder } from '../../../src/domain/managing.ts'
import type { NumberClass } from '../../../src/domain/numberClass.ts'
import type { Age } from '../../../src/domain/policy/ages.ts'
import type { OutsideAct, PolicyPack, WaitKind } from '../../../src/domain/policy/policy.ts'
import type { RuleId } from '../../../src/domain/policy/ruleBook/ruleBook.ts'
import { keptUntil, termsOf } from '../../../src/domain/terms.ts'
import { type Instant, instant } from '../../../src/domain/values.ts'
import { day } from '../../support/given.ts'
import { passing } from '../classes.ts'
import { caseA, here, orderA } from '../deciders.ts'

/** A question whose answer under a pack is another without the rule; under the newest age, unless an older one is named. */
export type RuleExample = { readonly age?: Age; readonly answer: (pack: PolicyPack) => unknown }

type Asked = { readonly at?: Instant; readonly sending?: Sending; readonly age?: Age }

const verdict = (but: Partial<NumberClass>, { at = day(0), sending = {}, age }: Asked = {}): RuleExample => ({
  ...(age ? { age } : {}),
  answer: (pack) => explainClass(passing(but), pack, at, sending),
})

const standing: Standing = { arrival: 'newer', location: 'here', order: 'this', letter: 'none', case: 'this' }
const decision = (command: NumberCommand, but: Partial<NumberClass>, as: Partial<Standing> = {}): RuleExample => ({
  answer: (pack) => decideClass(command, passing(but), { ...standing, ...as }, { pack, at: day(0) }),
})

const card = (act: OutsideAct): RuleExample => ({ answer: (pack) => actCard(act, 'toDo', {}, pack) })
const terms = (age: Age = '003'): RuleExample => ({ age, answer: termsOf })
const wait = (kind: WaitKind): RuleExample => ({ answer: (pack) => pack.waits[kind] })

const autumn = { at: instant('2024-10-15T00:00:00.000Z') }
const november = { at: instant('2024-11-15T00:00:00.000Z') }
const spring = { at: instant('2024-07-01T00:00:00.000Z') }
const old = { entered: 'before', registration: 'none' } as const

const good = {}
const late = { at: instant('2025-06-01T00:00:00.000Z') }

/** For every rule: a case near to those that it decides, in which it does not. */
export const idleExamples: Readonly<Record<RuleId, RuleExample>> = {
  A1: verdict(good),
  B1: card('openCase'),
  B2: card('openCase'),
  B3: card('openCase'),
  B4: card('openCase'),
  B5: { age: '003', answer: termsOf },
  B6: { age: '001', answer: termsOf },
  B7: card('openCase'),
  D1: verdict({ entered: 'before' }, late),
  D2: verdict({ entered: 'before', registration: 'none' }, late),
  D3: verdict({ subscriptionKind: 'paid' }, spring),
  D4: verdict(old, autumn),
  D5: wait('formReturn'),
  H1: { answer: (pack) => lacksHipaaNotice(passing({ healthcare: 'no' }), pack) },
  L1: verdict(good),
  L2: { answer: (pack) => keptUntil(pack, { sentAt: day(0) }) },
  L3: verdict({}, { sending: { kind: 'text' } }),
  L4: { age: '003', answer: (pack) => termsOf(pack).features.find(({ feature }) => feature === 'eDiscovery') },
  L5: verdict({}, { age: '004', sending: { platform: 'desktop', appVersion: '43' } }),
  L6: verdict({}, { age: '004', sending: { hasEmoticons: false } }),
  L7: verdict({}, { sending: { kind: 'text', counterpart: { country: 'CA' } } }),
  L8: verdict(good),
  L9: verdict({ traffic: 'flowing' }),
  L10: verdict({ traffic: 'blocked', trafficParty: 'carrier' }),
  L11: verdict({ traffic: 'blocked', trafficParty: 'carrier' }),
  P1: verdict({ dataRegion: 'supported' }),
  P2: verdict({ customerKind: 'enterprise' }),
  P3: verdict({ customerKind: 'enterprise' }),
  P4: verdict({ subscriptionKind: 'paid' }),
  P5: verdict({ owner: 'primary' }),
  P6: verdict({}, { sending: { appVersion: '42.12' } }),
  P7: verdict({ pstnConnection: 'ciscoPstn' }),
  P8: verdict({ licence: 'active' }),
  P9: verdict({ licence: 'active' }),
  P10: verdict({ licence: 'none' }),
  P11: verdict({ registration: 'registered' }),
  P12: verdict({ callingPlan: 'usCa' }),
  R1: verdict({ licence: 'active' }),
  R2: decision({ type: 'JoinCase', caseId: caseA }, { registration: 'registered' }, { case: 'this' }),
  R3: decision({ type: 'AskAuthorisation', orderId: orderA }, { authorisation: 'ordered' }),
  R4: card('buyLicence'),
  R5: wait('formReturn'),
  R6: card('openCase'),
  R7: wait('formReturn'),
  S1: verdict({ traffic: 'flowing' }),
  T1: verdict({ textingDefault: 'on' }),
  T2: verdict({ textingDefault: 'off', setting: 'inherit' }),
  T3: verdict({ textingDefault: 'off', setting: 'inherit' }),
  T4: verdict({ textingOffered: 'yes' }),
  T5: card('openCase'),
  T6: verdict({ setting: 'inherit' }),
  T7: card('openCase'),
  Z1: verdict(good),
  Z2: verdict({ campaign: 'approved' }),
  Z3: verdict({ registration: 'registered' }),
  Z4: verdict({ authorisation: 'authorised' }),
  Z5: card('openCase'),
  Z6: decision({ type: 'JoinCase', caseId: caseA }, { registration: 'none' }, { case: 'this' }),
  Z7: decision(
    { type: 'SelectNumber', orderId: orderA, locationId: here },
    { authorisation: 'authorised' },
    { location: 'elsewhere' },
  ),
  Z8: verdict({ authorisation: 'authorised', loa: 'required', letter: 'no' }),
  Z9: decision({ type: 'OrderNumber', orderId: orderA }, { authorisation: 'ordered' }, { order: 'other' }),
  Z10: card('openCase'),
}

/** For every rule: one case in which it decides. */
export const ruleExamples: Readonly<Record<RuleId, RuleExample>> = {
  A1: { answer: managersUnder },
  B1: terms(),
  B2: terms(),
  B3: terms(),
  B4: terms(),
  B5: terms('001'),
  B6: terms(),
  B7: terms(),
  D1: verdict(old, autumn),
  D2: verdict({ entered: 'after', registration: 'none' }, autumn),
  D3: verdict({ subscriptionKind: 'trial' }, spring),
  D4: verdict(old, november),
  D5: wait('review'),
  H1: { answer: (pack) => lacksHipaaNotice(passing({ healthcare: 'yes' }), pack) },
  L1: { answer: (pack) => keptUntil(pack, { sentAt: day(0) }) },
  L2: terms(),
  L3: terms(),
  L4: terms('001'),
  L5: verdict({}, { age: '004', sending: { platform: 'mobile', appVersion: '43' } }),
  L6: verdict({}, { age: '004', sending: { hasEmoticons: true } }),
  L7: verdict({}, { sending: { kind: 'mms' } }),
  L8: terms(),
  L9: verdict({ traffic: 'blocked', trafficParty: 'carrier' }),
  L10: verdict({ traffic: 'blocked', trafficParty: 'vendor' }),
  L11: terms(),
  P1: verdict({ dataRegion: 'unsupported' }),
  P2: verdict({ customerKind: 'online' }),
  P3: verdict({ customerKind: 'online' }),
  P4: verdict({ subscriptionKind: 'trial' }),
  P5: verdict({ owner: 'workspace' }),
  P6: verdict({}, { sending: { appVersion: '42.9' } }),
  P7: verdict({ pstnConnection: 'localGateway' }),
  P8: verdict({ licence: 'none' }),
  P9: verdict({ licence: 'ordered' }),
  P10: verdict({ licence: 'lapsed' }),
  P11: verdict({ registration: 'none' }),
  P12: verdict({ callingPlan: 'none' }),
  R1: verdict({ licence: 'none' }),
  R2: decision({ type: 'JoinCase', caseId: caseA }, { authorisation: 'none', registration: 'none' }, { case: 'none' }),
  R3: decision(
    { type: 'AskAuthorisation', orderId: orderA },
    { authorisation: 'none', inventory: 'pending' },
    { order: 'none' },
  ),
  R4: card('openCase'),
  R5: wait('formSending'),
  R6: card('returnForm'),
  R7: wait('review'),
  S1: verdict({ traffic: 'blocked', trafficParty: 'carrier' }),
  T1: verdict({ textingDefault: 'off' }),
  T2: verdict({ textingDefault: 'off', setting: 'overrideOn' }),
  T3: verdict({ textingDefault: 'off', setting: 'overrideOn' }),
  T4: verdict({ textingOffered: 'no' }),
  T5: terms(),
  T6: verdict({ setting: 'overrideOff' }),
  T7: terms(),
  Z1: terms(),
  Z2: verdict({ campaign: 'suspended' }),
  Z3: verdict({ registration: 'none' }),
  Z4: verdict({ authorisation: 'none' }),
  Z5: card('authoriseNumbers'),
  Z6: decision({ type: 'JoinCase', caseId: caseA }, { registration: 'none' }, { case: 'none' }),
  Z7: decision(
    { type: 'SelectNumber', orderId: orderA, locationId: here },
    { authorisation: 'none' },
    { location: 'elsewhere' },
  ),
  Z8: verdict({ authorisation: 'selected', loa: 'required', letter: 'no' }),
  Z9: decision({ type: 'OrderNumber', orderId: orderA }, { authorisation: 'selected' }),
  Z10: card('authoriseNumbers'),
}
