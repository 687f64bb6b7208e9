import { Temporal } from 'temporal-polyfill'
import { type ClassInstants, classKeyOf, type NumberClass, type NumberRow, parseClassKey } from './numberClass.ts'
import type { PolicyPack } from './policy/policy.ts'
import { type Instant, instant, plusDays } from './values.ts'

/** A time in which no answer of a pack changes by itself, and the answers given in it. */
type Calm<Answer> = { readonly from: Instant; readonly until: Instant; readonly answers: Map<string, Answer> }

const mostCalms = 4
const mostClasses = 10_000

/**
 * Remembers an answer that rests on class, pack and the time alone: it is worked out once for all numbers of a class, and
 * anew when an instant of the pack or the end of a civil day has been passed. Every comparison of `make` with `at` has to be
 * with one of those.
 */
export function oncePerClass<Answer>(
  make: (number: NumberClass, pack: PolicyPack, at: Instant) => Answer,
): (row: NumberRow, pack: PolicyPack, instants: ClassInstants) => Answer {
  const calms = new WeakMap<PolicyPack, readonly Calm<Answer>[]>()

  return (row, pack, instants) => {
    const { answers } = calmAt(pack, instants.at)
    const key = classKeyOf(row, instants)
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = make(parseClassKey(key), pack, instants.at)
    if (answers.size >= mostClasses) answers.clear()
    answers.set(key, answer)
    return answer
  }

  function calmAt(pack: PolicyPack, at: Instant): Calm<Answer> {
    const known = calms.get(pack) ?? []
    for (const calm of known) if (calm.from <= at && at < calm.until) return calm
    const calm = { ...around(pack, at), answers: new Map<string, Answer>() }
    calms.set(pack, [calm, ...known].slice(0, mostCalms))
    return calm
  }
}

function around(
  { instants, cutoffs, rules, zone }: PolicyPack,
  at: Instant,
): { readonly from: Instant; readonly until: Instant } {
  const day = Temporal.Instant.from(at).toZonedDateTimeISO(zone).startOfDay()
  const turns = [
    instant(day.epochMilliseconds),
    instant(day.add({ days: 1 }).epochMilliseconds),
    ...Object.values(instants),
    ...cutoffs.map(({ instant: from, keptDays }) => plusDays(from, keptDays)),
    ...Object.values(rules).map(({ effectiveFrom }) => effectiveFrom),
  ].filter((each) => each !== null)
  const past = turns.filter((each) => each <= at).sort()
  const ahead = turns.filter((each) => each > at).sort()
  return { from: past.at(-1) ?? at, until: ahead[0] ?? at }
}
