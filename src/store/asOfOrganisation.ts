import { evolve as evolveCampaign, noCampaign } from '../domain/campaign.ts'
import { licencePhase } from '../domain/licence.ts'
import { evolve, type NumberEvent, noNumber } from '../domain/number.ts'
import { onboardingPhase } from '../domain/onboarding.ts'
import { organisationAxes } from '../domain/organisation.ts'
import { standing } from '../domain/retraction.ts'
import { userSetting } from '../domain/user.ts'
import type { NumberId, OnboardingId, OrganisationId } from '../domain/values.ts'
import {
  type FoldedNumber,
  foldAsOf,
  idOf,
  licenceStream,
  licenceTurn,
  type Moment,
  organisationExemptAsOf,
  organisationTurn,
  viewOf,
} from './asOf.ts'
import { loadStreams, metaOf, type NewEvent, type StoredEvent } from './eventStore.ts'
import type { Queryable } from './pool.ts'
import { licences, locations, onboardings, organisations, type StreamType, users } from './streams.ts'
import type { NumberView } from './views/numberView.ts'
import type { OnboardingView } from './views/onboardingView.ts'
import type { OrganisationView } from './views/organisationView.ts'

/** So many numbers of one organisation are folded for one question about the past, and no more. */
export const mostNumbersAsOf = 10_000
const page = 500

export async function isTooLargeForAsOf(db: Queryable, orgId: OrganisationId): Promise<boolean> {
  const { rowCount } = await db.query('select 1 from number where org_id = $1 offset $2 limit 1', [
    orgId,
    mostNumbersAsOf,
  ])
  return rowCount === 1
}

/** The organisation's numbers as they stood, by id: folded page by page, so that who has enough stops. */
export async function* numbersAsOf(
  db: Queryable,
  orgId: OrganisationId,
  moment: Moment,
  after?: string,
): AsyncGenerator<NumberView> {
  const [organisation, licence, campaigns, exemptUntil] = await Promise.all([
    foldAsOf(db, organisations, orgId, orgId, moment),
    foldAsOf(db, licences, orgId, await licenceStream(db, orgId), moment),
    campaignsAsOf(db, orgId, moment),
    organisationExemptAsOf(db, orgId, moment),
  ])
  for (let last = after; ; ) {
    const ids = await numberIds(db, orgId, last)
    const folded = await foldNumbers(db, orgId, ids, moment)
    const [places, people] = await Promise.all([
      foldMany(
        db,
        locations,
        orgId,
        folded.map(({ state }) => idOf(state.location.value)),
        moment,
      ),
      foldMany(
        db,
        users,
        orgId,
        folded.map(({ state }) => state.owner.userId ?? null),
        moment,
      ),
    ])
    for (const each of folded) {
      const { location, owner, registration } = each.state
      const view = viewOf(
        each,
        {
          organisation,
          licence,
          location: places.get(idOf(location.value) ?? '') ?? locations.initial,
          user: people.get(owner.userId ?? '') ?? users.initial,
          campaign:
            registration.campaignRef === undefined
              ? undefined
              : (campaigns.get(registration.campaignRef) ?? noCampaign),
          exemptUntil,
        },
        moment.at,
      )
      if (view) yield view
    }
    last = ids.at(-1)
    if (ids.length < page) return
  }
}

async function numberIds(
  db: Queryable,
  orgId: OrganisationId,
  after: string | undefined,
): Promise<readonly NumberId[]> {
  const { rows } = await db.query<{ id: NumberId }>(
    'select id from number where org_id = $1 and ($2::uuid is null or id > $2::uuid) order by id limit $3',
    [orgId, after ?? null, page],
  )
  return rows.map(({ id }) => id)
}

async function foldNumbers(
  db: Queryable,
  orgId: OrganisationId,
  ids: readonly NumberId[],
  moment: Moment,
): Promise<readonly FoldedNumber[]> {
  const streams = await knownStreams(db, orgId, ids, moment)
  return ids.map((id) => {
    const events = (streams.get(id) ?? []).filter(({ happenedAt }) => happenedAt <= moment.at)
    const state = events.reduce((each, event) => evolve(each, event as unknown as NumberEvent, metaOf(event)), noNumber)
    return { id, version: events.length, state }
  })
}

async function foldMany<Command, State, Event extends NewEvent>(
  db: Queryable,
  type: Pick<StreamType<Command, State, Event>, 'initial' | 'evolve'>,
  orgId: OrganisationId,
  ids: readonly (string | null)[],
  moment: Moment,
): Promise<ReadonlyMap<string, State>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const streams = await knownStreams(db, orgId, wanted, moment)
  return new Map([...streams].map(([id, events]) => [id, fold(type, events)]))
}

