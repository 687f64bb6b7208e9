import { actCard } from '../../../src/domain/actCards.ts'
import { decideClass, type NumberCommand, type Standing } from '../../../src/domain/decideNumber.ts'
import { explainClass } from '../../../src/domain/explain.ts'
import type { Sending } from '../../../src/domain/gates/sending.ts'
import type { NumberClass } from '../../../src/domain/numberClass.ts'
import type { Age } from '../../../src/domain/policy/ages.ts'
import type { OutsideAct, PolicyPack, WaitKind } from '../../../src/domain/policy/policy.ts'
import type { RuleId } from '../../../src/domain/policy/ruleBook/ruleBook.ts'
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
const wait = (kind: WaitKind): RuleExample => ({ answer: (pack) => pack.waits[kind] })

const autumn = { at: instant('2024-10-15T00:00:00.000Z') }
const november = { at: instant('2024-11-15T00:00:00.000Z') }
const spring = { at: instant('2024-07-01T00:00:00.000Z') }
const old = { entered: 'before', registration: 'none' } as const

/** For every rule that acts: one case in which it decides. */
export const ruleExamples: Readonly<Partial<Record<RuleId, RuleExample>>> = {
  D1: verdict(old, autumn),
  D2: verdict({ entered: 'after', registration: 'none' }, autumn),
  D3: verdict({ subscriptionKind: 'trial' }, spring),
  D4: verdict(old, november),
  D5: wait('review'),
  L5: verdict({}, { age: '004', sending: { platform: 'mobile', appVersion: '43' } }),
  L6: verdict({}, { age: '004', sending: { hasEmoticons: true } }),
  L7: verdict({}, { sending: { kind: 'mms' } }),
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
  R3: card('openCase'),
  R4: card('openCase'),
  R5: wait('formSending'),
  R6: card('returnForm'),
  R7: wait('review'),
  T1: verdict({ textingDefault: 'off' }),
  T2: verdict({ textingDefault: 'off', setting: 'overrideOn' }),
  T3: verdict({ textingDefault: 'off', setting: 'overrideOn' }),
  T4: verdict({ textingOffered: 'no' }),
  T6: verdict({ setting: 'overrideOff' }),
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
