import { type Command, Option } from 'commander'
import type { RetractedAnswer } from './answers.ts'
import { clientFor, pathOf, type Repeatable, repeatable } from './asking.ts'
import { Unusable } from './connection.ts'
import { createOutput } from './output.ts'
import { paint } from './paint.ts'
import { type Cell, table } from './table.ts'
import { actWords, ownerWords } from './words.ts'

const reasons = ['mistaken', 'wrongObject', 'wrongDate', 'takenBackBySource', 'test', 'other']

type Wrong = Repeatable & { readonly reason: string; readonly command?: string; readonly evidence?: string }

export function addRetractCommand(program: Command, env: NodeJS.ProcessEnv): void {
  repeatable(program.command('retract <organisation> [events...]'))
    .description('strike reports that were wrong: they stay in the history, and count for nothing')
    .addOption(new Option('--command <id>', 'all that one delivery, or one request by its key, has reported'))
    .addOption(new Option('--reason <code>', 'why').choices(reasons).makeOptionMandatory())
    .option('--evidence <text>', 'what shows that it was wrong; stored encrypted')
    .action(async (orgId: string, events: readonly string[], { command, reason, evidence, ...given }: Wrong) => {
      if ((command === undefined) === (events.length === 0)) {
        throw new Unusable('Name either events, by their ids of a history, or one --command.')
      }
      const named = command === undefined ? { eventIds: events } : { commandId: command }
      const body = { ...named, reason, ...(evidence === undefined ? {} : { evidence }) }
      const done = await clientFor(given, env).post<RetractedAnswer>(pathOf(orgId, 'retractions'), body, given.key)
      createOutput(given)(done, retractedWords(done))
    })
}

function retractedWords({ struck, effects, left }: RetractedAnswer): string {
  const rows = effects.map((each): readonly Cell[] => [
    `${each.kind} ${each.stream}`,
    each.axis,
    { text: each.before ?? '–', paint: paint.faint },
    each.after ?? '–',
  ])
  const open = left.map((each): readonly Cell[] => [
    leftWords(each),
    ownerWords(each.owner),
    actWords(each.act),
    { text: each.about, paint: paint.faint },
  ])
  return [
    `${struck.length} events are struck`,
    rows.length === 0 ? '  Nothing else has changed by it.' : table(['of', 'question', 'before', 'now'], rows),
    ...(open.length === 0
      ? []
      : [paint.open('  What stays done outside:'), table(['what', 'who must act', 'what to do', 'about'], open)]),
  ].join('\n')
}

function leftWords({ what, numbers }: RetractedAnswer['left'][number]): string {
  return numbers === undefined ? what : `${what}, ${numbers} numbers`
}
