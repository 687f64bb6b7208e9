import type { NumberId } from '../src/domain/values.ts'
import type { Pool } from '../src/store/pool.ts'
import type { Premises } from './premises.ts'

let made = 0

/**
 * Many numbers of one organisation, made from its first one with the event of its entering service, and spread over 120
 * classes by owner, kind, inventory and instant of entry. Answers all ids, in no order.
 */
export async function crowd(owner: Pool, { orgId, numberIds }: Premises, count: number): Promise<readonly NumberId[]> {
  const like = numberIds[0]
  const { rows } = await owner.query<{ id: NumberId }>(
    `insert into number
     select (jsonb_populate_record(n, jsonb_build_object(
       'id', gen_random_uuid(),
       'e164', '+1' || (3000000000 + $4::bigint + i),
       'owner', (array['primary', 'alternate', 'shared', 'workspace', 'unknown'])[1 + i % 5],
       'kind', (array['standard', 'tollFree'])[1 + i / 5 % 2],
       'inventory', (array['inService', 'pending', 'inactive', 'unknown'])[1 + i / 10 % 4],
       'entered', (array['2024-01-01', '2025-01-01', null])[1 + i / 40 % 3]))).*
     from number n, generate_series(0, $3::int - 1) i where n.org_id = $1 and n.id = $2
     returning id`,
    [orgId, like, count, made],
  )
  made += count
  await owner.query(
    `insert into event (org_id, stream_id, stream_kind, version, type, schema_version, data, happened_at, recorded_at,
       actor, source, command_id, policy_version, rule_ids)
     select e.org_id, n.id, e.stream_kind, 1, e.type, e.schema_version, e.data || jsonb_build_object('e164', n.e164),
       e.happened_at, e.recorded_at, e.actor, e.source, e.command_id, e.policy_version, e.rule_ids
     from event e join number n on n.org_id = $1 and n.id = any($3::uuid[]) where e.stream_id = $2 and e.version = 1`,
    [orgId, like, rows.map((row) => row.id)],
  )
  await owner.query('vacuum analyze number')
  await owner.query('vacuum analyze event')
  return rows.map((row) => row.id)
}
