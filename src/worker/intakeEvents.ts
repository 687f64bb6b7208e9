import { type DeskEvent, parseDeskEvent } from '../providers/deskEvents.ts'
import type { Malformed } from '../providers/eventShape.ts'
import { parseRegistryEvent, type RegistryEvent } from '../providers/registryEvents.ts'
import { isRecord } from '../providers/shape.ts'
import { parseWebexEvent, type WebexEvent } from '../providers/webexEvents.ts'
import type { Inbound } from '../store/intake.ts'
import { ownIdIn } from './intakeCommands.ts'

export type AnyEvent = DeskEvent | RegistryEvent | WebexEvent
/** What Webex says of our own standing with it. */
export type Noted = Exclude<WebexEvent, { readonly type: 'unknown' }>

type Read =
  /** `name` is the sender's name of the type; `isMock` that the sender calls it a rehearsal of its own. */
  | { readonly ok: true; readonly event: AnyEvent; readonly name: string; readonly isMock: boolean }
  /** `reference` is our own id in it, where one can be made out: it tells whose delivery this is. */
  | { readonly ok: false; readonly reason: string; readonly reference?: string }

export function readEvent({ source, body }: Inbound): Read {
  if (!body) return { ok: false, reason: 'UNREADABLE' }
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8'))
  } catch {
    return { ok: false, reason: 'NOT_JSON' }
  }
  const fields = isRecord(json) ? json : {}
  const read = parse(source, json)
  if (!read.ok) {
    const reference = ownIdIn(fields['reference'])
    return { ok: false, reason: read.reason, ...(reference === undefined ? {} : { reference }) }
  }
  return { ok: true, event: read.event, name: nameOf(read.event), isMock: fields['mock'] === true }
}

function parse(source: Inbound['source'], json: unknown): { readonly ok: true; readonly event: AnyEvent } | Malformed {
  switch (source) {
    case 'desk':
      return parseDeskEvent(json)
    case 'registry':
      return parseRegistryEvent(json)
    case 'webex':
      return parseWebexEvent(json)
  }
}

/** A type that is not known here is the sender's own text, and must not carry a phone number into a list. */
function nameOf(event: AnyEvent): string {
  if (event.type !== 'unknown') return event.type
  return /\d{7}/.test(event.name) ? 'withheld' : event.name
}
