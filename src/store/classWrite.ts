import { createHash } from 'node:crypto'
import { type ClassDecision, touches } from '../domain/decideNumber.ts'
import { believedBy } from '../domain/fact.ts'
import { type AxisName, evolve, type NumberEvent, noNumber } from '../domain/number.ts'
import { brand, type NumberId, type OrganisationId } from '../domain/values.ts'
import { type Bind, binding } from './binding.ts'
import type { ClassPlan } from './classPlan.ts'
import { beside, type Classifying, classTextSql, looksBeside, parseClassText } from './classText.ts'
import type { Recording } from './eventStore.ts'
import { axisColumns } from './numberClass.ts'
import type { Policy } from './policy.ts'
import type { Transaction } from './pool.ts'
import { latestVersion } from './upcast.ts'

/** `isLocked`: the rows have been locked before this statement began. */
export type Writing = {
  readonly classifying: Classifying
  readonly policy: Policy
  readonly plan: ClassPlan
  readonly isLocked: boolean
  readonly orgId: OrganisationId
  readonly ids: readonly NumberId[]
}

/** Rows and events in one statement; answers the ids it reached, which are those whose class is in the plan. */
export async function writeByClass(tx: Transaction, writing: Writing): Promise<readonly NumberId[]> {
  const { classifying, policy, plan, isLocked, orgId, ids } = writing
  const { command, recording } = classifying
  const rows = planRows(classifying, plan, isLocked)
  if (rows.length === 0) return []
  const { bind, values } = binding()
  const where = `n.org_id = ${bind(orgId, 'uuid')} and n.id = any(${bind(ids, 'uuid[]')})`
  const { axis } = touches(command)
  const classSql = classTextSql(classifying, bind)
  const from = looksBeside(command) ? { from: `number n join (${beside}) on o.id = n.org_id` } : {}
  const statement = { axis, recording, policy, rows, where, classSql, ...from }
  const text = `${writeSql(statement, bind)} select string_agg(id::text, ',') as ids from changed`
  const { rows: said } = await tx.query<{ ids: string | null }>(planned(ids, text, values))
  return (said[0]?.ids?.split(',') ?? []).map((id) => brand<NumberId>(id))
}

export type WriteStatement = {
  readonly axis: AxisName
  readonly recording: Recording
  readonly policy: Policy
  readonly rows: readonly PlanRow[]
  /** Which rows of `number n`. */
  readonly where: string
  /** The text of a row's class. */
  readonly classSql: string
  /** What the text needs beside `number n`: found first, and joined to the row by its version. */
  readonly from?: string
}

/**
 * The statement but for what is asked of `changed`, the rows it reached. Where somebody changed a row since the statement
 * began, Postgres asks for its class again, and a row whose class is another one now is left alone. What lies beside a row
 * is not asked for again: where a class needs that, a row that has changed at all is left alone.
 */
export function writeSql({ axis, recording, policy, rows, where, classSql, from }: WriteStatement, bind: Bind): string {
  const at = bind(recording.happenedAt, 'timestamptz')
  const sets = axisSets(axis, at, bind(believedBy(recording.source), 'text'))
  const found = `classified as materialized (
       select n.org_id, n.id, n.version, ${classSql} as class from ${from} where ${where}
     ), `
  return `with plan as materialized (
       select class, type, schema_version, data, carries, moves, value, extra,
         array(select jsonb_array_elements_text(rule_ids)) as rule_ids, type || ' ' || data as said
       from jsonb_to_recordset(${bind(JSON.stringify(rows), 'jsonb')}) as each(
         class text, type text, schema_version int, data jsonb, carries boolean, moves boolean,
         value text, extra text, rule_ids jsonb)
     ), ${from ? found : ''}changed as (
       update number n set version = n.version + 1, ${sets}
       from plan${from ? ' join classified k on k.class = plan.class' : ''}
       where ${where} and ${
         from ? 'n.org_id = k.org_id and n.id = k.id and n.version = k.version' : `plan.class = ${classSql}`
       }
       returning n.org_id, n.id, n.version, n.campaign_ref, plan.type, plan.schema_version, plan.data, plan.carries,
         plan.rule_ids, plan.said
     ), filed as (
       insert into event (org_id, stream_id, stream_kind, version, type, schema_version, data, happened_at, recorded_at,
         actor, source, command_id, policy_version, rule_ids, provenance, because)
       select org_id, id, 'number', version, type, schema_version,
         case when carries and campaign_ref is not null
           then data || jsonb_build_object('campaignRef', campaign_ref) else data end,
         ${at}, ${bind(recording.recordedAt, 'timestamptz')}, ${bind(JSON.stringify(recording.actor), 'jsonb')},
         ${bind(JSON.stringify(recording.source), 'jsonb')}, ${bind(recording.commandId, 'text')},
         ${bind(policy.version, 'text')}, rule_ids,
         ${bind(recording.provenance ? JSON.stringify(recording.provenance) : null, 'jsonb')},
         ${bind(recording.because?.documentId ?? null, 'uuid')}
       from changed
     )`
}

