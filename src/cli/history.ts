import type { EventAnswer, RunAnswer, TemporalAnswer } from './answers.ts'
import { newestOnboarding, numberIdOf, pathOf } from './asking.ts'
import type { ApiClient } from './client.ts'
import { paint } from './paint.ts'
import { type Cell, table } from './table.ts'
import { eventWords, outcomeWords } from './words.ts'

/** A number by its id or its E.164 text, an onboarding by its id; without either, the newest onboarding. */
export type Whose = { readonly onboarding?: string; readonly number?: string }

/** What is true, and beside it what the conductor did; a number has no conductor of its own. */
export type History = { readonly events: readonly EventAnswer[]; readonly temporal?: TemporalAnswer }

export async function readHistory(api: ApiClient, orgId: string, whose: Whose): Promise<History> {
  if (whose.number !== undefined) {
    const id = await numberIdOf(api, orgId, whose.number)
    return { events: await api.all<EventAnswer>(pathOf(orgId, 'numbers', id, 'history')) }
  }
  const id = whose.onboarding ?? (await newestOnboarding(api, orgId))
  const path = pathOf(orgId, 'onboardings', id, 'history')
  const { temporal } = await api.get<{ temporal: TemporalAnswer }>(path, { limit: '1' })
  return { events: await api.all<EventAnswer>(path), temporal }
}

/** In the order in which it was learnt. Where it was learnt later than it happened, both clocks are worth a look. */
export function historyWords({ events, temporal }: History): string {
  const facts = events.length === 0 ? 'Nothing has happened yet.' : eventsTable(events)
  return temporal === undefined ? facts : `${facts}\n\n${temporalWords(temporal)}`
}

function eventsTable(events: readonly EventAnswer[]): string {
  const rows = alike(events).map((group): readonly Cell[] => {
    const { type, happenedAt, recordedAt, actor, ruleIds, provenance, struckBy } = group[0]
    const cells: readonly Cell[] = [
      recordedAt,
      {
        text: happenedAt === recordedAt ? 'then' : happenedAt,
        paint: happenedAt === recordedAt ? paint.faint : paint.open,
      },
      eventWords(type) + (group.length > 1 ? ` × ${group.length}` : ''),
      `${actor.role} ${actor.subject}`,
      ruleIds.length === 0 ? '–' : ruleIds.join(' '),
      provenance === null ? '–' : provenance.activityId,
      { text: details(group) + retractedWords(struckBy), paint: paint.faint },
    ]
    return struckBy === null ? cells : cells.map(struckThrough)
  })
  return table(['learnt at', 'happened at', 'what', 'by whom', 'rules', 'activity', 'details'], rows, '')
}

/** The word beside the line: not every terminal strikes through, and a file never does. */
function retractedWords(struckBy: EventAnswer['struckBy']): string {
  return struckBy === null ? '' : ` (retracted ${struckBy.recordedAt}: ${struckBy.reason})`
}

function struckThrough(cell: Cell): Cell {
  return { text: typeof cell === 'string' ? cell : cell.text, paint: paint.struck }
}

type Alike = readonly [EventAnswer, ...EventAnswer[]]

/** What one act did to many numbers is one line, where its first event stands; `--json` has each of them. */
function alike(events: readonly EventAnswer[]): readonly Alike[] {
  const groups = new Map<string, [EventAnswer, ...EventAnswer[]]>()
  for (const event of events) {
    const { type, happenedAt, recordedAt, actor, source, ruleIds, provenance, struckBy } = event
    const struck = struckBy && { ...struckBy, eventId: '' }
    const act = JSON.stringify([type, happenedAt, recordedAt, actor, source, ruleIds, provenance, struck])
    const group = groups.get(act)
    if (group) group.push(event)
    else groups.set(act, [event])
  }
  return [...groups.values()]
}

function temporalWords(temporal: TemporalAnswer): string {
  if (temporal.state === 'unavailable')
    return paint.open('Temporal cannot be asked now; the record above is whole without it.')
  return temporal.runs.map(runWords).join('\n\n')
}

function runWords({ workflowId, runId, status, activities }: RunAnswer): string {
  const rows = activities.map((each): readonly Cell[] => [
    each.activityId,
    each.summary ?? each.type,
    each.attempt === 0 ? 'not begun' : `attempt ${each.attempt}`,
    each.startedAt ?? each.scheduledAt,
    each.endedAt ?? '–',
    outcomeWords(each.outcome) + (each.failure === null ? '' : ` (${each.failure})`),
    { text: String(each.eventCount), paint: paint.faint },
  ])
  const head = `${paint.strong(workflowId)}  ${paint.faint(runId)}  ${status.toLowerCase()}`
  if (rows.length === 0) return `${head}\n  no activity yet`
  return `${head}\n${table(['activity', 'what', 'tries', 'began', 'ended', 'how', 'events'], rows)}`
}

/** What all events of a line have in common. */
function details([first, ...others]: Alike): string {
  const isShared = (name: string, value: unknown) =>
    others.every(({ data }) => JSON.stringify(data[name]) === JSON.stringify(value))
  return Object.entries(first.data)
    .filter(([name, value]) => !(Array.isArray(value) && value.length === 0) && isShared(name, value))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
