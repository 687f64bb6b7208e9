import { type Campaign, campaignStatus, evolve as evolveCampaign, noCampaign } from '../domain/campaign.ts'
import { type DeploymentEvent, deviating } from '../domain/deployment.ts'
import { turningPoints } from '../domain/fact.ts'
import { type Licence, licencePhase } from '../domain/licence.ts'
import { type Location, locationAxes } from '../domain/location.ts'
import { evolve, type NumberEvent, type NumberState, noNumber } from '../domain/number.ts'
import type { NumberRow } from '../domain/numberClass.ts'
import { type Organisation, organisationAxes } from '../domain/organisation.ts'
import type { DeploymentPolicy } from '../domain/policy/effectivePack.ts'
import { standing } from '../domain/retraction.ts'
import { type User, userSetting } from '../domain/user.ts'
import { deployment, type Instant, laterOf, type NumberId, type OrganisationId } from '../domain/values.ts'
import { loadStream, metaOf, type NewEvent, type StoredEvent } from './eventStore.ts'
import type { Queryable } from './pool.ts'
import { deployments, licences, locations, organisations, type StreamType, users } from './streams.ts'
import type { NumberView } from './views/numberView.ts'

/** Both clocks of a question: how it stood at an instant, as far as it was known at another. */
export type Moment = { readonly at: Instant; readonly knownAt: Instant }

/**
 * A number as it stood, in the shape of the view of now; nothing where nobody knew of it. What was learnt after `knownAt`
 * is left out everywhere; what happened after `at` is left out of the number's axes, and does not prevail elsewhere.
 */
export async function readNumberAsOf(
  db: Queryable,
  orgId: OrganisationId,
  id: NumberId,
  moment: Moment,
): Promise<NumberView | undefined> {
  const { at } = moment
  const events = (await knownEvents(db, orgId, id, moment)).filter(({ happenedAt }) => happenedAt <= at)
  const state = events.reduce((each, event) => evolve(each, event as unknown as NumberEvent, metaOf(event)), noNumber)
  if (state.e164 === undefined) return undefined
  const [organisation, licence, location, user, campaign, exemptUntil] = await Promise.all([
    foldAsOf(db, organisations, orgId, orgId, moment),
    foldAsOf(db, licences, orgId, await licenceStream(db, orgId), moment),
    foldAsOf(db, locations, orgId, idOf(state.location.value), moment),
    foldAsOf(db, users, orgId, state.owner.userId ?? null, moment),
    campaignAsOf(db, orgId, state.registration.campaignRef, moment),
    organisationExemptAsOf(db, orgId, moment),
  ])
  const premises = { organisation, licence, location, user, campaign, exemptUntil }
  return viewOf({ id, version: events.length, state }, premises, at)
}

/** What a number's verdict rests on beside itself. */
export type Premises = {
  readonly organisation: Organisation
  readonly licence: Licence
  readonly location: Location
  readonly user: User
  readonly campaign: Campaign | undefined
  /** Until when the organisation is let through a cutoff. */
  readonly exemptUntil: Instant | null
}

export type FoldedNumber = { readonly id: NumberId; readonly version: number; readonly state: NumberState }

/** Nothing where nobody knew of the number. */
export function viewOf(
  { id, version, state }: FoldedNumber,
  { organisation, licence, location, user, campaign, exemptUntil }: Premises,
  at: Instant,
): NumberView | undefined {
  if (state.e164 === undefined) return undefined
  const row: NumberRow = {
    ...ofNumber(state),
    ...organisationAxes(organisation, at),
    ...locationAxes(location, at),
    organisationTurns: organisationTurn(organisation, at),
    licence: licencePhase(licence, at),
    licenceTurns: licenceTurn(licence, at),
    setting: userSetting(user, at),
    campaign: campaign ? campaignStatus(campaign, at) : null,
    exempt: laterOf(idOf(state.exempt.value), exemptUntil),
  }
  return {
    id,
    version,
    e164: state.e164,
    enteredAt: state.entered.value === 'unknown' ? null : state.entered.value,
    locationId: idOf(state.location.value),
    userId: state.owner.userId ?? null,
    orderId: state.authorisation.orderId ?? null,
    letterId: idOf(state.letter.value),
    caseId: idOf(state.case.value),
    campaignRef: state.registration.campaignRef ?? null,
    row,
  }
}

