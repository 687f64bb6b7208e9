import type { OnboardingId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

/** The result of a cancellation that its process has carried out, by the id that the request gave it. */
export async function findCancellation(
  db: Queryable,
  onboardingId: OnboardingId,
  commandId: string,
): Promise<{ readonly released: number } | undefined> {
  const { rows } = await db.query<{ released: number }>(
    `select (result->>'released')::int as released from inbox
     where scope = 'process' and command_id = $1 and result is not null`,
    [`onboarding/${onboardingId}/cancel/${commandId}`],
  )
  return rows[0]
}
