import {
  type ExemptionId,
  type Instant,
  instant,
  millis,
  type NumberId,
  type OrganisationId,
} from '../../domain/values.ts'
import { applyByClass } from '../classSweep.ts'
import type { CommandData, CommandResult } from '../command.ts'
import { type Context, type Decided, done } from '../context.ts'
import type { Queryable, Transaction } from '../pool.ts'

/** Numbers of one organisation by their ids; answers how many of them it has. */
export async function enlistNumbers(
  db: Queryable,
  exemptionId: ExemptionId,
  orgId: OrganisationId,
  numberIds: readonly NumberId[],
): Promise<number> {
  const { rowCount } = await db.query(
    `insert into exemption_number (exemption_id, org_id, number_id, is_written)
     select $1, org_id, id, true from number where org_id = $2 and id = any($3::uuid[])`,
    [exemptionId, orgId, numberIds],
  )
  return rowCount ?? 0
}

/** The exemption was granted or revoked: the rows of its numbers do not say so yet. */
export async function reopenNumbers(db: Queryable, exemptionId: ExemptionId): Promise<void> {
  await db.query('update exemption_number set is_written = false where exemption_id = $1', [exemptionId])
}

export type Unwritten = { readonly exemptionId: ExemptionId; readonly orgId: OrganisationId }

/** Where numbers still have to be written: what `ExemptNumbers` is for. */
export async function unwrittenExemptions(db: Queryable, limit: number): Promise<readonly Unwritten[]> {
  const { rows } = await db.query<Unwritten>(
    `select distinct exemption_id as "exemptionId", org_id as "orgId" from exemption_number
     where not is_written order by 1, 2 limit $1`,
    [limit],
  )
  return rows
}

const chunk = 1_000

/** One chunk of an organisation's numbers: each says from now on what its exemptions together say. */
export async function exemptNumbers(
  context: Context,
  { exemptionId }: CommandData<'ExemptNumbers'>,
): Promise<Decided<CommandResult<'ExemptNumbers'>>> {
  const { tx, orgId } = context
  const ids = await unwritten(tx, orgId, exemptionId)
  await lockExemptions(tx, ids)
  const recording = { ...context.recording, happenedAt: await nextMoment(tx, context, ids) }
  for (const { until, by, numberIds } of await untils(tx, orgId, ids)) {
    const command =
      until === null
        ? ({ type: 'EndNumberExemption', exemptionId } as const)
        : ({ type: 'ExemptNumber', exemptionId: by ?? exemptionId, until: instant(until) } as const)
    await applyByClass(tx, { ...context, recording, ids: numberIds, command })
  }
  await markWritten(tx, exemptionId, ids)
  return done({ written: ids.length, isDone: ids.length < chunk })
}

async function unwritten(tx: Transaction, orgId: OrganisationId, exemptionId: string): Promise<readonly NumberId[]> {
  const { rows } = await tx.query<{ id: NumberId }>(
    `select number_id as id from exemption_number
     where org_id = $1 and exemption_id = $2 and not is_written order by number_id limit ${chunk}`,
    [orgId, exemptionId],
  )
  return rows.map((row) => row.id)
}

/** Nobody grants or revokes one of theirs until this chunk is written: it would overwrite what it does not know. */
async function lockExemptions(tx: Transaction, ids: readonly NumberId[]): Promise<void> {
  await tx.query(
    `select 1 from exemption where id in (select exemption_id from exemption_number where number_id = any($1::uuid[]))
     order by id for share`,
    [ids],
  )
}

/** What is granted within one millisecond of what was granted before still comes after it. */
async function nextMoment(tx: Transaction, { orgId, at }: Context, ids: readonly NumberId[]): Promise<Instant> {
  const { rows } = await tx.query<{ last: Instant | null }>(
    'select max(exempt_at) as last from number where org_id = $1 and id = any($2::uuid[])',
    [orgId, ids],
  )
  const last = rows[0]?.last ?? null
  return last === null || last < at ? at : instant(millis(last) + 1)
}

type Until = {
  readonly until: Instant | null
  readonly by: ExemptionId | null
  readonly numberIds: readonly NumberId[]
}

/** The numbers whose row says something else than the longest exemption that stands, by what it should say. */
async function untils(tx: Transaction, orgId: OrganisationId, ids: readonly NumberId[]): Promise<readonly Until[]> {
  const { rows } = await tx.query<Until>(
    `select until, by, array_agg(id order by id) as "numberIds" from (
       select n.id, n.exempt_until, standing.until, standing.by from number n
       left join lateral (
         select e.until, e.id as by from exemption_number m join exemption e on e.id = m.exemption_id
         where m.number_id = n.id and e.granted_at is not null and e.revoked_at is null order by e.until desc, e.id limit 1
       ) standing on true
       where n.org_id = $1 and n.id = any($2::uuid[])) each
     where exempt_until is distinct from until group by until, by order by until, by`,
    [orgId, ids],
  )
  return rows
}

async function markWritten(tx: Transaction, exemptionId: string, ids: readonly NumberId[]): Promise<void> {
  await tx.query(
    'update exemption_number set is_written = true where exemption_id = $1 and number_id = any($2::uuid[])',
    [exemptionId, ids],
  )
}
