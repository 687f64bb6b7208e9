import { leftEffects } from '../../domain/leftEffects.ts'
import { followsFrom, isReport, refuseRetraction } from '../../domain/retraction.ts'
import type { CommandData, CommandResult } from '../command.ts'
import { type Context, type Decided, done } from '../context.ts'
import { type EventRow, eventColumns, readRow, type StoredEvent } from '../eventStore.ts'
import { struckIn } from '../struck.ts'
import { callLeft, pastOf, unfoundedNow } from './aftermath.ts'
import { effectsBetween, rowsOf } from './effects.ts'
import { sealedEvidence } from './evidence.ts'
import { settleLetters, settleOrders } from './settling.ts'
import { strike } from './strikes.ts'
import { tellRetraction, toldBefore } from './tellingAnew.ts'
import { lockTouched, touchedBy } from './touched.ts'

/**
 * A report was wrong: it stays, struck through, and everything that rests on it is computed anew. All of the named reports
 * fall, or none. One that is struck already is a repeat and changes nothing.
 */
export async function retractReport(
  context: Context,
  data: CommandData<'RetractReport'>,
): Promise<Decided<CommandResult<'RetractReport'>>> {
  const { tx, orgId, recording } = context
  const named = await findNamed(context, data)
  if (!named.ok) return named
  for (const { event } of named.result) {
    const refusal = refuseRetraction(recording.actor, event)
    if (refusal) return { ok: false, refusal }
  }
  const all = [...named.result, ...(await findFollowing(context, named.result))].map((each) => each.event)
  const struck = all.map((event) => event.id)
  const known = await struckIn(tx, [...new Set(all.map((event) => event.streamId))])
  const fresh = all.filter((event) => !known.has(event.id))
  if (fresh.length === 0) return done({ struck, effects: [], left: [] })

  const touched = await touchedBy(context, fresh)
  await lockTouched(context, touched)
  const before = await rowsOf(tx, orgId, touched.streams)
  const told = await toldBefore(context, touched)
  const unfounded = await unfoundedNow(context)
  const ground = { reason: data.reason, ...(await sealedEvidence(context, data.evidence)) }
  const stricken = await strike(context, fresh, ground)
  if (!stricken.ok) return stricken
  await settleLetters(context, touched)
  const settled = await settleOrders(context, touched, ground)
  if (!settled.ok) return settled

  const proofs = new Map([...settled.result, ...stricken.result])
  const effects = effectsBetween(before, await rowsOf(tx, orgId, touched.streams))
  await tellRetraction(context, touched, told, proofs)
  const past = await pastOf(context, touched, { effects, told })
  const left = leftEffects(unfounded, await unfoundedNow(context), past)
  await callLeft(context, left, proofs)
  return done({ struck, effects, left })
}

/** `tx` is the transaction of the command that recorded the event. */
type Named = { readonly event: StoredEvent; readonly tx: string }

async function findNamed(context: Context, data: CommandData<'RetractReport'>): Promise<Decided<readonly Named[]>> {
  if ('commandId' in data) return findOfCommand(context, data.commandId)
  const ids = [...new Set(data.eventIds)]
  const found = await findEvents(context, ids)
  const missing = ids.find((id) => !found.some(({ event }) => event.id === id))
  if (missing !== undefined)
    return { ok: false, refusal: { code: 'EVENT_NOT_FOUND', field: 'eventIds', detail: missing } }
  return done(found)
}

/** Of everything that one request or delivery has recorded, the reports; what it made us do stays done. */
async function findOfCommand(context: Context, commandId: string): Promise<Decided<readonly Named[]>> {
  const { tx, orgId } = context
  const field = 'commandId'
  const { rows: commands } = await tx.query<{ at: string }>(
    'select recorded_at as at from inbox where org_id = $1 and command_id = $2 and recorded_at is not null',
    [orgId, commandId],
  )
  const [command, other] = commands
  if (!command) return { ok: false, refusal: { code: 'EVENT_NOT_FOUND', field } }
  if (other) return { ok: false, refusal: { code: 'COMMAND_AMBIGUOUS', field } }
  const { rows } = await tx.query<EventRow>(
    `select ${eventColumns} from event where recorded_at = $3 and org_id = $1 and command_id = $2 order by tx, seq`,
    [orgId, commandId, command.at],
  )
  const reports = rows.filter((row) => isReport(row.type))
  if (reports.length === 0) return { ok: false, refusal: { code: 'NOT_A_REPORT', field } }
  return done(reports.map(read))
}

/** Another organisation's event reads like one that does not exist. */
async function findEvents({ tx, orgId }: Context, ids: readonly string[]): Promise<readonly Named[]> {
  const places = ids.flatMap((id) => {
    const [, stream, version] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([1-9]\d{0,8})$/.exec(id) ?? []
    return stream && version ? [{ stream, place: Number(version) }] : []
  })
  const { rows } = await tx.query<EventRow>(
    `select ${eventColumns} from event
     join jsonb_to_recordset($2::jsonb) as named(stream uuid, place int)
       on named.stream = event.stream_id and named.place = event.version
     where org_id = $1 order by tx, seq`,
    [orgId, JSON.stringify(places)],
  )
  return rows.map(read)
}

/** What the same commands have recorded beside the reports, and what says nothing without them. */
async function findFollowing({ tx, orgId }: Context, named: readonly Named[]): Promise<readonly Named[]> {
  const { rows } = await tx.query<EventRow>(
    `select ${eventColumns} from event
     where tx = any($2::text[]::xid8[]) and org_id = $1 and type = any($3) order by tx, seq`,
    [orgId, [...new Set(named.map((each) => each.tx))], ['OrderAnswered', 'NumberLoaVoided', 'NumberLoaSigned']],
  )
  return rows.map(read).filter((each) =>
    followsFrom(
      each.event,
      named.filter(({ tx: same }) => same === each.tx).map(({ event }) => event),
    ),
  )
}

function read(row: EventRow): Named {
  return { event: readRow(row), tx: row.tx }
}
