import {
  type ClassDecision,
  decideClass,
  type NumberCommand,
  type Standing,
  touches,
} from '../../src/domain/decideNumber.ts'
import type { Decision } from '../../src/domain/decision.ts'
import { believedBy, type Meta, type Source } from '../../src/domain/fact.ts'
import {
  type Arrival,
  type AxisName,
  arrival,
  evolve,
  type NumberEvent,
  type NumberState,
  noNumber,
} from '../../src/domain/number.ts'
import { classInstants, classOf, type NumberRow } from '../../src/domain/numberClass.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { brand, type E164, type Instant } from '../../src/domain/values.ts'
import { admin, type Decider } from '../support/given.ts'
import { here } from './deciders.ts'

/** A row that passes every gate, by axis. */
export const goodRow: NumberRow = {
  kind: 'standard',
  inventory: 'inService',
  authorisation: 'authorised',
  registration: 'registered',
  texting: 'off',
  loa: 'notRequired',
  traffic: 'flowing',
  trafficParty: null,
  letter: null,
  case: null,
  campaign: 'approved',
  owner: 'primary',
  entered: '2025-02-01T08:00:00.000Z',
  exempt: null,
  customerKind: 'enterprise',
  subscriptionKind: 'paid',
  callingPlan: 'usCa',
  dataRegion: 'supported',
  textingDefault: 'on',
  healthcare: 'no',
  hipaaNotice: null,
  organisationTurns: null,
  licence: 'active',
  licenceTurns: null,
  country: 'US',
  pstnConnection: 'ciscoPstn',
  textingOffered: 'yes',
  presence: 'present',
  setting: 'inherit',
}

/** A number on its way in: in service at `here`, the primary number of its user, and nothing else known. */
export const newcomer = {
  type: 'NumberEntered',
  data: {
    e164: brand<E164>('+14155550123'),
    kind: 'standard',
    inventory: 'inService',
    locationId: here,
    ownedBy: { owner: 'primary' },
  },
} as const satisfies NumberEvent

export type Asked = { readonly command: NumberCommand; readonly at: Instant; readonly source: Source }

export function ask(at: Instant, command: NumberCommand, source: Source = admin): Asked {
  return { command, at, source }
}

/** A number with every report that was filed about it: a repeat of an older one is known by that. */
export type Filed = { readonly axes: NumberState; readonly filed: readonly string[] }

/** One number under the decision by class. `place` is what its organisation, licence, location and user are like. */
export function numbers(place: Partial<NumberRow> = {}): Decider<Asked, Filed, NumberEvent> {
  return {
    initial: { axes: noNumber, filed: [] },
    decide: (asked, state) => eventsOf(decided(asked, state, place), state.axes),
    evolve: ({ axes, filed }, event, meta) => ({
      axes: evolve(axes, event, meta),
      filed: [...filed, filing(event.type, event.data, meta)],
    }),
  }
}

export function decided({ command, at, source }: Asked, state: Filed, place: Partial<NumberRow> = {}): ClassDecision {
  const number = classOf(rowOf(state.axes, place), classInstants(pack003, at))
  return decideClass(command, number, standingOf({ command, at, source }, state), { pack: pack003, at })
}

export function rowOf(axes: NumberState, place: Partial<NumberRow> = {}): NumberRow {
  const { kind, inventory, authorisation, registration, texting, loa, letter, owner, entered } = axes
  return {
    ...goodRow,
    ...place,
    kind,
    inventory: inventory.value,
    authorisation: authorisation.value,
    registration: registration.value,
    texting: texting.value,
    traffic: axes.traffic.value,
    trafficParty: axes.traffic.party ?? null,
    loa: loa.value,
    letter: idOf(letter),
    case: idOf(axes.case),
    owner: owner.value,
    entered: entered.value === 'unknown' ? null : entered.value,
    exempt: idOf(axes.exempt),
  }
}

function standingOf({ command, at, source }: Asked, { axes, filed }: Filed): Standing {
  const { axis, value, extra, event, data } = touches(command)
  const belongs = belonging[axis]
  const beside = belongs && extra ? { [belongs]: extra } : {}
  const how: Arrival = arrival(axes[axis], { value, ...beside, happenedAt: at, by: believedBy(source) })
  const repeats = how === 'older' && filed.some((each) => each === filing(event, data, { happenedAt: at, source }))
  const wanted = { orderId: undefined, loaId: undefined, caseId: undefined, ...command }
  return {
    arrival: repeats ? 'same' : how,
    location: locationOf(command, axes),
    order: belongsTo(axes.authorisation.orderId ?? null, wanted.orderId),
    letter: belongsTo(idOf(axes.letter), wanted.loaId),
    case: belongsTo(idOf(axes.case), wanted.caseId),
  }
}

/** The id that a membership holds; none where nobody said so, or somebody said that there is none. */
function idOf({ value }: NumberState['letter'] | NumberState['case'] | NumberState['exempt']): string | null {
  return value === 'unknown' || value === 'none' ? null : value
}

function belongsTo(held: string | null, wanted: string | undefined): 'this' | 'other' | 'none' {
  if (held === null) return 'none'
  return held === wanted ? 'this' : 'other'
}

/** What belongs to the value of an axis, where something does. */
const belonging: Partial<Record<AxisName, 'userId' | 'orderId' | 'campaignRef' | 'party'>> = {
  owner: 'userId',
  authorisation: 'orderId',
  registration: 'campaignRef',
  traffic: 'party',
}

function locationOf(command: NumberCommand, { location }: NumberState): Standing['location'] {
  if (location.value === 'unknown' || !('locationId' in command)) return 'unknown'
  return location.value === command.locationId ? 'here' : 'elsewhere'
}

/** The word of an event without its flags: what the store looks for among a number's own events. */
function filing(type: string, data: object, { happenedAt, source }: Pick<Meta, 'happenedAt' | 'source'>): string {
  const { flags: _, ...word } = { flags: [], ...data }
  const sorted = Object.entries(word).sort(([a], [b]) => (a < b ? -1 : 1))
  return `${type} ${JSON.stringify(sorted)} ${happenedAt} ${believedBy(source)}`
}

function eventsOf(decision: ClassDecision, { registration }: NumberState): Decision<NumberEvent> {
  if (!decision.ok) return { ok: false, refusal: decision.refusal }
  if (!decision.event) return { ok: true, events: [] }
  const { event, carry } = decision
  const carried = carry.includes('campaignRef') && event.type === 'NumberTextingActivated' && registration.campaignRef
  return {
    ok: true,
    events: [carried ? { ...event, data: { ...event.data, campaignRef: carried } } : event],
  }
}
