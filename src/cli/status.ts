import type {
  NumberAnswer,
  OnboardingAnswer,
  OnboardingSummaryAnswer,
  OrganisationAnswer,
  VerdictCountsAnswer,
} from './answers.ts'
import { cardsWords } from './cards.ts'
import type { ApiClient } from './client.ts'
import { paint } from './paint.ts'
import { numbersTable, silenceWords } from './show.ts'
import { table } from './table.ts'
import { dayAndTime, ownerWords, stageWords } from './words.ts'

export type Status = {
  readonly organisation: OrganisationAnswer
  readonly onboardings: readonly OnboardingAnswer[]
  readonly numbers: readonly NumberAnswer[]
}

/** Both clocks of a question about one organisation's past. */
export type Then = { readonly at?: string; readonly knownAt?: string }
type Query = Readonly<Record<string, string>>

function queryAt({ at, knownAt }: Then): Query {
  return { ...(at === undefined ? {} : { at }), ...(knownAt === undefined ? {} : { knownAt }) }
}

/** Where every organisation in the token's scope stands, or the one that was named. */
export async function readStatus(
  api: ApiClient,
  orgId: string | undefined,
  then: Then = {},
): Promise<readonly Status[]> {
  const organisations =
    orgId === undefined
      ? await api.all<OrganisationAnswer>('/v1/organisations')
      : [await api.get<OrganisationAnswer>(`/v1/organisations/${orgId}`, queryAt(then))]
  const all: Status[] = []
  for (const organisation of organisations) all.push(await statusOf(api, organisation, queryAt(then)))
  return all
}

async function statusOf(api: ApiClient, organisation: OrganisationAnswer, query: Query): Promise<Status> {
  const at = `/v1/organisations/${organisation.id}`
  const summaries = await api.all<OnboardingSummaryAnswer>(`${at}/onboardings`, query)
  const onboardings = await Promise.all(
    summaries.map(({ id }) => api.get<OnboardingAnswer>(`${at}/onboardings/${id}`, query)),
  )
  return { organisation, onboardings, numbers: await api.all<NumberAnswer>(`${at}/numbers`, query) }
}

/** `isEach`: a line for each number, however many are alike. */
export function statusWords(all: readonly Status[], isEach: boolean): string {
  if (all.length === 0) return 'There is no organisation yet: `clearline org add <name>` adds one.'
  return all.map((each) => oneStatus(each, isEach)).join('\n\n')
}

function oneStatus({ organisation, onboardings, numbers }: Status, isEach: boolean): string {
  const { name, id, licence } = organisation
  return [
    `${paint.strong(name ?? 'without a name')}  ${paint.faint(id)}  licence ${licence}`,
    '',
    onboardings.length === 0 ? '  no onboarding: `clearline onboard` starts one' : onboardingsTable(onboardings),
    '',
    ...onboardings.flatMap(silenceLines),
    ...onboardings.flatMap(({ cards }) => (cards.length === 0 ? [] : [cardsWords(cards), ''])),
    numbers.length === 0 ? '  no numbers' : numbersTable(numbers, isEach),
  ].join('\n')
}

export function countsWords({ can, willStop, cannot, unknown }: VerdictCountsAnswer): string {
  return `${can} can, ${willStop === 0 ? '' : `${willStop} will stop, `}${cannot} cannot, ${unknown} unknown`
}

function silenceLines({ wait }: OnboardingAnswer): readonly string[] {
  const words = wait === null ? undefined : silenceWords(wait)
  return words === undefined ? [] : [`  ${words}`, '']
}

function onboardingsTable(onboardings: readonly OnboardingAnswer[]): string {
  const rows = onboardings.map(({ id, phase, stage, wait, numbers, endedAt }) => [
    id,
    phase === 'open' ? stageWords(wait?.kind ?? stage) : `${phase}${endedAt === null ? '' : ` ${dayAndTime(endedAt)}`}`,
    wait === null ? '–' : ownerWords(wait.owner),
    wait?.dueAt == null ? '–' : `${dayAndTime(wait.dueAt)}${wait.isOverdue ? ' (overdue)' : ''}`,
    countsWords(numbers),
  ])
  return table(['onboarding', 'stands at', 'who must act', 'by when', 'its numbers'], rows)
}
