import { type Age, ages } from '../ages.ts'
import { type Language, languageOf } from './languageOf.ts'
import { common, type Marker, markers } from './markers.ts'

export type Identification = {
  /** The age that it is; none where a part fits several, or the text is not of this article. */
  readonly age: Age | null
  /** The ages of whose text this may be a part: nothing in it is strange to them. Oldest first. */
  readonly possible: readonly Age[]
  readonly language: Language | null
  /** The names of the markers that were found. */
  readonly found: readonly string[]
  /** For each age what speaks for it, less what speaks against it. */
  readonly scores: Readonly<Record<Age, number>>
}

/** A text that shares less than this with every age is not of the article. */
const leastShared = 3
/** One age alone is believed only on more than one translator's choice of a word. */
const leastWeight = 2

/** Which age of the article a pasted text is, whole or in part, in any of its five languages. */
export function identify(text: string): Identification {
  const found = markers.filter((marker) => marker.isIn(text))
  const isArticle = common.filter((marker) => marker.isIn(text)).length + found.length >= leastShared
  const possible = isArticle ? ages.filter((age) => found.every((marker) => marker.ages.includes(age))) : []
  return {
    age: isArticle && weigh(found) >= leastWeight ? decide(possible, found) : null,
    possible,
    language: languageOf(text) ?? null,
    found: found.map((marker) => marker.name),
    scores: Object.fromEntries(ages.map((age) => [age, scoreOf(age, found)])) as Record<Age, number>,
  }
}

/** The only age it can be a part of; else the one that it fits best, where it has at least half of what that age tells. */
function decide(possible: readonly Age[], found: readonly Marker[]): Age | null {
  const [only] = possible
  if (only && possible.length === 1) return only
  const ranked = ages.map((age) => ({ age, score: scoreOf(age, found) })).sort((a, b) => b.score - a.score)
  const [best, second] = ranked
  if (!best || best.score === second?.score) return null
  const told = markers.filter((marker) => marker.ages.includes(best.age))
  const isMostlyThere = 2 * weigh(told.filter((marker) => found.includes(marker))) >= weigh(told)
  return isMostlyThere ? best.age : null
}

/** A marker that the age cannot have speaks loudest against it; one that the text lacks may only be cut off. */
function scoreOf(age: Age, found: readonly Marker[]): number {
  const parts = markers.map((marker) => {
    const isTold = marker.ages.includes(age)
    if (found.includes(marker)) return isTold ? marker.weight : -3 * marker.weight
    return isTold ? -marker.weight : 0
  })
  return parts.reduce((sum: number, part) => sum + part, 0)
}

function weigh(some: readonly Marker[]): number {
  return some.reduce((sum: number, { weight }) => sum + weight, 0)
}