/**
 * For one number, planning these joins costs more than running them, so a connection plans each text once, under a name
 * made of it. For many it is the other way round, and the plan has to know how many.
 */
export function planned(ids: readonly NumberId[], text: string, values: readonly unknown[]) {
  const name = ids.length === 1 ? createHash('sha1').update(text).digest('hex') : undefined
  return { name, text, values: [...values] }
}

/** The assignments that move one axis, or leave it where a stronger report stands there already. */
function axisSets(axis: AxisName, at: string, by: string): string {
  const { value, prefix, extra } = { extra: undefined, ...axisColumns[axis] }
  const move = (column: string, said: string) => `${column} = case when plan.moves then ${said} else n.${column} end`
  const sets = [move(value, cast('plan.value', value)), move(`${prefix}_at`, at), move(`${prefix}_by`, by)]
  return [...sets, ...(extra ? [move(extra, cast('plan.extra', extra))] : [])].join(', ')
}

const columnTypes: Readonly<Record<string, string>> = {
  letter_id: 'uuid',
  case_id: 'uuid',
  entered: 'timestamptz',
  exempt_until: 'timestamptz',
  location_id: 'uuid',
  user_id: 'uuid',
  order_id: 'uuid',
}

function cast(said: string, column: string): string {
  return `${said}::${columnTypes[column] ?? 'text'}`
}

export type PlanRow = ReturnType<typeof planRow>

/** What the plan has to say of a class to the statement. `moves`: the event is the strongest report on its axis. */
export function planRow(
  { text, axis, moves }: { readonly text: string; readonly axis: AxisName; readonly moves: boolean },
  { event, carry, ruleIds }: { readonly event: NumberEvent } & Pick<ClassDecision & { ok: true }, 'carry' | 'ruleIds'>,
  recording: Recording,
) {
  return {
    class: text,
    type: event.type,
    schema_version: latestVersion(event.type),
    data: event.data,
    carries: carry.includes('campaignRef'),
    moves,
    ...axisAfter(event, axis, recording),
    rule_ids: ruleIds,
  }
}

/**
 * The decisions that write something. Whether a late report is a repeat is asked of events that another transaction may be
 * writing: without the lock, nothing is decided of those.
 */
function planRows({ command, recording }: Classifying, plan: ClassPlan, isLocked: boolean): readonly PlanRow[] {
  const { axis } = touches(command)
  return [...plan.decisions].flatMap(([text, decision]) => {
    if (!decision.ok || !decision.event) return []
    const { arrival } = parseClassText(command, text).standing
    if (!isLocked && arrival !== 'newer') return []
    const { event, carry, ruleIds } = decision
    return [planRow({ text, axis, moves: arrival === 'newer' }, { event, carry, ruleIds }, recording)]
  })
}

/** What the event makes of its axis, said by the one fold there is. */
function axisAfter(event: NumberEvent, axis: AxisName, recording: Recording) {
  const { happenedAt, recordedAt, source } = recording
  const state = evolve(noNumber, event, { happenedAt, recordedAt, source, eventId: '' })
  const extras: Readonly<Record<string, string | undefined>> = {
    owner: state.owner.userId,
    authorisation: state.authorisation.orderId,
    registration: state.registration.campaignRef,
    traffic: state.traffic.party,
  }
  const { value } = state[axis]
  const isGone = (axis === 'letter' || axis === 'case' || axis === 'exempt') && value === 'none'
  return { value: isGone ? null : value, extra: extras[axis] ?? null }
}
