import { brandStatus, type Campaign, campaignStatus } from '../domain/campaign.ts'
import { type Contact, contactTimes } from '../domain/contact.ts'
import { type Deployment, deviating } from '../domain/deployment.ts'
import { turningPoints } from '../domain/fact.ts'
import { isActiveWithoutOrder, isUntold, type Licence, licencePhase } from '../domain/licence.ts'
import { type Loa, loaPhase } from '../domain/loa.ts'
import { type Location, locationAxes } from '../domain/location.ts'
import { type Onboarding, onboardingPhase } from '../domain/onboarding.ts'
import { type Order, orderPhase } from '../domain/order.ts'
import { type Organisation, organisationAxes } from '../domain/organisation.ts'
import { caseKind, casePhase, caseStatus, rejections, type SupportCase } from '../domain/supportCase.ts'
import { type User, userSetting } from '../domain/user.ts'
import type { Instant, OrganisationId } from '../domain/values.ts'
import type { Transaction } from './pool.ts'

/** Where a state row lives and how many events it is the fold of. */
export type At = { readonly orgId: OrganisationId; readonly id: string; readonly version: number; readonly at: Instant }

/** Each writer puts the fold of a stream into its row: whole, so that writing it again changes nothing. */
export async function writeOrganisation(tx: Transaction, state: Organisation, { id, version, at }: At): Promise<void> {
  const axes = organisationAxes(state, at)
  const turns = Object.values(state.facts).flatMap((register) => turningPoints(register, at))
  await tx.query(
    `insert into organisation (id, version, name_document_id, customer_kind, subscription_kind, calling_plan, data_region,
       texting_default, turns_at, healthcare, hipaa_notice) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (id) do update set version = excluded.version, name_document_id = excluded.name_document_id,
       customer_kind = excluded.customer_kind, subscription_kind = excluded.subscription_kind,
       calling_plan = excluded.calling_plan, data_region = excluded.data_region,
       texting_default = excluded.texting_default, turns_at = excluded.turns_at, healthcare = excluded.healthcare,
       hipaa_notice = excluded.hipaa_notice`,
    [
      id,
      version,
      state.created[0]?.value.documentId ?? null,
      axes.customerKind,
      axes.subscriptionKind,
      axes.callingPlan,
      axes.dataRegion,
      axes.textingDefault,
      earliest(turns),
      axes.healthcare,
      axes.hipaaNotice,
    ],
  )
}

/** The row is there from the beginning. What is put off is written by the cutoffs, whose streams are their own. */
export async function writeDeployment(tx: Transaction, state: Deployment, { version }: At): Promise<void> {
  await tx.query('update deployment set version = $1, readings = $2', [version, JSON.stringify(deviating(state))])
}

export async function writeLicence(tx: Transaction, state: Licence, { orgId, id, version, at }: At): Promise<void> {
  const turns = [state.requested, state.ordered].flatMap((register) => turningPoints(register, at))
  await tx.query(
    `insert into licence (org_id, stream_id, version, phase, without_order, turns_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (org_id) do update set version = excluded.version, phase = excluded.phase,
       without_order = excluded.without_order, turns_at = excluded.turns_at`,
    [
      orgId,
      id,
      version,
      isUntold(state) ? 'unknown' : licencePhase(state, at),
      isActiveWithoutOrder(state, at),
      earliest([...turns, ...turningPoints(state.status, at)]),
    ],
  )
}

/** The licence's phase as its row says it, before a change is written. */
export async function storedPhase(tx: Transaction, orgId: OrganisationId): Promise<string | undefined> {
  const { rows } = await tx.query<{ phase: string }>('select phase from licence where org_id = $1', [orgId])
  return rows[0]?.phase
}

export async function writeLocation(tx: Transaction, state: Location, { orgId, id, version, at }: At): Promise<void> {
  const { country, pstnConnection, textingOffered, presence } = locationAxes(state, at)
  await tx.query(
    `insert into location (org_id, id, version, country, pstn_connection, texting_offered, presence)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (org_id, id) do update set version = excluded.version, country = excluded.country,
       pstn_connection = excluded.pstn_connection, texting_offered = excluded.texting_offered, presence = excluded.presence`,
    [orgId, id, version, country, pstnConnection, textingOffered, presence],
  )
}

export async function writeUser(tx: Transaction, state: User, { orgId, id, version, at }: At): Promise<void> {
  await tx.query(
    `insert into "user" (org_id, id, version, setting) values ($1, $2, $3, $4)
     on conflict (org_id, id) do update set version = excluded.version, setting = excluded.setting`,
    [orgId, id, version, userSetting(state, at)],
  )
}

