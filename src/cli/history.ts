import type { EventAnswer, NumberAnswer, OnboardingSummaryAnswer } from './answers.ts'
import type { ApiClient } from './client.ts'
import { Unusable } from './connection.ts'
import { paint } from './paint.ts'
import { type Cell, table } from './table.ts'
import { eventWords } from './words.ts'

/** A number by its id or its E.164 text, an onboarding by its id; without either, the newest onboarding. */
export type Whose = { readonly onboarding?: string; readonly number?: string }

export async function readHistory(api: ApiClient, orgId: string, whose: Whose): Promise<readonly EventAnswer[]> {
  const at = `/v1/organisations/${orgId}`
  if (whose.number !== undefined) {
    return api.all<EventAnswer>(`${at}/numbers/${await numberId(api, at, whose.number)}/history`)
  }
  return api.all<EventAnswer>(`${at}/onboardings/${whose.onboarding ?? (await newest(api, at))}/history`)
}

async function numberId(api: ApiClient, at: string, text: string): Promise<string> {
  if (!text.startsWith('+')) return text
  const { items } = await api.get<{ items: readonly NumberAnswer[] }>(`${at}/numbers`, { number: text })
  const [found] = items
  if (found === undefined) throw new Unusable(`The organisation has no number ${text}.`)
  return found.id
}

async function newest(api: ApiClient, at: string): Promise<string> {
  const last = (await api.all<OnboardingSummaryAnswer>(`${at}/onboardings`)).at(-1)
  if (last === undefined) throw new Unusable('The organisation has no onboarding yet: `clearline onboard` starts one.')
  return last.id
}

/** In the order in which it was learnt. Where it was learnt later than it happened, both clocks are worth a look. */
export function historyWords(events: readonly EventAnswer[]): string {
  if (events.length === 0) return 'Nothing has happened yet.'
  const rows = events.map(({ type, happenedAt, recordedAt, actor, ruleIds, data }): readonly Cell[] => [
    recordedAt,
    {
      text: happenedAt === recordedAt ? 'then' : happenedAt,
      paint: happenedAt === recordedAt ? paint.faint : paint.open,
    },
    eventWords(type),
    `${actor.role} ${actor.subject}`,
    ruleIds.length === 0 ? '–' : ruleIds.join(' '),
    { text: details(data), paint: paint.faint },
  ])
  return table(['learnt at', 'happened at', 'what', 'by whom', 'rules', 'details'], rows, '')
}

function details(data: EventAnswer['data']): string {
  return Object.entries(data)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
