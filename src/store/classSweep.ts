import { createHash } from 'node:crypto'
import { axisKinds } from '../domain/authority.ts'
import { type ClassDecision, decideClass, type NumberCommand, touches } from '../domain/decideNumber.ts'
import type { Refusal } from '../domain/decision.ts'
import { believedBy } from '../domain/fact.ts'
import { type AxisName, evolve, type NumberEvent, noNumber } from '../domain/number.ts'
import { type ClassInstants, classInstants, parseClassKey } from '../domain/numberClass.ts'
import type { Instant, NumberId, OrganisationId } from '../domain/values.ts'
import { binding } from './binding.ts'
import { type Telling, toldAs } from './context.ts'
import type { Recording } from './eventStore.ts'
import { axisColumns, classifiedSql, numberSources, parseClassified } from './numberClass.ts'
import type { Policy } from './policy.ts'
import type { Transaction } from './pool.ts'
import { latestVersion } from './upcast.ts'

/** What became of each number: changed, nothing new, refused with its reason, or not one of this organisation's. */
export type Applied = {
  readonly changed: readonly NumberId[]
  readonly unchanged: readonly NumberId[]
  readonly refused: readonly { readonly numberId: NumberId; readonly refusal: Refusal }[]
  readonly unknown: readonly NumberId[]
}

export type ClassSweep = {
  readonly orgId: OrganisationId
  readonly ids: readonly NumberId[]
  readonly command: NumberCommand
  readonly recording: Recording
  readonly policy: Policy
  readonly at: Instant
}

/** The same before its source has a rank, which the axis at hand decides. */
export type Asked = Omit<ClassSweep, 'recording'> & { readonly recording: Telling }

/**
 * Decides for a set of numbers by class and applies each decision to all its rows in one statement. One number is a set
 * of one: there is no second way. The organisation's row is locked by the caller; the numbers are locked here, by id.
 */
export async function applyByClass(tx: Transaction, asked: Asked): Promise<Applied> {
  const sweep = { ...asked, recording: toldAs(axisKinds[touches(asked.command).axis], asked) }
  const wanted = [...new Set(sweep.ids)]
  const present = await lockNumbers(tx, sweep.orgId, wanted)
  const instants = classInstants(sweep.policy.pack, sweep.at)
  const plan = new Map<string, ClassDecision>()
  const classes = new Map<NumberId, string>()
  let open: readonly NumberId[] = present
  // A location or user may change between the look and the change: rows whose class is not in the plan go round again.
  for (let round = 0; open.length > 0; round += 1) {
    if (round === maxRounds) throw new Error(`classes of ${open.length} numbers kept changing`)
    for (const { id, text } of await classify(tx, sweep, instants, open)) {
      classes.set(id, text)
      if (!plan.has(text)) plan.set(text, decide(sweep, text))
    }
    const writing = open.filter((id) => isEvent(plan.get(classes.get(id) ?? '')))
    const written = new Set(await write(tx, sweep, instants, plan, writing))
    open = writing.filter((id) => !written.has(id))
  }
  return outcome(wanted, present, (id) => plan.get(classes.get(id) ?? ''))
}

const maxRounds = 5

function decide({ command, policy, at }: ClassSweep, text: string): ClassDecision {
  const { key, standing } = parseClassified(text)
  return decideClass(command, parseClassKey(key), standing, { pack: policy.pack, at })
}

function isEvent(decision: ClassDecision | undefined): boolean {
  return decision?.ok === true && decision.event !== undefined
}

function outcome(
  wanted: readonly NumberId[],
  present: readonly NumberId[],
  decisionOf: (id: NumberId) => ClassDecision | undefined,
): Applied {
  const found = new Set(present)
  const decided = present.map((numberId) => ({ numberId, decision: decisionOf(numberId) }))
  return {
    changed: decided.flatMap(({ numberId, decision }) => (isEvent(decision) ? [numberId] : [])),
    unchanged: decided.flatMap(({ numberId, decision }) =>
      decision?.ok && decision.event === undefined ? [numberId] : [],
    ),
    refused: decided.flatMap(({ numberId, decision }) =>
      decision && !decision.ok ? [{ numberId, refusal: decision.refusal }] : [],
    ),
    unknown: wanted.filter((id) => !found.has(id)),
  }
}

/** The rows by id, which is the lock order of every writer. Answers those that are there. */
export async function lockNumbers(
  tx: Transaction,
  orgId: OrganisationId,
  ids: readonly NumberId[],
): Promise<readonly NumberId[]> {
  const { rows } = await tx.query<{ id: NumberId }>(
    'select id from number where org_id = $1 and id = any($2::uuid[]) order by id for no key update',
    [orgId, ids],
  )
  return rows.map((row) => row.id)
}

