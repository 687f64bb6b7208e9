import * as campaign from '../domain/campaign.ts'
import * as contact from '../domain/contact.ts'
import * as cutoff from '../domain/cutoff.ts'
import type { Decision, Refusal } from '../domain/decision.ts'
import * as deployment from '../domain/deployment.ts'
import type { Meta } from '../domain/fact.ts'
import * as licence from '../domain/licence.ts'
import * as loa from '../domain/loa.ts'
import * as location from '../domain/location.ts'
import * as onboarding from '../domain/onboarding.ts'
import * as order from '../domain/order.ts'
import * as organisation from '../domain/organisation.ts'
import { standing } from '../domain/retraction.ts'
import * as supportCase from '../domain/supportCase.ts'
import * as user from '../domain/user.ts'
import type { EventId, Instant, OrganisationId } from '../domain/values.ts'
import { brand } from '../domain/values.ts'
import { writeCutoff } from './cutoff/cutoffRow.ts'
import { append, loadStream, metaOf, type NewEvent, type Recording, type StreamKind } from './eventStore.ts'
import type { Queryable, Transaction } from './pool.ts'
import * as rows from './stateRows.ts'

/** A kind of stream: its pure decider, and the row that holds its fold. */
export type StreamType<Command, State, Event extends NewEvent> = {
  readonly kind: StreamKind
  readonly initial: State
  readonly decide: (command: Command, state: State) => Decision<Event>
  readonly evolve: (state: State, event: Event, meta: Meta) => State
  readonly write: (tx: Transaction, state: State, at: rows.At) => Promise<void>
}

const stream = <Command, State, Event extends NewEvent>(type: StreamType<Command, State, Event>) => type

export const organisations = stream({
  kind: 'organisation',
  initial: organisation.noOrganisation,
  decide: organisation.decide,
  evolve: organisation.evolve,
  write: rows.writeOrganisation,
})
export const licences = stream({
  kind: 'licence',
  initial: licence.noLicence,
  decide: licence.decide,
  evolve: licence.evolve,
  write: rows.writeLicence,
})
export const locations = stream({
  kind: 'location',
  initial: location.noLocation,
  decide: location.decide,
  evolve: location.evolve,
  write: rows.writeLocation,
})
export const users = stream({
  kind: 'user',
  initial: user.noUser,
  decide: user.decide,
  evolve: user.evolve,
  write: rows.writeUser,
})
export const contacts = stream({
  kind: 'contact',
  initial: contact.noContact,
  decide: contact.decide,
  evolve: contact.evolve,
  write: rows.writeContact,
})
export const orders = stream({
  kind: 'order',
  initial: order.noOrder,
  decide: order.decide,
  evolve: order.evolve,
  write: rows.writeOrder,
})
export const loas = stream({
  kind: 'loa',
  initial: loa.noLoa,
  decide: loa.decide,
  evolve: loa.evolve,
  write: rows.writeLoa,
})
export const supportCases = stream({
  kind: 'supportCase',
  initial: supportCase.noCase,
  decide: supportCase.decide,
  evolve: supportCase.evolve,
  write: rows.writeSupportCase,
})
export const campaigns = stream({
  kind: 'campaign',
  initial: campaign.noCampaign,
  decide: campaign.decide,
  evolve: campaign.evolve,
  write: rows.writeCampaign,
})
export const onboardings = stream({
  kind: 'onboarding',
  initial: onboarding.noOnboarding,
  decide: onboarding.decide,
  evolve: onboarding.evolve,
  write: rows.writeOnboarding,
})
export const deployments = stream({
  kind: 'deployment',
  initial: deployment.noDeployment,
  decide: deployment.decide,
  evolve: deployment.evolve,
  write: rows.writeDeployment,
})

export const cutoffs = stream({
  kind: 'cutoff',
  initial: cutoff.noCutoff,
  decide: cutoff.decide,
  evolve: cutoff.evolve,
  write: writeCutoff,
})

/** `version` and `recordedAt`, the latest at which any of the events was written, count struck ones too. */
export type Loaded<State> = { readonly state: State; readonly version: number; readonly recordedAt?: Instant }

/**
 * The fold of what stands of a stream. Stored events were parsed when read, so the type of the kind is theirs. With `orgId`, a stream of
 * another organisation reads like one that does not exist.
 */
export async function load<Command, State, Event extends NewEvent>(
  db: Queryable,
  type: StreamType<Command, State, Event>,
  id: string,
  orgId?: OrganisationId,
): Promise<Loaded<State>> {
  const stored = await loadStream(db, id)
  const events = stored.filter((event) => orgId === undefined || event.orgId === orgId)
  const state = standing(events).reduce(
    (each, event) => type.evolve(each, event as unknown as Event, metaOf(event)),
    type.initial,
  )
  const [recordedAt] = events
    .map((event) => event.recordedAt)
    .sort()
    .reverse()
  return { state, version: events.length, ...(recordedAt ? { recordedAt } : {}) }
}

/** Writes the row anew from the stream. The caller has locked it. */
export async function refold<Command, State, Event extends NewEvent>(
  tx: Transaction,
  type: StreamType<Command, State, Event>,
  { orgId, id, at }: { readonly orgId: OrganisationId; readonly id: string; readonly at: Instant },
): Promise<void> {
  const { state, version, recordedAt } = await load(tx, type, id, orgId)
  await type.write(tx, state, { orgId, id, version, at: recordedAt && recordedAt > at ? recordedAt : at })
}

export type Changed<State, Event> =
  | {
      readonly ok: true
      readonly state: State
      readonly version: number
      readonly events: readonly Event[]
      /** The id of the last event: proof of what was just decided. */
      readonly eventId: EventId
      /** The moment as of which the row was written: the command's own, or that of a command that overtook it at the lock. */
      readonly at: Instant
    }
  | { readonly ok: false; readonly refusal: Refusal }

/** Load, decide, append, write the row. The caller has locked the row, or made sure that nobody else can. */
export async function change<Command, State, Event extends NewEvent>(
  tx: Transaction,
  type: StreamType<Command, State, Event>,
  { orgId, id, at, recording }: { orgId: OrganisationId; id: string; at: Instant; recording: Recording },
  command: Command,
): Promise<Changed<State, Event>> {
  const loaded = await load(tx, type, id, orgId)
  const moment = loaded.recordedAt && loaded.recordedAt > at ? loaded.recordedAt : at
  const decision = type.decide(command, loaded.state)
  if (!decision.ok) return decision
  const version = await append(tx, { orgId, id, kind: type.kind }, loaded.version, decision.events, recording)
  const state = decision.events.reduce(
    (each, event, index) => type.evolve(each, event, metaFor(recording, id, loaded.version + index + 1)),
    loaded.state,
  )
  if (decision.events.length > 0) await type.write(tx, state, { orgId, id, version, at: moment })
  return { ok: true, state, version, events: decision.events, eventId: eventIdOf(id, version), at: moment }
}

export function eventIdOf(streamId: string, version: number): EventId {
  return brand<EventId>(`${streamId}:${version}`)
}

function metaFor({ happenedAt, recordedAt, source }: Recording, id: string, version: number): Meta {
  return { happenedAt, recordedAt, source, eventId: eventIdOf(id, version) }
}
