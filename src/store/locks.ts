import {
  type CaseId,
  deployment,
  type LoaId,
  type NumberId,
  type OnboardingId,
  type OrderId,
  type OrganisationId,
} from '../domain/values.ts'
import type { Transaction } from './pool.ts'

/** `share` lets commands of one organisation run beside each other; `update` is for those that change what it rests on. */
export type OrganisationLock = 'share' | 'update'

export async function lockOrganisation(
  tx: Transaction,
  orgId: OrganisationId,
  lock: OrganisationLock,
): Promise<boolean> {
  const { rowCount } = await tx.query(lockStatements[lock], [orgId])
  return rowCount === 1
}

/** What a command's scope is kept by: the organisation's row or, for what concerns all of them, the deployment's. */
export async function lockScope(tx: Transaction, orgId: OrganisationId, lock: OrganisationLock): Promise<void> {
  if (orgId === deployment) await tx.query('select 1 from deployment for no key update')
  else await lockOrganisation(tx, orgId, lock)
}

const lockStatements: Readonly<Record<OrganisationLock, string>> = {
  share: 'select 1 from organisation where id = $1 for share',
  update: 'select 1 from organisation where id = $1 for no key update',
}

export async function organisationExists(tx: Transaction, orgId: OrganisationId): Promise<boolean> {
  const { rowCount } = await tx.query('select 1 from organisation where id = $1', [orgId])
  return rowCount === 1
}

export type LockedOrder = {
  readonly version: number
  readonly onboardingId: OnboardingId
  readonly locationId: string
  readonly phase: string
}

export async function lockOrder(
  tx: Transaction,
  orgId: OrganisationId,
  orderId: OrderId,
): Promise<LockedOrder | undefined> {
  const { rows } = await tx.query<LockedOrder>(
    `select version, onboarding_id as "onboardingId", location_id as "locationId", phase
     from "order" where org_id = $1 and id = $2 for no key update`,
    [orgId, orderId],
  )
  return rows[0]
}

export async function lockOnboarding(
  tx: Transaction,
  orgId: OrganisationId,
  onboardingId: OnboardingId,
): Promise<{ readonly phase: string } | undefined> {
  const { rows } = await tx.query<{ phase: string }>(
    'select phase from onboarding where org_id = $1 and id = $2 for no key update',
    [orgId, onboardingId],
  )
  return rows[0]
}

export type LockedCase = {
  readonly phase: string
  readonly kind: string
  readonly onboardingId: OnboardingId
  readonly formVersion: number
}

export async function lockCase(
  tx: Transaction,
  orgId: OrganisationId,
  caseId: CaseId,
): Promise<LockedCase | undefined> {
  const { rows } = await tx.query<LockedCase>(
    `select phase, kind, onboarding_id as "onboardingId", form_version as "formVersion"
     from support_case where org_id = $1 and id = $2 for no key update`,
    [orgId, caseId],
  )
  return rows[0]
}

export async function lockLoa(
  tx: Transaction,
  orgId: OrganisationId,
  loaId: LoaId,
): Promise<{ readonly orderId: OrderId; readonly phase: string } | undefined> {
  const { rows } = await tx.query<{ orderId: OrderId; phase: string }>(
    'select order_id as "orderId", phase from loa where org_id = $1 and id = $2 for no key update',
    [orgId, loaId],
  )
  return rows[0]
}

/** A letter with all those of its order, since what one lets go another may cover. */
export async function lockLettersBeside(tx: Transaction, orgId: OrganisationId, loaId: LoaId) {
  const { rows } = await tx.query<{ id: LoaId; orderId: OrderId }>(
    `select id, order_id as "orderId" from loa
     where org_id = $1 and order_id = (select order_id from loa where org_id = $1 and id = $2) order by id for no key update`,
    [orgId, loaId],
  )
  return rows
}

/** The letters that cover some of these numbers, before the numbers themselves are locked. */
export async function lockLetters(tx: Transaction, orgId: OrganisationId, numberIds: readonly NumberId[]) {
  await tx.query(
    `select 1 from loa where org_id = $1
       and id in (select letter_id from number where org_id = $1 and id = any($2::uuid[])) order by id for no key update`,
    [orgId, numberIds],
  )
}

export async function lockCampaign(tx: Transaction, orgId: OrganisationId, ref: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ status: string }>(
    'select status from campaign where org_id = $1 and ref = $2 for no key update',
    [orgId, ref],
  )
  return rows[0]?.status
}
