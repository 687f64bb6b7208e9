import { fc } from '@fast-check/vitest'
import type { CampaignStatus } from '../../src/domain/campaign.ts'
import type { LicencePhase } from '../../src/domain/licence.ts'
import {
  type Authorisation,
  type Inventory,
  type LoaFlag,
  type NumberKind,
  type NumberOwner,
  type Registration,
  type Texting,
  trafficParties,
  trafficStates,
} from '../../src/domain/number.ts'
import { type ClassAxisName, type ClassInstants, classOf, type NumberClass } from '../../src/domain/numberClass.ts'
import { organisationFacts } from '../../src/domain/organisation.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import type { TextingSetting } from '../../src/domain/user.ts'
import { day } from '../support/given.ts'
import { goodRow } from './numbers.ts'

/** Every value of a union, so that a new one must be listed here. */
function all<Value extends string>(values: Readonly<Record<Value, true>>): readonly string[] {
  return Object.keys(values)
}

/** What each axis can say, beside `unknown`. A location's country is any pair of capitals; three stand for all. */
export const axisValues: Readonly<Record<ClassAxisName, readonly string[]>> = {
  kind: all<NumberKind>({ standard: true, tollFree: true, service: true, elin: true, mobile: true }),
  inventory: all<Inventory>({ pending: true, inService: true, inactive: true, gone: true }),
  authorisation: all<Authorisation>({
    none: true,
    selected: true,
    ordered: true,
    authorised: true,
    refused: true,
    revoked: true,
  }),
  registration: all<Registration>({ none: true, submitted: true, registered: true, rejected: true, released: true }),
  texting: all<Texting>({ off: true, legacyOn: true, on: true, suspended: true }),
  loa: all<LoaFlag>({ required: true, notRequired: true }),
  traffic: trafficStates,
  trafficParty: trafficParties,
  letter: ['yes', 'no'],
  case: ['yes', 'no'],
  campaign: all<CampaignStatus>({ pending: true, approved: true, rejected: true, suspended: true, ended: true }),
  owner: all<NumberOwner>({
    none: true,
    primary: true,
    alternate: true,
    workspace: true,
    virtualLine: true,
    huntGroup: true,
  }),
  entered: ['before', 'after'],
  exempt: ['no', '2024-12-20T08:00:00.000Z', '2026-06-01T08:00:00.000Z'],
  ...organisationFacts,
  organisationTurns: ['reached', 'ahead'],
  licence: all<LicencePhase>({ none: true, requested: true, ordered: true, active: true, lapsed: true, ended: true }),
  licenceTurns: ['reached', 'ahead'],
  country: ['US', 'CA', 'MX'],
  pstnConnection: ['ciscoPstn', 'localGateway', 'nonIntegratedCcp', 'integratedCcp', 'unset'],
  textingOffered: ['yes', 'no'],
  presence: ['present', 'removed'],
  setting: all<TextingSetting>({ inherit: true, overrideOn: true, overrideOff: true }),
}

const axisNames = Object.keys(axisValues) as readonly ClassAxisName[]

/** Any class at all; by halves such as are near to passing, since few of the others get far. */
export const classes: fc.Arbitrary<NumberClass> = fc.oneof(classesLike(1), classesLike(8))

function classesLike(weight: number): fc.Arbitrary<NumberClass> {
  const axis = (name: ClassAxisName) =>
    fc.oneof(
      { arbitrary: fc.constant(passing()[name]), weight },
      { arbitrary: fc.constantFrom('unknown', ...axisValues[name]), weight: 1 },
    )
  return fc.record(Object.fromEntries(axisNames.map((name) => [name, axis(name)]))) as fc.Arbitrary<NumberClass>
}

/** A class that passes every gate, but for what is said otherwise. */
export function passing(but: Partial<NumberClass> = {}): NumberClass {
  const { newNumbersStartOff, unregisteredSwitchedOff } = pack003.instants
  const instants: ClassInstants = { at: day(0), newNumbersStartOff, unregisteredSwitchedOff }
  return { ...classOf(goodRow, instants), ...but }
}
