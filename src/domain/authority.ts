import { type Actor, believedBy, outranks, type Source, type SourceKind } from './fact.ts'
import type { AxisName } from './number.ts'
import type { FactKind, Sources } from './policy/sources.ts'
import type { Instant } from './values.ts'
import { saidIn } from './word.ts'

/** The place of a source in the order of those that tell of a kind of fact, from 1: the smaller is believed at a tie. */
export function rankOf(order: readonly SourceKind[], source: SourceKind): number {
  const place = order.indexOf(source)
  return place < 0 ? order.length + 1 : place + 1
}

/** What kind of fact an axis of a number is. */
export const axisKinds: Readonly<Record<AxisName, FactKind>> = {
  inventory: 'inventory',
  entered: 'entry',
  location: 'place',
  owner: 'usage',
  loa: 'loaFlag',
  letter: 'letter',
  case: 'case',
  authorisation: 'authorisation',
  registration: 'registration',
  texting: 'texting',
  traffic: 'traffic',
  exempt: 'exemption',
}

/** A report as it was recorded in a stream. */
export type Told = {
  readonly type: string
  readonly data: unknown
  readonly happenedAt: Instant
  readonly recordedAt: Instant
  readonly source: Source
  readonly actor: Actor
  readonly id: string
  readonly version: number
}

/** One source's word on one question. */
export type Word = {
  readonly value: string
  readonly happenedAt: Instant
  readonly recordedAt: Instant
  readonly source: Source
  readonly actor: Actor
  readonly eventId: string
  readonly version: number
  readonly expiresAt?: Instant
}

/**
 * Two sources disagree. `beside` is the authoritative word where there is one, else the other word of the same instant.
 * `override` is the word by hand that set itself against the authoritative one.
 */
export type Dispute = {
  readonly code: 'SOURCES_CONTRADICT' | 'OVERRIDE_CONTRADICTED'
  readonly question: string
  readonly kind: FactKind
  readonly believed: Word
  readonly beside: Word
  readonly override?: Word
}

/** What is disputed in the events of one stream at an instant. It changes nothing of what is believed: it is shown. */
export function disputesIn(events: readonly Told[], sources: Sources, at: Instant): readonly Dispute[] {
  // Nobody contradicts a source of their own kind, and mostly one kind alone has spoken.
  const [first] = events
  if (events.every(({ source }) => source.kind === first?.source.kind)) return []
  return [...questionsIn(events)].flatMap(([question, { kind, words }]) => {
    const dispute = disputeOf(words, sources[kind][0], at)
    return dispute ? [{ ...dispute, question, kind }] : []
  })
}

/** Every question that the events speak of, with all that was said about it. */
export function questionsIn(
  events: readonly Told[],
): ReadonlyMap<string, { readonly kind: FactKind; readonly words: readonly Word[] }> {
  const questions = new Map<string, { readonly kind: FactKind; readonly words: readonly Word[] }>()
  for (const event of events) {
    for (const { kind, about, value } of saidIn(event)) {
      const question = about === undefined ? kind : `${kind}/${about}`
      const before = questions.get(question)?.words ?? []
      questions.set(question, { kind, words: [...before, wordOf(event, value)] })
    }
  }
  return questions
}

function wordOf({ data, id: eventId, happenedAt, recordedAt, source, actor, version }: Told, value: string): Word {
  const { expiresAt }: { expiresAt?: Instant } = { ...(data as object) }
  return { value, happenedAt, recordedAt, source, actor, eventId, version, ...(expiresAt ? { expiresAt } : {}) }
}

function disputeOf(
  words: readonly Word[],
  authority: SourceKind | undefined,
  at: Instant,
): Omit<Dispute, 'question' | 'kind'> | undefined {
  const believed = strongest(words, at)
  if (!believed) return undefined
  const authoritative = words.filter(({ source }) => source.kind === authority)
  const told = strongest(authoritative, at)
  const hand = lastRecorded(words.filter(isByHand))
  const override = hand && isOverride(hand, authoritative) ? hand : undefined
  if (told && override && told.value !== override.value) {
    const after = lastRecorded(
      authoritative.filter((each) => each.version > override.version && each.value !== override.value),
    )
    if (after) return { code: 'OVERRIDE_CONTRADICTED', believed, beside: after, override }
  }
  if (told && believed.source.kind !== authority && believed.value !== told.value) {
    const by = override?.eventId === believed.eventId ? { override } : {}
    return { code: 'SOURCES_CONTRADICT', believed, beside: told, ...by }
  }
  const rival = strongest(
    words.filter((each) => isRival(each, believed)),
    at,
  )
  return rival ? { code: 'SOURCES_CONTRADICT', believed, beside: rival } : undefined
}

/** Said by a person, over the interface, and not by a bridge. */
function isByHand({ source }: Word): boolean {
  return source.kind === 'admin' || source.kind === 'partner'
}

/** Whether it says something else than the authoritative source had said of that instant. */
function isOverride(hand: Word, authoritative: readonly Word[]): boolean {
  const then = strongest(authoritative, hand.happenedAt)
  return then !== undefined && then.source.kind !== hand.source.kind && then.value !== hand.value
}

function isRival(word: Word, believed: Word): boolean {
  return (
    word.happenedAt === believed.happenedAt &&
    word.source.kind !== believed.source.kind &&
    word.value !== believed.value
  )
}

/** By the order of belief; a source that spoke twice about one instant meant the later word. What has expired says nothing. */
function strongest(words: readonly Word[], at: Instant): Word | undefined {
  const ranked = words
    .filter(({ happenedAt }) => happenedAt <= at)
    .map((word) => ({ word, happenedAt: word.happenedAt, by: believedBy(word.source), version: word.version }))
    .reduce<Ranked | undefined>((best, each) => (best === undefined || precedes(each, best) ? each : best), undefined)
  const word = ranked?.word
  return word?.expiresAt && word.expiresAt <= at ? undefined : word
}

type Ranked = { readonly word: Word; readonly happenedAt: Instant; readonly by: string; readonly version: number }

function precedes(a: Ranked, b: Ranked): boolean {
  const isTwin = a.happenedAt === b.happenedAt && a.by === b.by
  return isTwin ? a.version > b.version : outranks(a, b)
}

function lastRecorded(words: readonly Word[]): Word | undefined {
  return words.reduce<Word | undefined>(
    (last, each) => (last === undefined || each.version > last.version ? each : last),
    undefined,
  )
}
