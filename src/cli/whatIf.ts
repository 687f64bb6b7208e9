import type { Command } from 'commander'
import type { OpenPointsAnswer, WhatIfAnswer } from './answers.ts'
import { clientFor, pathOf } from './asking.ts'
import { createOutput } from './output.ts'
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
    .option('--policy <age>', 'the age of the rules to ask')
    .option('--reading <name:option...>', 'other readings than the default')
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
  program
    .command('open-points <organisation>')
    .description('which answers rest on a reading of the rules: what each other reading would change')
    .option('--at <instant>', 'at this instant, for instance 2027-01-31T09:00:00Z')
    .option('--policy <age>', 'the age of the rules to ask')
    .action(async (orgId: string, given: Supposing) => {
      const path = `${pathOf(orgId, 'open-points')}?${queryOf(given)}`
      const answer = await clientFor(given, env).get<OpenPointsAnswer>(path)
      createOutput(given)(answer, openPointsWords(answer))
    })
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

function whatIfWords({ before, after, changed, groups }: WhatIfAnswer): string {
  const cell = ({ verdict, reason }: WhatIfAnswer['groups'][number]['before']) => ({
    text: `${verdictWords(verdict)}: ${reasonWords(reason)}`,
    paint: verdictPaint[verdict],
  })
  const rows = groups
    .filter(({ isChanged }) => isChanged)
    .map((group) => [String(group.count), cell(group.before), cell(group.after)])
  return [
    `now: ${countsWords(before.numbers)}`,
    `then (${dayAndTime(after.at)}): ${countsWords(after.numbers)}`,
    changed === 0 ? 'No number would have another answer.' : table(['numbers', 'now', 'then'], rows),
  ].join('\n')
}
