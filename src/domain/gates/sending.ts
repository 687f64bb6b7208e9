import { textsOf } from '../policy/inForce.ts'
import type { PolicyPack } from '../policy/policy.ts'
import { type Barrier, barrier } from './obstacle.ts'

/**
 * The one message that is asked about, as far as it is told. `counterpart` is the country of the other side's number,
 * null where no country has it; Caribbean countries share the US calling code and are countries of their own.
 */
export type Sending = {
  readonly direction?: 'inbound' | 'outbound' | undefined
  readonly kind?: 'text' | 'mms' | undefined
  readonly counterpart?: { readonly country: string | null } | undefined
  readonly hasEmoticons?: boolean | undefined
  readonly platform?: 'desktop' | 'mobile' | undefined
  readonly appVersion?: string | undefined
}

/** Whether anything is told of a message or of the app that would send it. */
export function isTold({ direction, kind, counterpart, hasEmoticons, platform, appVersion }: Sending): boolean {
  const isOfMessage =
    direction !== undefined || kind !== undefined || counterpart !== undefined || hasEmoticons === true
  return isOfMessage || platform !== undefined || appVersion !== undefined
}

/** P6, L5: the app is a fact of the device, so what nobody has told of it shuts nothing by the default reading. */
export function app({ appVersion, platform, direction }: Sending, pack: PolicyPack): Barrier | undefined {
  const isKnown = appVersion !== undefined && isVersion(appVersion)
  if (isKnown && compareVersions(appVersion, oldestApp(pack)) < 0)
    return barrier(pack, 'app', { reason: 'APP_TOO_OLD', by: ['P6'], owner: 'user', act: 'updateApp' })
  if (platform === 'mobile' && direction !== 'inbound') {
    const said = { reason: 'DESKTOP_ONLY', by: ['L5'], owner: 'user', act: 'sendFromDesktop' } as const
    const shut = barrier(pack, 'app', said)
    if (shut) return shut
  }
  if (appVersion === undefined || isKnown || pack.readings.unknownApp === 'warns') return undefined
  return barrier(pack, 'app', {
    state: 'unknown',
    reason: 'APP_VERSION_UNKNOWN',
    by: ['P6'],
    owner: 'user',
    act: 'reportApp',
  })
}

/** L6, L7: what is not supported is answered as such, whoever asks. */
export function message(sending: Sending, pack: PolicyPack): Barrier | undefined {
  const { direction, kind, counterpart, hasEmoticons } = sending
  if (kind !== 'mms' && !counterpart && !hasEmoticons) return undefined
  const unsupported = textsOf(pack, 'L7', 'unsupported')
  const isInbound = direction === 'inbound'
  if (counterpart && unsupported.includes('international') && !isDomestic(counterpart.country, pack)) {
    const shut = barrier(pack, 'message', { reason: 'COUNTERPART_ABROAD', by: ['L7'], owner: 'nobody', act: 'noAct' })
    if (shut) return shut
  }
  if (kind === 'mms' && unsupported.includes('mms')) {
    const act = isInbound ? ({ owner: 'nobody', act: 'noAct' } as const) : ({ owner: 'user', act: 'sendText' } as const)
    const shut = barrier(pack, 'message', { reason: 'MMS_UNSUPPORTED', by: ['L7'], ...act })
    if (shut) return shut
  }
  if (!hasEmoticons) return undefined
  const act = isInbound ? ({ owner: 'nobody', act: 'noAct' } as const) : ({ owner: 'user', act: 'sendText' } as const)
  return barrier(pack, 'message', { reason: 'EMOTICONS_UNSUPPORTED', by: ['L6'], ...act })
}

function isDomestic(country: string | null, pack: PolicyPack): boolean {
  return country !== null && pack.countries.includes(country)
}

function oldestApp(pack: PolicyPack): string {
  return textsOf(pack, 'P6', 'appVersion')[0] ?? '0'
}

export function isVersion(text: string): boolean {
  return /^\d{1,9}(\.\d{1,9}){0,5}$/.test(text)
}

/** By numbers and not by text: 42.9 is older than 42.12, and a part that is left out counts as nought. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [a, b].map((text) => text.split('.').map(Number))
  const length = Math.max(one?.length ?? 0, other?.length ?? 0)
  const differences = Array.from({ length }, (_, part) => (one?.[part] ?? 0) - (other?.[part] ?? 0))
  return differences.find((difference) => difference !== 0) ?? 0
}
