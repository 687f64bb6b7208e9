import type { Command } from 'commander'
import type { ChoiceAnswer, ChosenAnswer, OpenPointsAnswer, PreviewAnswer, WhatIfAnswer } from './answers.ts'
import { clientFor, pathOf, type Repeatable } from './asking.ts'
import { createOutput } from './output.ts'
import { paint } from './paint.ts'
import type { Common } from './program.ts'
import { verdictPaint } from './show.ts'
import { countsWords } from './status.ts'
import { table } from './table.ts'
import { dayAndTime, reasonWords, verdictWords } from './words.ts'

/** Under which rules, at which instant and with what supposed something is asked. */
export type Supposing = Common & {
  readonly policy?: string
  readonly reading?: readonly string[]
  readonly suppose?: readonly string[]
  readonly at?: string
}

export function supposing(command: Command): Command {
  return command
    .option('--policy <age>', 'the age of the rules to ask, or today')
    .option('--reading <name:option...>', 'other readings than those chosen')
    .option('--suppose <axis:value...>', 'as if this were so, for instance licence:ended')
    .option('--at <instant>', 'at this instant, for instance 2027-01-31T09:00:00Z')
}

/** The query that these options make. */
export function queryOf({ policy, reading = [], suppose = [], at }: Supposing): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ policy, at })) if (value !== undefined) query.set(name, value)
  for (const each of reading) query.append('reading', each)
  for (const each of suppose) query.append('suppose', each)
  return query
}

export function addWhatIfCommand(program: Command, env: NodeJS.ProcessEnv): void {
  supposing(program.command('what-if <organisation>'))
    .description('how many numbers would have another answer; nothing is changed')
    .action(async (orgId: string, given: Supposing) => {
      const path = `${pathOf(orgId, 'what-if')}?${queryOf(given)}`
      const answer = await clientFor(given, env).get<WhatIfAnswer>(path)
      createOutput(given)(answer, whatIfWords(answer))
    })
}

export function addOpenPointsCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const points = program
    .command('open-points')
    .description('what the rules leave open: how it is read here, and what rests on it')
  const choicePath = (point: string, what: string) => `/v1/open-points/${encodeURIComponent(point)}/${what}`

  points
    .command('of <organisation>', { isDefault: true })
    .description('which answers rest on a reading of the rules: what each other reading would change')
    .option('--at <instant>', 'at this instant, for instance 2027-01-31T09:00:00Z')
    .option('--policy <age>', 'the age of the rules to ask, or today')
    .action(async (orgId: string, given: Supposing) => {
      const path = `${pathOf(orgId, 'open-points')}?${queryOf(given)}`
      const answer = await clientFor(given, env).get<OpenPointsAnswer>(path)
      createOutput(given)(answer, openPointsWords(answer))
    })

  points
    .command('list')
    .description('how every open point is read here')
    .action(async (given: Common) => {
      const answer = await clientFor(given, env).get<ChosenAnswer>('/v1/open-points')
      createOutput(given)(answer, chosenWords(answer))
    })

  points
    .command('preview <point> <option>')
    .description('how many numbers of all organisations would have another answer; nothing is changed (operators)')
    .action(async (point: string, option: string, given: Common) => {
      const answer = await clientFor(given, env).get<PreviewAnswer>(choicePath(point, 'preview'), { option })
      createOutput(given)(answer, previewWords(answer))
    })

  points
    .command('choose <point> <option>')
    .description('read the point like that from now on, for every organisation (operators)')
    .option('--because <text>', 'why; it is kept encrypted')
    .option('--key <key>', 'the same key makes a repeat the same request')
    .action(
      async (point: string, option: string, { because, ...given }: Repeatable & { readonly because?: string }) => {
        const body = { option, ...(because === undefined ? {} : { because }) }
        const chosen = await clientFor(given, env).post<ChoiceAnswer>(choicePath(point, 'choice'), body, given.key)
        createOutput(given)(chosen, `${point} is read as ${option}; the policy is ${chosen.policyVersion}`)
      },
    )
}

function chosenWords({ items }: ChosenAnswer): string {
  const rows = items.map(({ point, read, isChosen, question, options }) => [
    point,
    isChosen ? { text: read, paint: paint.good } : read,
    isChosen ? 'chosen' : '',
    options.map(({ option, lacks }) => (lacks === null ? option : `(${option})`)).join(' '),
    question,
  ])
  return table(['point', 'is read as', '', 'options', 'the question'], rows)
}

function previewWords({ point, read, option, numbers, groups }: PreviewAnswer): string {
  if (numbers === 0) return `${point} read as ${option} instead of ${read}: no number would have another answer.`
  const rows = groups.map((group) => [String(group.count), answerCell(group.before), answerCell(group.after)])
  return [`${point} read as ${option} instead of ${read}:`, table(['numbers', 'now', 'then'], rows)].join('\n')
}

function openPointsWords({ items }: OpenPointsAnswer): string {
  if (items.length === 0) return 'No answer rests on a reading that could be another one.'
  const rows = items.map(({ reading, read, option, numbers, question }) => [
    String(numbers),
    `${reading}: ${option}`,
    read,
    question,
  ])
  return table(['numbers', 'other reading', 'instead of', 'the open point'], rows)
}

function answerCell({ verdict, reason }: WhatIfAnswer['groups'][number]['before']) {
  return { text: `${verdictWords(verdict)}: ${reasonWords(reason)}`, paint: verdictPaint[verdict] }
}

function whatIfWords({ before, after, changed, groups }: WhatIfAnswer): string {
  const rows = groups
    .filter(({ isChanged }) => isChanged)
    .map((group) => [String(group.count), answerCell(group.before), answerCell(group.after)])
  return [
    `now: ${countsWords(before.numbers)}`,
    `then (${dayAndTime(after.at)}): ${countsWords(after.numbers)}`,
    changed === 0 ? 'No number would have another answer.' : table(['numbers', 'now', 'then'], rows),
  ].join('\n')
}
