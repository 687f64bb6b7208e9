import type { Instant } from '../domain/values.ts'
import type { Observer } from './observer.ts'
import type { Expectation, ScenarioOrganisation } from './scenario.ts'

/** What should have been true and was not. */
export type Missed = {
  readonly at: Instant
  readonly of: string
  readonly what: string
  readonly expected: string
  readonly was: string
}

const ofNumbers = ['verdict', 'reason', 'authorisation', 'registration', 'texting'] as const
const ofOrganisations = ['licence', 'onboarding', 'case', 'overdue'] as const

export function missed(
  expectation: Expectation,
  observer: Observer,
  organisations: Readonly<Record<string, ScenarioOrganisation>>,
): readonly Missed[] {
  const { at, organisation, endsLike } = expectation
  const seen = observer.seen(organisation)
  const known = organisations[organisation]?.numbers.map(({ number }) => number) ?? []
  const asked = expectation.numbers === 'all' ? known : (expectation.numbers ?? [])
  const compared = (of: string, what: string, expected: unknown, was: unknown): readonly Missed[] =>
    expected === undefined || expected === was
      ? []
      : [{ at, of, what, expected: String(expected), was: String(was ?? 'nothing') }]
  return [
    ...ofOrganisations.flatMap((what) => compared(organisation, what, expectation[what], seen?.organisation[what])),
    ...asked.flatMap((number) =>
      ofNumbers.flatMap((what) => compared(number, what, expectation[what], seen?.numbers.get(number)?.[what])),
    ),
    ...(endsLike === undefined ? [] : unlike({ at, like: endsLike, of: organisation }, observer, organisations)),
  ]
}

type Twin = { readonly at: Instant; readonly of: string; readonly like: string }

/** Everything that is true of an organisation, and of its numbers in the order of the file, against another's. */
function unlike(
  { at, of, like }: Twin,
  observer: Observer,
  organisations: Readonly<Record<string, ScenarioOrganisation>>,
): readonly Missed[] {
  const differ = (name: string, one: object = {}, other: object = {}): readonly Missed[] => {
    const facts = new Map<string, unknown>(Object.entries(one))
    return Object.entries(other).flatMap(([what, value]: readonly [string, unknown]) => {
      const [was, expected] = [JSON.stringify(facts.get(what)), JSON.stringify(value)]
      return was === expected ? [] : [{ at, of: name, what, expected: `${expected} (as ${like})`, was }]
    })
  }
  const numbersOf = (name: string) => organisations[name]?.numbers.map(({ number }) => number) ?? []
  const others = numbersOf(like)
  const [seen, other] = [observer.seen(of), observer.seen(like)]
  return [
    ...differ(of, seen?.organisation, other?.organisation),
    ...numbersOf(of).flatMap((number, index) =>
      differ(number, seen?.numbers.get(number), other?.numbers.get(others[index] ?? '')),
    ),
  ]
}