/** When what was said of the organisation changes next by itself. */
export function organisationTurn(organisation: Organisation, at: Instant): Instant | null {
  return earliest(Object.values(organisation.facts).flatMap((register) => turningPoints(register, at)))
}

export function licenceTurn({ requested, ordered, status }: Licence, at: Instant): Instant | null {
  return earliest([...turningPoints(requested, at), ...turningPoints(ordered, at), ...turningPoints(status, at)])
}

/** The readings that had been chosen by then, as far as was known; what is put off is taken as it is now. */
export async function chosenAsOf(db: Queryable, moment: Moment, present: DeploymentPolicy): Promise<DeploymentPolicy> {
  const events = (await knownEvents(db, deployment, deployment, moment)).filter(
    ({ happenedAt }) => happenedAt <= moment.at,
  )
  const { initial, evolve: next } = deployments
  const state = events.reduce((each, event) => next(each, event as unknown as DeploymentEvent, metaOf(event)), initial)
  return { ...present, readings: deviating(state) }
}

async function knownEvents(
  db: Queryable,
  orgId: OrganisationId,
  streamId: string,
  { knownAt }: Moment,
): Promise<readonly StoredEvent[]> {
  const all = await loadStream(db, streamId)
  return standing(
    all.filter((event) => event.orgId === orgId),
    knownAt,
  )
}

export async function foldAsOf<Command, State, Event extends NewEvent>(
  db: Queryable,
  type: Pick<StreamType<Command, State, Event>, 'initial' | 'evolve'>,
  orgId: OrganisationId,
  streamId: string | null,
  moment: Moment,
): Promise<State> {
  const events = streamId === null ? [] : await knownEvents(db, orgId, streamId, moment)
  return events.reduce((each, event) => type.evolve(each, event as unknown as Event, metaOf(event)), type.initial)
}

async function campaignAsOf(
  db: Queryable,
  orgId: OrganisationId,
  ref: string | undefined,
  moment: Moment,
): Promise<Campaign | undefined> {
  if (ref === undefined) return undefined
  const { rows } = await db.query<{ streamId: string }>(
    'select stream_id as "streamId" from campaign where org_id = $1 and ref = $2',
    [orgId, ref],
  )
  const type = { initial: noCampaign, evolve: evolveCampaign }
  return foldAsOf(db, type, orgId, rows[0]?.streamId ?? null, moment)
}

/** Until when the organisation was let through, as far as exemptions had been granted and not been revoked by then. */
export async function organisationExemptAsOf(
  db: Queryable,
  orgId: OrganisationId,
  { at, knownAt }: Moment,
): Promise<Instant | null> {
  const { rows } = await db.query<{ until: Instant | null }>(
    `select max(until) as until from exemption
     where scope = 'organisation' and org_id = $1 and granted_at <= least($2::timestamptz, $3::timestamptz)
       and (revoked_at is null or revoked_at > least($2::timestamptz, $3::timestamptz))`,
    [orgId, at, knownAt],
  )
  return rows[0]?.until ?? null
}

export async function licenceStream(db: Queryable, orgId: OrganisationId): Promise<string | null> {
  const { rows } = await db.query<{ streamId: string }>(
    'select stream_id as "streamId" from licence where org_id = $1',
    [orgId],
  )
  return rows[0]?.streamId ?? null
}

function ofNumber({
  kind,
  inventory,
  entered,
  owner,
  loa,
  letter,
  authorisation,
  registration,
  texting,
  traffic,
  ...rest
}: NumberState) {
  return {
    kind,
    inventory: inventory.value,
    entered: idOf(entered.value),
    owner: owner.value,
    loa: loa.value,
    letter: idOf(letter.value),
    case: idOf(rest.case.value),
    authorisation: authorisation.value,
    registration: registration.value,
    texting: texting.value,
    traffic: traffic.value,
    trafficParty: traffic.party ?? null,
  }
}

/** As rows hold it: what nobody has told, or what is not there, is null. */
export function idOf<Value extends string>(value: Value | 'unknown' | 'none'): Value | null {
  return value === 'unknown' || value === 'none' ? null : (value as Value)
}

function earliest(instants: readonly Instant[]): Instant | null {
  return [...instants].sort()[0] ?? null
}