function fold<Command, State, Event extends NewEvent>(
  type: Pick<StreamType<Command, State, Event>, 'initial' | 'evolve'>,
  events: readonly StoredEvent[],
): State {
  return events.reduce((each, event) => type.evolve(each, event as unknown as Event, metaOf(event)), type.initial)
}

/** What stands of these streams, as far as was known. */
async function knownStreams(
  db: Queryable,
  orgId: OrganisationId,
  ids: readonly string[],
  { knownAt }: Moment,
): Promise<ReadonlyMap<string, readonly StoredEvent[]>> {
  if (ids.length === 0) return new Map()
  const all = (await loadStreams(db, ids)).filter((event) => event.orgId === orgId)
  const streams = new Map<string, StoredEvent[]>()
  for (const event of standing(all, knownAt)) {
    const before = streams.get(event.streamId)
    if (before) before.push(event)
    else streams.set(event.streamId, [event])
  }
  return streams
}

async function campaignsAsOf(db: Queryable, orgId: OrganisationId, moment: Moment) {
  const { rows } = await db.query<{ ref: string; streamId: string }>(
    'select ref, stream_id as "streamId" from campaign where org_id = $1',
    [orgId],
  )
  const type = { initial: noCampaign, evolve: evolveCampaign }
  const folded = await foldMany(
    db,
    type,
    orgId,
    rows.map(({ streamId }) => streamId),
    moment,
  )
  return new Map(
    rows.flatMap(({ ref, streamId }) => {
      const campaign = folded.get(streamId)
      return campaign ? [[ref, campaign] as const] : []
    }),
  )
}

/** Nothing where nobody knew of the organisation. */
export async function readOrganisationAsOf(
  db: Queryable,
  orgId: OrganisationId,
  moment: Moment,
): Promise<OrganisationView | undefined> {
  const { at } = moment
  const licenceId = await licenceStream(db, orgId)
  const [streams, begun] = await Promise.all([
    knownStreams(db, orgId, licenceId === null ? [orgId] : [orgId, licenceId], moment),
    onboardingsAsOf(db, orgId, moment),
  ])
  const events = streams.get(orgId) ?? []
  const told = streams.get(licenceId ?? '')
  const state = fold(organisations, events)
  const licence = fold(licences, told ?? [])
  const created = state.created.find(({ happenedAt }) => happenedAt <= at)
  if (!created) return undefined
  return {
    id: orgId,
    version: events.filter(({ happenedAt }) => happenedAt <= at).length,
    nameDocumentId: created.value.documentId,
    ...organisationAxes(state, at),
    turnsAt: organisationTurn(state, at),
    licence: told ? licencePhase(licence, at) : null,
    licenceTurnsAt: licenceTurn(licence, at),
    openOnboardingId: begun.find(({ phase }) => phase === 'open')?.id ?? null,
  }
}

/** The organisation's onboardings that had begun by then. */
export async function onboardingsAsOf(
  db: Queryable,
  orgId: OrganisationId,
  moment: Moment,
): Promise<readonly OnboardingView[]> {
  const { at } = moment
  const { rows } = await db.query<{ id: OnboardingId }>('select id from onboarding where org_id = $1 order by id', [
    orgId,
  ])
  const streams = await knownStreams(
    db,
    orgId,
    rows.map(({ id }) => id),
    moment,
  )
  return rows.flatMap(({ id }) => {
    const events = (streams.get(id) ?? []).filter(({ happenedAt }) => happenedAt <= at)
    const state = fold(onboardings, events)
    const phase = onboardingPhase(state, at)
    const startedAt = state.started[0]?.happenedAt
    if (startedAt === undefined) return []
    const stage = phase === 'open' ? (state.stage[0]?.value ?? 'licence') : 'ended'
    return [{ id, version: events.length, phase, stage, startedAt, endedAt: state.ended[0]?.happenedAt ?? null }]
  })
}

/** How many users had which setting: those of whom somebody had told. */
export async function settingsAsOf(
  db: Queryable,
  orgId: OrganisationId,
  moment: Moment,
): Promise<Readonly<Record<string, number>>> {
  const { rows } = await db.query<{ id: string }>('select id from "user" where org_id = $1', [orgId])
  const folded = await foldMany(
    db,
    users,
    orgId,
    rows.map(({ id }) => id),
    moment,
  )
  const counts: Record<string, number> = {}
  for (const user of folded.values()) {
    if (!user.added.some(({ happenedAt }) => happenedAt <= moment.at)) continue
    const setting = userSetting(user, moment.at)
    counts[setting] = (counts[setting] ?? 0) + 1
  }
  return counts
}

/** The orders of an onboarding: which of its numbers are meant never changes afterwards. */
export async function ordersOf(db: Queryable, orgId: OrganisationId, id: OnboardingId): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ id: string }>('select id from "order" where org_id = $1 and onboarding_id = $2', [
    orgId,
    id,
  ])
  return new Set(rows.map((row) => row.id))
}
