/** Branded values: text that has been checked once, at the edge, and is trusted from there on. */
type Branded<Name extends string> = string & { readonly brand: Name }

export type OrganisationId = Branded<'OrganisationId'>
export type LocationId = Branded<'LocationId'>
export type UserId = Branded<'UserId'>
export type NumberId = Branded<'NumberId'>
export type OrderId = Branded<'OrderId'>
export type LoaId = Branded<'LoaId'>
export type CaseId = Branded<'CaseId'>
export type OnboardingId = Branded<'OnboardingId'>
/** The stream of a cutoff, and the process that conducts it. */
export type CutoffStreamId = Branded<'CutoffStreamId'>
export type ExemptionId = Branded<'ExemptionId'>
export type ContactId = Branded<'ContactId'>
/** The public id of an event: `{streamId}:{version}`. */
export type EventId = Branded<'EventId'>
export type DocumentId = Branded<'DocumentId'>

/** A UTC instant as `2026-11-24T16:18:42.123Z`: always three decimals, so text order is time order. */
export type Instant = Branded<'Instant'>

/** `+` and up to fifteen digits. Stands only in the `number` row and in the event of entering service. */
export type E164 = Branded<'E164'>

/** Points at an encrypted document; `sha256` is the hash of its ciphertext, in hex. */
export type DocumentRef = { readonly documentId: DocumentId; readonly sha256: string }

/** Brands checked text. The callers are the edges: HTTP schemas, id makers and tests. */
export function brand<Value extends Branded<string>>(text: string): Value {
  return text as Value
}

/** The scope of what concerns every organisation: it owns the events and the row of the deployment, and is none itself. */
export const deployment = brand<OrganisationId>('00000000-0000-0000-0000-000000000000')

/** Any ISO instant or epoch milliseconds, cut to milliseconds. Throws RangeError on nonsense: parse at the edge. */
export function instant(value: string | number | Date): Instant {
  return new Date(value).toISOString() as Instant
}

export function millis(at: Instant): number {
  return Date.parse(at)
}

const dayMs = 86_400_000

/** Whole days of 24 hours: waits are absolute and know no daylight saving. */
export function plusDays(at: Instant, days: number): Instant {
  return instant(millis(at) + days * dayMs)
}

export function plusMinutes(at: Instant, minutes: number): Instant {
  return instant(millis(at) + minutes * 60_000)
}

/** The later of two instants, of which either may be missing. */
export function laterOf<At extends string>(a: At | null, b: At | null): At | null {
  if (a === null || b === null) return a ?? b
  return a > b ? a : b
}
