import { type Command, Option } from 'commander'
import type { ForecastAnswer, OrganisationForecastAnswer, RoadAnswer } from './answers.ts'
import { clientFor, pathOf } from './asking.ts'
import { createOutput } from './output.ts'
import type { Common } from './program.ts'
import { table } from './table.ts'
import { stretchWords } from './words.ts'

type Foreseeing = Common & {
  readonly from?: string
  readonly since?: string
  readonly at?: string
  readonly policy?: string
  readonly loops?: string
  readonly pool: boolean
  readonly reading?: readonly string[]
  readonly delay?: readonly string[]
  readonly doneOn?: readonly string[]
  readonly days?: readonly string[]
}

export function addForecastCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('forecast [organisation]')
    .description(
      'when the road will end, at best, as is likely, and late; for the numbers of an organisation, or for a start on a day',
    )
    .option('--from <stretch>', 'the stretch that begins (without an organisation)')
    .option('--since <day>', 'the day on which it begins, as 2024-11-01 (without an organisation)')
    .option('--at <instant>', 'as if it were then (of an organisation)')
    .option('--loops <count>', 'so many rejections; else none, one and two')
    .addOption(new Option('--pool', 'a number pool has to be asked for').default(false, 'none'))
    .option('--delay <stretch:days...>', 'so many days more than usual')
    .option('--done-on <stretch:day...>', 'the day on which a stretch will be done')
    .option('--days <stretch:days...>', 'another length of a stretch')
    .option('--policy <age>', 'the age of the rules to ask')
    .option('--reading <name:option...>', 'other readings than the default')
    .action(async (orgId: string | undefined, given: Foreseeing) => {
      const api = clientFor(given, env)
      const query = queryOf(given)
      if (orgId === undefined) {
        const answer = await api.get<ForecastAnswer>(`/v1/forecast?${query}`)
        createOutput(given)(answer, forecastWords(answer))
      } else {
        const answer = await api.get<OrganisationForecastAnswer>(`${pathOf(orgId, 'forecast')}?${query}`)
        createOutput(given)(answer, organisationWords(answer))
      }
    })
}

function queryOf(given: Foreseeing): URLSearchParams {
  const { from, since, at, policy, loops, pool, reading, delay, doneOn, days } = given
  const query = new URLSearchParams(pool ? { pool: 'yes' } : {})
  for (const [name, value] of Object.entries({ from, since, at, policy, loops }))
    if (value !== undefined) query.set(name, value)
  for (const [name, values] of Object.entries({ reading, delay, doneOn, days }))
    for (const value of values ?? []) query.append(name, value)
  return query
}

function forecastWords({
  from,
  since,
  earliest,
  likely,
  late,
  deadline,
  workingDays,
  latestStart,
}: ForecastAnswer): string {
  const row = (course: string, { loops, finish, slack }: RoadAnswer) => [
    course,
    finish,
    String(loops),
    slackWords(slack),
  ]
  const starts = latestStart.map(({ loops, forDeadline, forPlan }) => [String(loops), forDeadline, forPlan])
  return [
    `From ${stretchWords(from)} on ${since}; numbers not registered by ${deadline.lastDay} are switched off (${deadline.ruleId}).`,
    ...(since > deadline.planFor ? [] : [`  ${workingDays} working days from ${since} to ${deadline.planFor}`]),
    table(
      ['course', 'done on', 'rejections', `until ${deadline.lastDay}`],
      [row('earliest', earliest), row('likely', likely), row('late', late)],
    ),
    table(['rejections', 'latest start', `for the plan of ${deadline.planFor}`], starts),
  ].join('\n')
}

function slackWords(slack: RoadAnswer['slack']): string {
  if (slack === null) return 'begins after it'
  if (slack.days < 0) return `${-slack.days} days late`
  return `${slack.days} days left, ${slack.workingDays} of them working days`
}

function organisationWords({ at, deadline, groups, atRisk }: OrganisationForecastAnswer): string {
  const rows = groups.map(({ count, place, earliest, likely, late }) => [
    String(count),
    stretchWords(place),
    earliest ?? '–',
    likely ?? '–',
    late ?? '–',
  ])
  const { willStop, likely, late } = atRisk
  return [
    rows.length === 0 ? '  no numbers' : table(['numbers', 'stand at', 'earliest', 'likely', 'late'], rows),
    willStop === 0
      ? `  At ${at} no number texts only until ${deadline.lastDay}.`
      : `  ${willStop} numbers text until ${deadline.lastDay}; ${likely} of them are likely to come too late, ${late} at worst.`,
  ].join('\n')
}
