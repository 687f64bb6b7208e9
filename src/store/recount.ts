import { type ClassInstants, classInstants } from '../domain/numberClass.ts'
import type { OrganisationId } from '../domain/values.ts'
import { binding } from './binding.ts'
import type { Store } from './execute.ts'
import { classKeySql, numberSources } from './numberClass.ts'
import { readNow } from './policy.ts'
import type { Queryable, Transaction } from './pool.ts'
import { inTransaction } from './transaction.ts'

/** Its classes may have changed without an event of its own: time passed. */
export async function markStale(db: Queryable, orgId: OrganisationId): Promise<void> {
  await db.query('insert into class_stale (org_id) values ($1) on conflict do nothing', [orgId])
}

const eventsAtOnce = 10_000
const organisationsAtOnce = 200
/** A large organisation is counted in one statement, which may take longer than what somebody waits for. */
const countTimeoutMs = 60_000

/**
 * Counts anew the classes of organisations of which there are new events, or all of them where the instants are others
 * that classes compare with. Answers how many organisations were counted; none means that everything is up to date. Two may
 * do so at once: the second one waits for the first.
 */
export async function recountChanged({ pool, clock }: Pick<Store, 'pool' | 'clock'>): Promise<number> {
  return inTransaction(pool, 'nothing', async (tx) => {
    await tx.query(`set local statement_timeout = '${countTimeoutMs}'`)
    const reader = await lockReader(tx)
    const { at, policy } = await readNow(tx, clock)
    const instants = classInstants(policy.pack, at)
    const told = `${instants.newNumbersStartOff} ${instants.unregisteredSwitchedOff}`
    if (reader.instants === told) await readOn(tx, reader)
    else await beginAnew(tx, told)
    const stale = await takeStale(tx)
    if (stale.length > 0) await recount(tx, stale, instants)
    return stale.length
  })
}

/** What is counted is what lies in the rows now; earlier counts go. */
export async function recount(
  tx: Transaction,
  orgIds: readonly OrganisationId[],
  instants: ClassInstants,
): Promise<void> {
  await tx.query('delete from class_count where org_id = any($1::uuid[])', [orgIds])
  const { bind, values } = binding()
  const key = classKeySql((name) => bind(instants[name], 'timestamptz'))
  await tx.query(
    `insert into class_count (org_id, class, count)
     select n.org_id, ${key}, count(*) from ${numberSources}
     where n.org_id = any(${bind(orgIds, 'uuid[]')}) group by 1, 2`,
    [...values],
  )
}

type Reader = { readonly tx: string; readonly seq: string; readonly instants: string }

async function lockReader(tx: Transaction): Promise<Reader> {
  const { rows } = await tx.query<Reader>('select tx::text, seq::text, instants from class_reader for update')
  const [reader] = rows
  if (!reader) throw new Error('nobody has said how far classes are counted')
  return reader
}

/** Whoever an exemption is for stands in its event, which belongs to the deployment. */
async function readOn(tx: Transaction, { tx: last, seq }: Reader): Promise<void> {
  await tx.query(
    `with news as (
       select tx, seq, coalesce((data->>'orgId')::uuid, org_id) as org_id from event
       where (tx, seq) > ($1::xid8, $2::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
       order by tx, seq limit ${eventsAtOnce}
     ), stale as (
       insert into class_stale (org_id) select distinct org_id from news on conflict do nothing
     )
     update class_reader set tx = last.tx, seq = last.seq
     from (select tx, seq from news order by tx desc, seq desc limit 1) last`,
    [last, seq],
  )
}

async function beginAnew(tx: Transaction, told: string): Promise<void> {
  await tx.query('insert into class_stale (org_id) select id from organisation on conflict do nothing')
  await tx.query('update class_reader set tx = pg_snapshot_xmin(pg_current_snapshot()), seq = 0, instants = $1', [told])
}

async function takeStale(tx: Transaction): Promise<readonly OrganisationId[]> {
  const { rows } = await tx.query<{ orgId: OrganisationId }>(
    `delete from class_stale where org_id in (select org_id from class_stale order by org_id limit ${organisationsAtOnce})
     returning org_id as "orgId"`,
  )
  return rows.map(({ orgId }) => orgId)
}
