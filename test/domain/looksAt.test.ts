import { fc, test as property } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { decideClass, type NumberCommand, type Standing } from '../../src/domain/decideNumber.ts'
import { looksAt } from '../../src/domain/looksAt.ts'
import type { NumberClass } from '../../src/domain/numberClass.ts'
import { buildPack } from '../../src/domain/policy/buildPack.ts'
import { packs } from '../../src/domain/policy/packs.ts'
import { readingNames, readings } from '../../src/domain/policy/ruleBook/readings.ts'
import {
  brand,
  type CaseId,
  type ExemptionId,
  type LoaId,
  type LocationId,
  type OrderId,
} from '../../src/domain/values.ts'
import { day } from '../support/given.ts'
import { classes } from './classes.ts'

const orderId = brand<OrderId>('00000000-0000-4000-8000-000000000001')
const locationId = brand<LocationId>('00000000-0000-4000-8000-000000000002')
const loaId = brand<LoaId>('00000000-0000-4000-8000-000000000003')
const exemptionId = brand<ExemptionId>('00000000-0000-4000-8000-000000000005')
const caseId = brand<CaseId>('00000000-0000-4000-8000-000000000004')

/** One of each, so that a new command must be listed here. */
const commands: { readonly [Type in NumberCommand['type']]: Extract<NumberCommand, { readonly type: Type }> } = {
  ReportInventory: { type: 'ReportInventory', inventory: 'inactive' },
  ReportEntry: { type: 'ReportEntry', entered: day(0) },
  ReportLocationOfNumber: { type: 'ReportLocationOfNumber', locationId },
  ReportOwner: { type: 'ReportOwner', ownedBy: { owner: 'primary' } },
  ReportLoaFlag: { type: 'ReportLoaFlag', loa: 'required' },
  ReportTraffic: { type: 'ReportTraffic', state: 'blocked', by: 'carrier', codes: [] },
  SelectNumber: { type: 'SelectNumber', orderId, locationId },
  DeselectNumber: { type: 'DeselectNumber', orderId },
  AskAuthorisation: { type: 'AskAuthorisation', orderId },
  StopAsking: { type: 'StopAsking', orderId },
  OrderNumber: { type: 'OrderNumber', orderId },
  RecordAuthorisation: { type: 'RecordAuthorisation', orderId },
  RecordAuthorisationRefusal: { type: 'RecordAuthorisationRefusal', orderId, reason: 'NOT_HELD' },
  RevokeAuthorisation: { type: 'RevokeAuthorisation', orderId, reason: 'LOA_WITHDRAWN' },
  CoverByLetter: { type: 'CoverByLetter', orderId, loaId },
  CoverAgain: { type: 'CoverAgain', orderId, loaId },
  VoidLetter: { type: 'VoidLetter', loaId, reason: 'refused' },
  JoinCase: { type: 'JoinCase', caseId },
  LeaveCase: { type: 'LeaveCase', caseId, reason: 'takenOut' },
  SubmitRegistration: { type: 'SubmitRegistration', caseId, formVersion: 1 },
  WithdrawRegistration: { type: 'WithdrawRegistration', caseId },
  RestartRegistration: { type: 'RestartRegistration', caseId },
  ReleaseRegistration: { type: 'ReleaseRegistration', reason: 'moved' },
  RecordRegistration: { type: 'RecordRegistration', campaignRef: 'C000001' },
  RecordRegistrationRejection: { type: 'RecordRegistrationRejection', campaignRef: 'C000001', code: '803' },
  ActivateTexting: { type: 'ActivateTexting' },
  ExemptNumber: { type: 'ExemptNumber', exemptionId, until: day(9) },
  EndNumberExemption: { type: 'EndNumberExemption', exemptionId },
  SwitchTextingOff: { type: 'SwitchTextingOff', cutoffId: 'unregisteredSwitchedOff', reason: 'NOT_REGISTERED' },
  ReinstateTexting: { type: 'ReinstateTexting', cutoffId: 'unregisteredSwitchedOff', reason: 'exempt' },
}

const standings: fc.Arbitrary<Standing> = fc.record({
  arrival: fc.constantFrom('newer', 'same', 'older'),
  location: fc.constantFrom('here', 'elsewhere', 'unknown'),
  order: fc.constantFrom('this', 'other', 'none'),
  letter: fc.constantFrom('this', 'other', 'none'),
  case: fc.constantFrom('this', 'other', 'none'),
})

/** Every age, and the newest under every other option of every reading. */
const everyPack = [
  ...packs,
  ...readingNames.flatMap((name) =>
    Object.keys(readings[name].options).map((option) => buildPack('003', { [name]: option })),
  ),
]

describe('a decision', () => {
  property.prop(
    [fc.constantFrom(...Object.values(commands)), classes, standings, fc.nat(everyPack.length - 1), instants()],
    {
      numRuns: 8000,
    },
  )('looks at nothing but what is listed for its command', (command, number, standing, which, at) => {
    const pack = everyPack[which]
    if (!pack) throw new Error('no pack')
    const axes = new Set<string>()
    const stands = new Set<string>()
    decideClass(command, watched(number, axes), watched(standing, stands), { pack, at })
    const listed = looksAt(command)
    const names = listed.axes.map((axis) => axis.name)
    expect([...axes].filter((name) => !names.some((each) => each === name))).toEqual([])
    expect([...stands].filter((name) => !listed.standing.some((each) => each === name))).toEqual([])
  })
})

function instants() {
  return fc.integer({ min: -900, max: 900 }).map(day)
}

/** The same object, which notes what was read of it. */
function watched<Read extends NumberClass | Standing>(of: Read, read: Set<string>): Read {
  return new Proxy(of, {
    get: (target, name) => {
      read.add(String(name))
      return Reflect.get(target, name)
    },
  })
}
