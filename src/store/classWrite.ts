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
  const isBeside = looksBeside(command)
  const classSql = classTextSql(classifying, bind)
  const statement = { axis, recording, policy, rows, isLocked, where, isBeside, classSql }
  const text = `${writeSql(statement, bind)} select string_agg(id::text, ',') as ids from changed`
  const { rows: said } = await tx.query<{ ids: string | null }>(planned(ids, text, values))
  return (said[0]?.ids?.split(',') ?? []).map((id) => brand<NumberId>(id))
}

export type WriteStatement = {
  readonly axis: AxisName
  readonly recording: Recording
  readonly policy: Policy
  readonly rows: readonly PlanRow[]
  readonly isLocked: boolean
  /** Which rows of `number n`. */
  readonly where: string
  /** The text of a row's class; with `isBeside` it names its organisation and licence. */
  readonly classSql: string
  readonly isBeside: boolean
}

/**
 * The statement but for what is asked of `changed`, the rows it reached. A row is joined to the plan by its class as it is updated: where
 * somebody changed it since the statement began, Postgres asks for its class again, and a row whose class is another one now
 * is left alone. What is looked up beside the row is not asked again, so such rows are left alone altogether (`version`).
 */
export function writeSql(
  { axis, recording, policy, rows, isLocked, where, classSql, isBeside }: WriteStatement,
  bind: Bind,
): string {
  const at = bind(recording.happenedAt, 'timestamptz')
  const sets = axisSets(axis, at, bind(believedBy(recording.source), 'text'))
  const guard = 'and n.version = (select k.version from number k where k.org_id = n.org_id and k.id = n.id)'
  return `with plan as materialized (
       select class, type, schema_version, data, carries, moves, value, extra,
         array(select jsonb_array_elements_text(rule_ids)) as rule_ids, type || ' ' || data as said
       from jsonb_to_recordset(${bind(JSON.stringify(rows), 'jsonb')}) as each(
         class text, type text, schema_version int, data jsonb, carries boolean, moves boolean,
         value text, extra text, rule_ids jsonb)
     ), changed as (
       update number n set version = n.version + 1, ${sets}
       from plan${isBeside ? ` cross join (${beside})` : ''}
       where ${where} ${isBeside ? 'and o.id = n.org_id' : ''} ${isBeside && !isLocked ? guard : ''}
         and plan.class = ${classSql}
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
  }
  const { value } = state[axis]
  const isGone = (axis === 'letter' || axis === 'case' || axis === 'exempt') && value === 'none'
  return { value: isGone ? null : value, extra: extras[axis] ?? null }
}
