import { eligibilityOf } from '../../domain/gates.ts'
import { classInstants, classOf } from '../../domain/numberClass.ts'
import type { Eligibility } from '../../domain/process/onboarding.ts'
import type { EventId } from '../../domain/values.ts'
import type { Context } from '../context.ts'
import { readOrganisationRow } from '../numberClass.ts'
import { tell } from '../outbox.ts'
import { phaseOf } from './licences.ts'

/** What every process of the organisation stands on. */
export type Grounds = { readonly licence: string; readonly eligibility: Eligibility }

export async function groundsOf(context: Pick<Context, 'tx' | 'orgId' | 'at' | 'policy'>): Promise<Grounds> {
  const { tx, orgId, at } = context
  return { licence: await phaseOf(tx, orgId, at), eligibility: await eligibilityNow(context) }
}

export async function eligibilityNow({
  tx,
  orgId,
  at,
  policy,
}: Pick<Context, 'tx' | 'orgId' | 'at' | 'policy'>): Promise<Eligibility> {
  const row = await readOrganisationRow(tx, orgId)
  return row ? eligibilityOf(classOf(row, classInstants(policy.pack, at)), policy.pack, at) : 'unknown'
}

/** Tells every open process when the verdict is another than before. */
export async function tellEligibility(context: Context, before: Eligibility, eventId: EventId): Promise<void> {
  const { tx, orgId, recording } = context
  const eligibility = await eligibilityNow(context)
  if (eligibility === before) return
  const { happenedAt, recordedAt } = recording
  const fact = { type: 'EligibilityChanged', eligibility, eventId, happenedAt, recordedAt } as const
  await tell(tx, { orgId, to: 'everyOpen', fact })
}
