import type { NumberId, OrganisationId } from '../src/domain/values.ts'
import type { Pool } from '../src/store/pool.ts'

type Written = { readonly orgId: OrganisationId; readonly numberId: NumberId }

/**
 * One number changed and its event added as anybody would write it in an afternoon, on the product's own tables: two
 * statements in a transaction, and no question asked. Nobody learns whether it was the same, late, or allowed.
 */
export async function barePair(pool: Pool, { orgId, numberId }: Written): Promise<void> {
  const tx = await pool.connect()
  try {
    await tx.query('begin')
    const { rows } = await tx.query<{ version: number }>(
      `update number set version = version + 1, registration = 'registered', campaign_ref = 'C100000',
         registration_at = clock_timestamp(), registration_by = '3 registry bench'
       where org_id = $1 and id = $2 returning version`,
      [orgId, numberId],
    )
    await tx.query(bareEvent, [orgId, numberId, rows[0]?.version])
    await tx.query('commit')
  } finally {
    tx.release()
  }
}

export const bareEvent = `
  insert into event (org_id, stream_id, stream_kind, version, type, schema_version, data, happened_at, recorded_at,
    actor, source, command_id, policy_version, rule_ids)
  values ($1, $2, 'number', $3, 'NumberRegistered', 1, '{"flags": [], "campaignRef": "C100000"}', clock_timestamp(),
    clock_timestamp(), '{"kind": "service", "subject": "registry", "role": "integration"}',
    '{"kind": "registry", "id": "bridge", "rank": 3}', '01990000-0000-7000-8000-000000000000',
    '003:0000000000000000000000000000000000000000000000000000000000000000', '{}')`
