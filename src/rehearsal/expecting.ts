import type { Instant } from '../domain/values.ts'
import type { Observer, Seen } from './observer.ts'
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
    ...(endsLike === undefined
      ? []
      : compared(
          organisation,
          `end, as ${endsLike}'s`,
          ends(observer.seen(endsLike), organisations[endsLike]),
          ends(seen, organisations[organisation]),
        )),
  ]
}

/** Everything that is true of an organisation, without the names that set it apart from another. */
function ends(seen: Seen | undefined, plan: ScenarioOrganisation | undefined): string {
  const numbers = plan?.numbers.map(({ number }) => seen?.numbers.get(number)) ?? []
  return JSON.stringify({ organisation: seen?.organisation, numbers })
}
