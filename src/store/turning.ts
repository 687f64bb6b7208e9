import { licencePhase } from '../domain/licence.ts'
import type { Instant, OnboardingId, OrganisationId } from '../domain/values.ts'
import { eligibilityNow } from './commands/grounds.ts'
import { licenceStreamId } from './commands/licences.ts'
import { numbersNow } from './commands/telling.ts'
import type { Store } from './execute.ts'
import { lockOrganisation } from './locks.ts'
import { tell } from './outbox.ts'
import { type Policy, readNow } from './policy.ts'
import type { Queryable, Transaction } from './pool.ts'
import { storedPhase, writeLicence, writeOrganisation } from './stateRows.ts'
import { eventIdOf, licences, load, organisations } from './streams.ts'
import { inTransaction } from './transaction.ts'

/** Organisations one of whose rows has reached the instant at which it changes by itself, or that a choice of the deployment has not reached yet. */
export async function turnedOrganisations(db: Queryable, at: Instant): Promise<readonly OrganisationId[]> {
  const { rows } = await db.query<{ id: OrganisationId }>(
    `select o.id from organisation o left join licence l on l.org_id = o.id
     where o.turns_at <= $1 or l.turns_at <= $1 or o.heard_policy < (select d.changes from deployment d)
     order by o.id limit 100`,
    [at],
  )
  return rows.map((row) => row.id)
}

/** Folds the rows anew as of now. No event: nothing was learned, time passed. The processes hear of a changed licence. */
export async function turnOrganisation({ pool, clock }: Store, orgId: OrganisationId): Promise<void> {
  await inTransaction(pool, orgId, async (tx) => {
    await lockOrganisation(tx, orgId, 'update')
    const { at, policy } = await readNow(tx, clock)
    const organisation = await load(tx, organisations, orgId)
    await writeOrganisation(tx, organisation.state, { orgId, id: orgId, version: organisation.version, at })
    await turnLicence(tx, orgId, at)
    const turning = { tx, orgId, at, policy }
    await tellEligibility(turning, organisation.version)
    if (await hasNewsOfPolicy(tx, orgId)) await tellStandings(turning, organisation.version)
  })
}

async function turnLicence(tx: Transaction, orgId: OrganisationId, at: Instant): Promise<void> {
  const id = licenceStreamId(orgId)
  const { state, version } = await load(tx, licences, id)
  if (version === 0) return
  const before = await storedPhase(tx, orgId)
  await writeLicence(tx, state, { orgId, id, version, at })
  const licence = licencePhase(state, at)
  if (licence === before) return
  const fact = {
    type: 'LicenceChanged',
    licence,
    eventId: eventIdOf(id, version),
    happenedAt: at,
    recordedAt: at,
  } as const
  await tell(tx, { orgId, to: 'everyOpen', fact })
}

type Turning = {
  readonly tx: Transaction
  readonly orgId: OrganisationId
  readonly at: Instant
  readonly policy: Policy
}

/** True once after each change of the deployment's policy: the organisation moves on to its count of changes. */
async function hasNewsOfPolicy(tx: Transaction, orgId: OrganisationId): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update organisation set heard_policy = d.changes from deployment d
     where organisation.id = $1 and heard_policy < d.changes`,
    [orgId],
  )
  return rowCount === 1
}

/** Which numbers still need a case is a matter of the readings: open onboardings count anew. */
async function tellStandings({ tx, orgId, at, policy }: Turning, version: number): Promise<void> {
  const { rows } = await tx.query<{ id: OnboardingId }>(
    `select id from onboarding where org_id = $1 and phase = 'open' order by id for no key update`,
    [orgId],
  )
  const proof = { eventId: eventIdOf(orgId, version), happenedAt: at, recordedAt: at }
  for (const { id: to } of rows) {
    const counts = await numbersNow({ tx, orgId, policy }, to)
    await tell(tx, { orgId, to, fact: { type: 'NumbersChanged', counts, ...proof } })
  }
}

/** Told whether it changed or not: what was told last is not written down, and hearing it twice changes nothing. */
async function tellEligibility({ tx, orgId, at, policy }: Turning, version: number): Promise<void> {
  const eligibility = await eligibilityNow({ tx, orgId, at, policy })
  const proof = { eventId: eventIdOf(orgId, version), happenedAt: at, recordedAt: at }
  await tell(tx, { orgId, to: 'everyOpen', fact: { type: 'EligibilityChanged', eligibility, ...proof } })
}
