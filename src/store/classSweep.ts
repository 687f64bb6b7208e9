import { axisKinds } from '../domain/authority.ts'
import { type ClassDecision, type NumberCommand, touches } from '../domain/decideNumber.ts'
import type { Refusal } from '../domain/decision.ts'
import { classInstants } from '../domain/numberClass.ts'
import type { Instant, NumberId, OrganisationId } from '../domain/values.ts'
import { binding } from './binding.ts'
import { type ClassPlan, isEvent, planFor } from './classPlan.ts'
import { beside, type Classifying, classTextSql, looksBeside } from './classText.ts'
import { planned, writeByClass } from './classWrite.ts'
import { type Telling, toldAs } from './context.ts'
import type { Policy } from './policy.ts'
import type { Transaction } from './pool.ts'

/** What became of each number: changed, nothing new, refused with its reason, or not one of this organisation's. */
export type Applied = {
  readonly changed: readonly NumberId[]
  readonly unchanged: readonly NumberId[]
  readonly refused: readonly { readonly numberId: NumberId; readonly refusal: Refusal }[]
  readonly unknown: readonly NumberId[]
}

/** With `plan`, the decisions of the chunk before, the rows of a chunk are classified once, as they are written. */
export type Asked = {
  readonly orgId: OrganisationId
  readonly ids: readonly NumberId[]
  readonly command: NumberCommand
  readonly recording: Telling
  readonly policy: Policy
  readonly at: Instant
  readonly plan?: ClassPlan
}

/**
 * Decides for a set of numbers by class and applies each decision to all its rows in one statement. One number is a set
 * of one: there is no second way. The organisation's row is locked by the caller.
 *
 * What is decided already is written at once: that statement finds the class of each row, and leaves those that no decision
 * is known of. They are locked by id, classified, decided, and written in the next round.
 */
export async function applyByClass(tx: Transaction, asked: Asked): Promise<Applied> {
  const { orgId, command, policy, at } = asked
  const recording = toldAs(axisKinds[touches(command).axis], asked)
  const classifying: Classifying = { command, instants: classInstants(policy.pack, at), recording }
  const wanted = [...new Set(asked.ids)].sort()
  const plan = planFor({ command, policy, at }, asked.plan)
  const changed = new Set<NumberId>()
  const classes = new Map<NumberId, string>()
  let open: readonly NumberId[] = wanted
  const write = async (isLocked: boolean) => {
    for (const id of await writeByClass(tx, { classifying, policy, plan, isLocked, orgId, ids: open })) changed.add(id)
    open = open.filter((id) => !changed.has(id))
  }
  if (asked.plan || wanted.length === 1) await write(false)
  // A location or user may change between the look and the change: rows whose class is not in the plan go round again.
  for (let round = 0; open.length > 0; round += 1) {
    if (round === maxRounds) throw new Error(`classes of ${open.length} numbers kept changing`)
    const found = await classify(tx, classifying, orgId, open)
    for (const { id, text } of found) classes.set(id, text)
    open = found.filter(({ text }) => isEvent(plan.of(text))).map(({ id }) => id)
    if (open.length > 0) await write(true)
  }
  return outcome(wanted, changed, (id) => decisionOf(plan, classes.get(id)))
}

const maxRounds = 5

function decisionOf(plan: ClassPlan, text: string | undefined): ClassDecision | undefined {
  return text === undefined ? undefined : plan.of(text)
}

function outcome(
  wanted: readonly NumberId[],
  changed: ReadonlySet<NumberId>,
  of: (id: NumberId) => ClassDecision | undefined,
): Applied {
  const left = wanted.flatMap((numberId) => (changed.has(numberId) ? [] : [{ numberId, decision: of(numberId) }]))
  return {
    changed: wanted.filter((id) => changed.has(id)),
    unchanged: left.flatMap(({ numberId, decision }) => (decision?.ok ? [numberId] : [])),
    refused: left.flatMap(({ numberId, decision }) =>
      decision && !decision.ok ? [{ numberId, refusal: decision.refusal }] : [],
    ),
    unknown: left.flatMap(({ numberId, decision }) => (decision ? [] : [numberId])),
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

/** Locks the rows by id and tells the class text of those that are there. */
async function classify(
  tx: Transaction,
  classifying: Classifying,
  orgId: OrganisationId,
  ids: readonly NumberId[],
): Promise<readonly { readonly id: NumberId; readonly text: string }[]> {
  const { bind, values } = binding()
  const from = looksBeside(classifying.command) ? `number n join (${beside}) on o.id = n.org_id` : 'number n'
  const text = `select n.id, ${classTextSql(classifying, bind)} as text from ${from}
     where n.org_id = ${bind(orgId, 'uuid')} and n.id = any(${bind(ids, 'uuid[]')})
     order by n.id for no key update of n`
  const { rows } = await tx.query<{ id: NumberId; text: string }>(planned(ids, text, values))
  return rows
}
