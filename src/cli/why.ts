import type { Command } from 'commander'
import type { DisputeAnswer, WhyAnswer } from './answers.ts'
import { clientFor, numberIdOf, pathOf } from './asking.ts'
import { cardsWords } from './cards.ts'
import { createOutput } from './output.ts'
import { paint } from './paint.ts'
import type { Common } from './program.ts'
import { type Cell, table } from './table.ts'
import { actWords, dayAndTime, eventWords, gateWords, ownerWords, reasonWords, spacedNumber } from './words.ts'

export function addWhyCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('why <organisation> <number>')
    .description(
      'why a number (its id, or +1…) may or may not text: every gate, who must act, how, by when, and the proof',
    )
    .action(async (orgId: string, text: string, given: Common) => {
      const api = clientFor(given, env)
      const why = await api.get<WhyAnswer>(pathOf(orgId, 'numbers', await numberIdOf(api, orgId, text), 'why'))
      createOutput(given)(why, whyWords(why))
    })
}

function whyWords({ number, verdict, reason, obstacles, next, policyPack, at, disputes, proof }: WhyAnswer): string {
  const shade = { can: paint.good, cannot: paint.bad, unknown: paint.open }[verdict]
  const rows = obstacles.map((each): readonly Cell[] => [
    gateWords(each.gate),
    reasonWords(each.reason),
    ownerWords(each.owner),
    actWords(each.act),
    { text: each.ruleIds.join(' '), paint: paint.faint },
  ])
  const proved = proof.flatMap(({ gate, events }) =>
    events.map((event): readonly Cell[] => [
      gateWords(gate),
      eventWords(event.type),
      event.happenedAt,
      event.source.kind,
    ]),
  )
  return [
    `${paint.strong(spacedNumber(number))} ${shade(verdict)}: ${reasonWords(reason)}`,
    ...(rows.length === 0 ? [] : [table(['gate', 'because', 'who must act', 'what to do', 'rules'], rows)]),
    ...nextWords(next),
    ...disputes.map(disputeWords),
    proved.length === 0
      ? '  nobody has said anything of this'
      : table(['proof', 'what', 'when', 'on whose word'], proved),
    paint.faint(`  by pack ${policyPack}, at ${at}`),
  ].join('\n')
}

function disputeWords({ question, believed, beside, override }: DisputeAnswer): string {
  const said = ({ value, source, happenedAt }: DisputeAnswer['believed']) => `${source} says ${value} (${happenedAt})`
  const by = override ? `; set by hand by ${override.by.subject}: ${override.because ?? 'no reason given'}` : ''
  return `  ${paint.bad('disputed')} ${question}: believed is that ${said(believed)}; ${said(beside)}${by}`
}

function nextWords(next: WhyAnswer['next']): readonly string[] {
  if (next === null) return []
  if (!next.helps) return [`  ${paint.bad('No act helps under this pack.')}`]
  const due = next.dueAt === null ? '' : `, by ${dayAndTime(next.dueAt)}`
  const said = `  next: ${actWords(next.act)} (${ownerWords(next.owner)}${due})`
  return next.card === null ? [said] : [said, cardsWords([next.card])]
}
