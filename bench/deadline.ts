import { randomUUID } from 'node:crypto'
import type { CutoffId } from '../src/domain/policy/policy.ts'
import { deployment } from '../src/domain/values.ts'
import type { CommandData, CommandType } from '../src/store/command.ts'
import { publishCutoffs } from '../src/store/cutoff/publishing.ts'
import { boundsOf } from '../src/store/cutoff/shards.ts'
import type { Store } from '../src/store/execute.ts'
import type { Pool } from '../src/store/pool.ts'
import { accepted } from './premises.ts'

export const cutoffId: CutoffId = 'unregisteredSwitchedOff'

/** Organisations whose ids begin with these digits, and how many numbers they have together. */
export type Crowd = { readonly shards: readonly number[]; readonly numbers: number; readonly organisations: number }

/**
 * Numbers of spring 2024 that nobody has registered, spread over 54 classes by licence, location, authorisation, registration
 * and letter. They have rows and no events: nothing that is measured looks at older ones.
 */
export async function legacyNumbers(owner: Pool, { shards, numbers, organisations }: Crowd): Promise<void> {
  const digits = shards.map((shard) => shard.toString(16))
  await owner.query('create temporary table crowd (position int, id uuid, place uuid)')
  await owner.query(
    `insert into crowd select i, (($2::text[])[1 + i % cardinality($2::text[])] || substr(gen_random_uuid()::text, 2))::uuid,
       gen_random_uuid() from generate_series(0, $1::int - 1) i`,
    [organisations, digits],
  )
  await owner.query(
    `insert into organisation (id, version, customer_kind, subscription_kind, calling_plan, data_region, texting_default)
     select id, 1, 'enterprise', 'paid', 'usCa', 'supported', 'on' from crowd`,
  )
  await owner.query(
    `insert into licence (org_id, stream_id, version, phase, without_order)
     select id, gen_random_uuid(), 1, (array['none', 'requested', 'active'])[1 + position % 3], false from crowd`,
  )
  await owner.query(
    `insert into location (org_id, id, version, country, pstn_connection, texting_offered, presence)
     select id, place, 1, (array['US', 'CA', 'US'])[1 + position % 3], 'ciscoPstn', 'yes', 'present' from crowd`,
  )
  await owner.query(
    `insert into number (org_id, id, version, e164, kind, inventory, entered, entered_at, entered_by, location_id, owner,
       authorisation, registration, registration_at, registration_by, texting, loa)
     select c.id, gen_random_uuid(), 1, '+1' || (2000000000 + $3::bigint + i), 'standard', 'inService',
       '2024-03-01', '2024-03-01', '03:admin:bench', c.place, 'primary',
       (array['none', 'refused', 'ordered'])[1 + i % 3], (array['none', 'rejected'])[1 + i / 3 % 2], '2024-03-01',
       '01:registry:bench', 'on', (array['required', 'notRequired', 'unknown'])[1 + i / 6 % 3]
     from generate_series(0, $1::int - 1) i join crowd c on c.position = i % $2::int`,
    [numbers, organisations, Number(`${shards[0] ?? 0}`) * 10_000_000],
  )
  await owner.query('drop table crowd')
  for (const table of ['organisation', 'licence', 'location', 'number']) await owner.query(`vacuum analyze ${table}`)
}

/** Published, declared complete, planned by one operator and approved by two others; answers the plan's number. */
export async function approvedPlan(store: Store): Promise<number> {
  await publishCutoffs(store)
  const as = <Type extends CommandType>(subject: string, type: Type, data: CommandData<Type>) =>
    accepted(store, type, deployment, data, {
      ...{ scope: `bench/${subject}`, commandId: randomUUID(), source: { kind: 'admin', id: subject } },
      actor: { kind: 'person', subject, role: 'operator' },
    })
  await as('op-1', 'DeclareImportComplete', { cutoffId })
  const { planNo, hash } = await as('op-1', 'PlanCutoff', { cutoffId, occasion: 'bench' })
  await as('op-2', 'ApprovePlan', { cutoffId, hash })
  await as('op-3', 'ApprovePlan', { cutoffId, hash })
  return planNo
}

/** All of them text again, and the sweep has not begun. */
export async function anew(owner: Pool, shards: readonly number[]): Promise<void> {
  for (const shard of shards) {
    const { first, last } = boundsOf(shard)
    await owner.query(
      `update number set texting = 'on', texting_at = null, texting_by = null
       where org_id between $1 and $2 and texting <> 'on'`,
      [first, last],
    )
  }
  await owner.query('vacuum number')
  await owner.query(
    `update cutoff_shard set is_done = false, cursor_org = null, cursor_number = null where shard = any($1::int[])`,
    [shards],
  )
}

/** One statement that does nothing but change the rows and add the events, as anybody would write it in an afternoon. */
export function bareSwitchOff(table: string, events: string): string {
  return `with changed as (
      update ${table} set version = version + 1, texting = 'suspended', texting_at = clock_timestamp(),
        texting_by = '01:process:calendar'
      where org_id between $1 and $2 and texting <> 'suspended' returning org_id, id, version
    )
    insert into ${events} (org_id, stream_id, stream_kind, version, type, schema_version, data, happened_at,
      recorded_at, actor, source, command_id, policy_version, rule_ids)
    select org_id, id, 'number', version, 'NumberSwitchedOff', 1,
      '{"cutoffId": "unregisteredSwitchedOff", "reason": "NOT_REGISTERED"}',
      clock_timestamp(), clock_timestamp(), '{"kind": "calendar", "subject": "calendar", "role": "calendar"}',
      '{"kind": "process", "id": "calendar", "rank": 1}', 'cutoff/unregisteredSwitchedOff/switchOff/0/1',
      '003:0000000000000000000000000000000000000000000000000000000000000000', '{D1}' from changed`
}

/**
 * The same numbers and events on tables as they are usually laid out: full pages, an index on what changes, an event id that
 * is unique by itself.
 */
export async function conventional(owner: Pool, shards: readonly number[]): Promise<void> {
  await owner.query(`
    create table conventional_number (like number including defaults, primary key (org_id, id));
    create unique index on conventional_number (e164);
    create table conventional_event (like event including defaults including identity, id uuid not null default gen_random_uuid() unique,
      primary key (tx, seq), unique (stream_id, version))`)
  const { first } = boundsOf(Math.min(...shards))
  const { last } = boundsOf(Math.max(...shards))
  await owner.query('insert into conventional_number select * from number where org_id between $1 and $2', [
    first,
    last,
  ])
  await owner.query(`create index on conventional_number (texting, id)`)
  await owner.query('vacuum analyze conventional_number')
}
