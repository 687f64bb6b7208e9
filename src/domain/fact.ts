import type { Instant } from './values.ts'

/** Who caused a change. `actingFor` is the organisation on whose behalf a partner or operator acts. */
export type Actor = {
  readonly kind: 'person' | 'partner' | 'service' | 'calendar'
  readonly subject: string
  readonly role: string
  readonly actingFor?: string
}

export type SourceKind = 'registry' | 'desk' | 'webex' | 'partner' | 'admin' | 'process'

/** Where a fact came from. `rank` is policy data at the time of recording: the smaller one is believed at a tie. */
export type Source = { readonly kind: SourceKind; readonly id: string; readonly rank: number }

/** The part of an event's envelope that a fold may look at: both clocks, the source and the event's own id. */
export type Meta = {
  readonly happenedAt: Instant
  readonly recordedAt: Instant
  readonly source: Source
  readonly eventId: string
}

/** One report of a value. `by` orders equals: rank first, then the source's id. */
export type Attestation<Value> = {
  readonly value: Value
  readonly happenedAt: Instant
  readonly recordedAt: Instant
  readonly by: string
  readonly eventId: string
  readonly expiresAt?: Instant
}

/**
 * Everything reported about one question, the strongest report first: the later `happenedAt` wins, then the smaller
 * `by`; the order of arrival never counts. An empty register means unknown.
 */
export type Register<Value> = readonly Attestation<Value>[]

/** Text order is the order of belief: the rank in two digits, then kind and id. */
export function believedBy(source: Source): string {
  return `${String(source.rank).padStart(2, '0')}:${source.kind}:${source.id}`
}

export function attestation<Value>(value: Value, meta: Meta, expiresAt?: Instant): Attestation<Value> {
  const { happenedAt, recordedAt, source, eventId } = meta
  return { value, happenedAt, recordedAt, by: believedBy(source), eventId, ...(expiresAt ? { expiresAt } : {}) }
}

/** True when the first report outranks the second. */
export function outranks(a: { happenedAt: Instant; by: string }, b: { happenedAt: Instant; by: string }): boolean {
  return a.happenedAt !== b.happenedAt ? a.happenedAt > b.happenedAt : a.by < b.by
}

/**
 * Files a report. A source that speaks twice about one instant corrects itself: its later word stands, whichever came
 * first. The same word again changes nothing, so any order gives one register.
 */
export function file<Value>(register: Register<Value>, report: Attestation<Value>): Register<Value> {
  const twin = register.find((each) => each.happenedAt === report.happenedAt && each.by === report.by)
  if (twin && lastWord(twin, report) === twin) return register
  const others = register.filter((each) => each !== twin)
  return [...others, report].sort((a, b) => (outranks(a, b) ? -1 : 1))
}

function lastWord<Value>(a: Attestation<Value>, b: Attestation<Value>): Attestation<Value> {
  const key = (each: Attestation<Value>) => `${each.recordedAt} ${each.eventId} ${textOf(each.value)}`
  return key(a) >= key(b) ? a : b
}

/**
 * What is believed at an instant: the strongest report that has happened by then. Once that one has expired the answer
 * is unknown, not the older report that it replaced.
 */
export function prevailing<Value>(register: Register<Value>, at: Instant): Attestation<Value> | undefined {
  const strongest = register.find((each) => each.happenedAt <= at)
  return strongest?.expiresAt && strongest.expiresAt <= at ? undefined : strongest
}

/** The instants after `at` at which the answer of `prevailing` can change by itself. */
export function turningPoints<Value>(register: Register<Value>, at: Instant): readonly Instant[] {
  return register
    .flatMap((each) => [each.happenedAt, ...(each.expiresAt ? [each.expiresAt] : [])])
    .filter((t) => t > at)
}

/** Whether this source has said just this about this instant: a repeat, and no news. */
export function isFiled<Value>(
  register: Register<Value>,
  { value, happenedAt, source }: { readonly value: Value; readonly happenedAt: Instant; readonly source: Source },
): boolean {
  const by = believedBy(source)
  const same = textOf(value)
  return register.some((each) => each.happenedAt === happenedAt && each.by === by && textOf(each.value) === same)
}

/** One text for equal values: what comes back from storage may have its fields in another order. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, each) => {
    const isRecord = typeof each === 'object' && each !== null && !Array.isArray(each)
    return isRecord ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each
  })
}