async function classify(
  tx: Transaction,
  { orgId, command, recording }: ClassSweep,
  instants: ClassInstants,
  ids: readonly NumberId[],
): Promise<readonly { readonly id: NumberId; readonly text: string }[]> {
  const { bind, values } = binding()
  const text = `select n.id, ${classifiedSql(command, instants, recording, bind)} as text
     from ${numberSources} where n.org_id = ${bind(orgId, 'uuid')} and n.id = any(${bind(ids, 'uuid[]')})`
  const { rows } = await tx.query<{ id: NumberId; text: string }>(planned(ids, text, values))
  return rows
}

/** Events and rows in one statement; answers the ids it reached, which are those whose class is still in the plan. */
async function write(
  tx: Transaction,
  { orgId, command, recording, policy }: ClassSweep,
  instants: ClassInstants,
  plan: ReadonlyMap<string, ClassDecision>,
  ids: readonly NumberId[],
): Promise<readonly NumberId[]> {
  if (ids.length === 0) return []
  const { bind, values } = binding()
  const org = bind(orgId, 'uuid')
  const at = bind(recording.happenedAt, 'timestamptz')
  const sets = axisSets(touches(command).axis, at, bind(believedBy(recording.source), 'text'))
  // Each row's class once, and then the plan: joined on the expression, it would be worked out for every pair of the two.
  const text = `with plan as (
       select * from jsonb_to_recordset(${bind(JSON.stringify(planRows(command, plan, recording)), 'jsonb')}) as each(
         class text, type text, schema_version int, data jsonb, carries boolean, moves boolean,
         value text, extra text, rule_ids jsonb)
     ), classified as materialized (
       select n.id, n.version, n.campaign_ref, ${classifiedSql(command, instants, recording, bind)} as class
       from ${numberSources} where n.org_id = ${org} and n.id = any(${bind(ids, 'uuid[]')})
     ), target as (
       select classified.id, classified.version, classified.campaign_ref, plan.*
       from classified join plan on plan.class = classified.class
     ), changed as (
       update number set version = target.version + 1, ${sets}
       from target where number.org_id = ${org} and number.id = target.id
     )
     insert into event (org_id, stream_id, stream_kind, version, type, schema_version, data, happened_at, recorded_at,
       actor, source, command_id, policy_version, rule_ids, provenance, because)
     select ${org}, id, 'number', version + 1, type, schema_version,
       data || case when carries and campaign_ref is not null
         then jsonb_build_object('campaignRef', campaign_ref) else '{}' end,
       ${at}, ${bind(recording.recordedAt, 'timestamptz')}, ${bind(JSON.stringify(recording.actor), 'jsonb')},
       ${bind(JSON.stringify(recording.source), 'jsonb')}, ${bind(recording.commandId, 'text')},
       ${bind(policy.version, 'text')}, array(select jsonb_array_elements_text(rule_ids)),
       ${bind(recording.provenance ? JSON.stringify(recording.provenance) : null, 'jsonb')},
       ${bind(recording.because?.documentId ?? null, 'uuid')}
     from target order by id
     returning stream_id`
  const { rows } = await tx.query<{ stream_id: NumberId }>(planned(ids, text, values))
  return rows.map((row) => row.stream_id)
}

/**
 * For one number, planning these joins costs more than running them, so a connection plans each text once, under a name
 * made of it. For many it is the other way round, and the plan has to know how many.
 */
function planned(ids: readonly NumberId[], text: string, values: readonly unknown[]) {
  const name = ids.length === 1 ? createHash('sha1').update(text).digest('hex') : undefined
  return { name, text, values: [...values] }
}

/** The assignments that move one axis, or leave it where a stronger report stands there already. */
function axisSets(axis: AxisName, at: string, by: string): string {
  const { value, prefix, extra } = { extra: undefined, ...axisColumns[axis] }
  const move = (column: string, said: string) =>
    `${column} = case when target.moves then ${said} else number.${column} end`
  const sets = [move(value, cast('target.value', value)), move(`${prefix}_at`, at), move(`${prefix}_by`, by)]
  return [...sets, ...(extra ? [move(extra, cast('target.extra', extra))] : [])].join(', ')
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

function planRows(command: NumberCommand, plan: ReadonlyMap<string, ClassDecision>, recording: Recording) {
  return [...plan].flatMap(([text, decision]) => {
    if (!decision.ok || !decision.event) return []
    const { event, carry, ruleIds } = decision
    const moves = parseClassified(text).standing.arrival === 'newer'
    return [
      {
        class: text,
        type: event.type,
        schema_version: latestVersion(event.type),
        data: event.data,
        carries: carry.includes('campaignRef'),
        moves,
        ...axisAfter(event, touches(command).axis, recording),
        rule_ids: ruleIds,
      },
    ]
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