export async function writeContact(tx: Transaction, state: Contact, { orgId, id, version }: At): Promise<void> {
  const card = state.card[0]?.value
  const times = contactTimes(state)
  if (!card || !times) throw new Error(`contact ${id} was never added`)
  await tx.query(
    `insert into contact (org_id, id, version, phase, language, acts, place, document_id, added_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (org_id, id) do update set version = excluded.version, phase = excluded.phase,
       language = excluded.language, acts = excluded.acts, place = excluded.place, document_id = excluded.document_id,
       added_at = excluded.added_at, changed_at = excluded.changed_at`,
    [
      orgId,
      id,
      version,
      state.removed.length > 0 ? 'removed' : 'current',
      card.language,
      card.acts,
      card.place,
      card.document.documentId,
      times.addedAt,
      times.changedAt,
    ],
  )
}

export async function writeOrder(tx: Transaction, state: Order, { orgId, id, version, at }: At): Promise<void> {
  const created = state.created[0]?.value
  if (!created) throw new Error(`order ${id} was never created`)
  await tx.query(
    `insert into "order" (org_id, id, version, onboarding_id, location_id, phase, ticket)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (org_id, id) do update set version = excluded.version, phase = excluded.phase, ticket = excluded.ticket`,
    [orgId, id, version, created.onboardingId, created.locationId, orderPhase(state, at), state.sent[0]?.value ?? null],
  )
}

export async function writeLoa(tx: Transaction, state: Loa, { orgId, id, version, at }: At): Promise<void> {
  const signed = state.signed[0]?.value
  if (!signed) throw new Error(`letter ${id} was never signed`)
  await tx.query(
    `insert into loa (org_id, id, version, order_id, phase, document_id, sha256, numbers)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (org_id, id) do update set version = excluded.version, phase = excluded.phase`,
    [
      orgId,
      id,
      version,
      signed.orderId,
      loaPhase(state, at),
      signed.document.documentId,
      signed.document.sha256,
      signed.numbers,
    ],
  )
}

export async function writeSupportCase(
  tx: Transaction,
  state: SupportCase,
  { orgId, id, version, at }: At,
): Promise<void> {
  const opened = state.opened[0]
  if (!opened) throw new Error(`case ${id} was never opened`)
  const phase = casePhase(state, at)
  await tx.query(
    `insert into support_case (org_id, id, version, onboarding_id, case_number, phase, status, stage, ticket, form_version,
       form_document_id, rejections, opened_at, ended_at, kind)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict (id) do update set version = excluded.version, phase = excluded.phase, status = excluded.status,
       stage = excluded.stage, ticket = excluded.ticket, form_version = excluded.form_version,
       form_document_id = excluded.form_document_id, rejections = excluded.rejections, ended_at = excluded.ended_at,
       kind = excluded.kind`,
    [
      orgId,
      id,
      version,
      opened.value.onboardingId,
      opened.value.number,
      phase,
      caseStatus(state, at),
      phase === 'cancelled' || phase === 'closed' ? 'ended' : (state.stage[0]?.value ?? 'opening'),
      state.ticket[0]?.value ?? null,
      state.forms[0]?.value.formVersion ?? 0,
      state.forms[0]?.value.document.documentId ?? null,
      rejections(state),
      opened.happenedAt,
      state.ended[0]?.happenedAt ?? null,
      caseKind(state),
    ],
  )
}

export async function writeCampaign(tx: Transaction, state: Campaign, at: At): Promise<void> {
  await (state.ref === '' ? forgetCampaign(tx, at) : putCampaign(tx, state, at))
}

/** Whatever was said of it has been retracted: its name stays, as that of a campaign of which nothing is known. */
async function forgetCampaign(tx: Transaction, { id, version }: At): Promise<void> {
  await tx.query(
    `update campaign set version = $2, status = 'unknown', brand_status = 'unknown', case_id = null where stream_id = $1`,
    [id, version],
  )
}

async function putCampaign(tx: Transaction, state: Campaign, { orgId, id, version, at }: At): Promise<void> {
  await tx.query(
    `insert into campaign (org_id, ref, stream_id, version, status, brand_status, case_id)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (org_id, ref) do update set version = excluded.version, status = excluded.status,
       brand_status = excluded.brand_status, case_id = excluded.case_id`,
    [orgId, state.ref, id, version, campaignStatus(state, at), brandStatus(state, at), state.caseId[0]?.value ?? null],
  )
}

export async function writeOnboarding(
  tx: Transaction,
  state: Onboarding,
  { orgId, id, version, at }: At,
): Promise<void> {
  const phase = onboardingPhase(state, at)
  await tx.query(
    `insert into onboarding (org_id, id, version, phase, stage, started_at, ended_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set version = excluded.version, phase = excluded.phase, stage = excluded.stage,
       ended_at = excluded.ended_at`,
    [
      orgId,
      id,
      version,
      phase,
      phase === 'open' ? (state.stage[0]?.value ?? 'licence') : 'ended',
      state.started[0]?.happenedAt ?? at,
      state.ended[0]?.happenedAt ?? null,
    ],
  )
}

function earliest(instants: readonly Instant[]): Instant | null {
  return [...instants].sort()[0] ?? null
}
