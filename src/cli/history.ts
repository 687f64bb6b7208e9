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
  const rows = events.map(({ type, happenedAt, recordedAt, actor, ruleIds, provenance, data }): readonly Cell[] => [
    recordedAt,
    {
      text: happenedAt === recordedAt ? 'then' : happenedAt,
      paint: happenedAt === recordedAt ? paint.faint : paint.open,
    },
    eventWords(type),
    `${actor.role} ${actor.subject}`,
    ruleIds.length === 0 ? '–' : ruleIds.join(' '),
    provenance === null ? '–' : provenance.activityId,
    { text: details(data), paint: paint.faint },
  ])
  return table(['learnt at', 'happened at', 'what', 'by whom', 'rules', 'activity', 'details'], rows, '')
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

function details(data: EventAnswer['data']): string {
  return Object.entries(data)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
