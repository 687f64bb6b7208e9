import { type CutoffProgress, cutoffProgressQuery, cutoffWorkflowId } from '../../src/contract/cutoff.ts'
import type { CutoffId } from '../../src/domain/policy/policy.ts'
import type { CutoffStanding } from '../../src/domain/process/cutoff.ts'
import { deployment, type Instant, instant, type NumberId, type OrganisationId } from '../../src/domain/values.ts'
import type { CommandData } from '../../src/store/command.ts'
import { readCutoffStanding } from '../../src/store/cutoff/standing.ts'
import type { Store } from '../../src/store/execute.ts'
import { readNow } from '../../src/store/policy.ts'
import { accepted, eligibleOrganisation, freshNumbers } from '../support/store.ts'
import type { Harness } from './harness.ts'

export const switchOff: CutoffId = 'unregisteredSwitchedOff'
/** The end of 1 December 2024 where the policy's zone is. */
export const theInstant = instant('2024-12-02T08:00:00Z')

export const operator = (subject: string) =>
  ({ actor: { kind: 'person', subject, role: 'operator' }, source: { kind: 'admin', id: subject } }) as const

export type Legacy = { readonly orgId: OrganisationId; readonly numberIds: readonly NumberId[] }

/** An organisation whose numbers text since before new ones started off, with a licence that never came: of a licence of which nobody says anything, nothing is known. */
export async function legacyOrganisation(store: Store, count: number, entered = '2024-03-01'): Promise<Legacy> {
  const orgId = await eligibleOrganisation(store)
  await accepted(store, 'ReportLicence', orgId, { status: 'ordered' })
  const { locationId } = await accepted(store, 'AddLocation', orgId, {
    facts: { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' },
  })
  const { rows } = await accepted(store, 'ImportNumbers', orgId, {
    rows: freshNumbers(count).map((e164) => ({
      e164,
      country: 'US',
      kind: 'standard',
      inventory: 'inService',
      entered: instant(`${entered}T00:00:00Z`),
      locationId,
      owner: 'primary',
    })),
  })
  return { orgId, numberIds: rows.flatMap((row) => (row.status === 'refused' ? [] : [row.numberId])) }
}

export async function standingOf({ store }: Harness, cutoffId = switchOff): Promise<CutoffStanding> {
  const standing = await readCutoffStanding(store.pool, cutoffId, await readNow(store.pool, store.clock))
  if (!standing) throw new Error(`${cutoffId} was never published`)
  return standing
}

export function progressOf({ client }: Harness, cutoffId = switchOff): Promise<CutoffProgress> {
  return client.workflow.getHandle(cutoffWorkflowId(cutoffId)).query(cutoffProgressQuery)
}

/** Two operators approve the newest plan. */
export async function approved({ store }: Pick<Harness, 'store'>, cutoffId = switchOff): Promise<void> {
  const { rows } = await store.pool.query<{ hash: string }>(
    'select hash from cutoff_plan where cutoff_id = $1 order by plan_no desc limit 1',
    [cutoffId],
  )
  const hash = rows[0]?.hash ?? ''
  for (const who of ['ada', 'ben']) await accepted(store, 'ApprovePlan', deployment, { cutoffId, hash }, operator(who))
}

type Exempting = Omit<CommandData<'RequestExemption'>, 'cutoffId' | 'reason' | 'isUndo'> & { readonly isUndo?: boolean }

/** One operator asks for it, another one confirms it. */
export async function exempted({ store }: Pick<Harness, 'store'>, wish: Exempting): Promise<string> {
  const data = { cutoffId: switchOff, reason: 'deskBacklog', isUndo: false, ...wish } as const
  const { requestId } = await accepted(store, 'RequestExemption', deployment, data, operator('ada'))
  await confirmed(store, requestId)
  return requestId
}

export async function postponed({ store }: Pick<Harness, 'store'>, until: Instant): Promise<void> {
  const data = { cutoffId: switchOff, until, reason: 'carrierDelay' } as const
  const { requestId } = await accepted(store, 'RequestPostponement', deployment, data, operator('ada'))
  await confirmed(store, requestId)
}

async function confirmed(store: Store, requestId: string): Promise<void> {
  await accepted(store, 'ConfirmRequest', deployment, { cutoffId: switchOff, requestId }, operator('ben'))
}

/** How many numbers of an organisation stand where on the texting axis. */
export async function texting({ store }: Pick<Harness, 'store'>, orgId: OrganisationId) {
  const { rows } = await store.pool.query<{ texting: string | null; count: number }>(
    'select texting, count(*)::int as count from number where org_id = $1 group by texting order by texting',
    [orgId],
  )
  return Object.fromEntries(rows.map((row) => [row.texting ?? 'unknown', row.count]))
}

export async function eventsOf({ store }: Pick<Harness, 'store'>, type: string): Promise<readonly Instant[]> {
  const { rows } = await store.pool.query<{ at: Instant }>(
    'select recorded_at as at from event where type = $1 order by seq',
    [type],
  )
  return rows.map(({ at }) => at)
}
