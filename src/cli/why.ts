import { type Command, Option } from 'commander'
import type { BelievedAnswer, ComparisonAnswer, DisputeAnswer, WhyAnswer } from './answers.ts'
import { clientFor, numberIdOf, pathOf } from './asking.ts'
import { cardsWords } from './cards.ts'
import { createOutput } from './output.ts'
import { paint } from './paint.ts'
import type { Common } from './program.ts'
import { verdictPaint } from './show.ts'
import { type Cell, table } from './table.ts'
import { queryOf, type Supposing, supposing } from './whatIf.ts'
import {
  actWords,
  dayAndTime,
  eventWords,
  gateWords,
  noticeWords,
  ownerWords,
  reasonWords,
  spacedNumber,
  verdictWords,
} from './words.ts'

type Asking = Supposing & Partial<Record<'knownAt' | 'counterpart' | 'kind' | 'direction' | 'platform' | 'app', string>>

export function addWhyCommand(program: Command, env: NodeJS.ProcessEnv): void {
  supposing(program.command('why <organisation> <number>'))
    .description(
      'why a number (its id, or +1…) may or may not text: every gate, who must act, how, by when, and the proof',
    )
    .option('--known-at <instant>', 'by what was known then')
    .option('--counterpart <number>', "the other side's number, of the message that is asked about")
    .addOption(new Option('--kind <kind>', 'of that message').choices(['text', 'mms']))
    .addOption(new Option('--direction <direction>', 'of that message').choices(['inbound', 'outbound']))
    .addOption(new Option('--platform <platform>', 'of the app').choices(['desktop', 'mobile']))
    .option('--app <version>', 'of the app, as 42.12')
    .action(async (orgId: string, text: string, given: Asking) => {
      const api = clientFor(given, env)
      const path = pathOf(orgId, 'numbers', await numberIdOf(api, orgId, text), 'why')
      const query = queryOf(given)
      const { knownAt, counterpart, kind, direction, platform, app } = given
      for (const [name, value] of Object.entries({ knownAt, counterpart, kind, direction, platform, app }))
        if (value !== undefined) query.set(name, value)
      const why = await api.get<WhyAnswer>(query.size === 0 ? path : `${path}?${query}`)
      createOutput(given)(why, whyWords(why))
    })
}

export function addCompareCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('compare <organisation> <number> <other>')
    .description('why one number may text and the other not: what stops each alone, and where they differ')
    .action(async (orgId: string, text: string, other: string, given: Common) => {
      const api = clientFor(given, env)
      const [one, two] = [await numberIdOf(api, orgId, text), await numberIdOf(api, orgId, other)]
      const compared = await api.get<ComparisonAnswer>(pathOf(orgId, 'numbers', one, 'compare', two))
      createOutput(given)(compared, comparisonWords(compared, [text, other]))
    })
}

export function addBelievedCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('believed <organisation> <number>')
    .description(
      'what was believed of a number then, what is believed of the same instant now, and what was learnt between',
    )
    .requiredOption('--known-at <instant>', 'by what was known then')
    .option('--at <instant>', 'the instant that is asked about; else the same')
    .action(async (orgId: string, text: string, given: Common & { readonly knownAt: string; readonly at?: string }) => {
      const api = clientFor(given, env)
      const path = pathOf(orgId, 'numbers', await numberIdOf(api, orgId, text), 'believed')
      const { knownAt, at } = given
      const told = await api.get<BelievedAnswer>(path, { knownAt, ...(at === undefined ? {} : { at }) })
      createOutput(given)(told, believedWords(told))
    })
}

function believedWords({ at, before, after, isChanged, learnt }: BelievedAnswer): string {
  const belief = ({ verdict, reason, knownAt }: BelievedAnswer['after']) =>
    `${verdictPaint[verdict](verdictWords(verdict))}: ${reasonWords(reason)} ${paint.faint(`as known at ${knownAt}`)}`
  const rows = learnt.map(({ type, happenedAt, recordedAt }) => [eventWords(type), happenedAt, recordedAt])
  return [
    `of ${at}${isChanged ? '' : ', nothing is believed otherwise'}`,
    `  then  ${before ? belief(before) : 'nobody knew of it'}`,
    `  now   ${belief(after)}`,
    ...(rows.length === 0 ? [] : [table(['learnt between', 'happened', 'learnt'], rows)]),
  ].join('\n')
}

function comparisonWords({ one, other, axes }: ComparisonAnswer, [first, second]: readonly [string, string]): string {
  const side = (name: string, { verdict, reason, shut }: ComparisonAnswer['one']) => [
    `${paint.strong(spacedNumber(name))} ${verdictPaint[verdict](verdictWords(verdict))}: ${reasonWords(reason)}`,
    ...shut.map(
      (each) => `  alone: ${gateWords(each.gate)}, ${reasonWords(each.reason)} ${paint.faint(each.ruleIds.join(' '))}`,
    ),
  ]
  return [
    ...side(first, one),
    ...side(second, other),
    axes.length === 0
      ? '  They differ in nothing that counts.'
      : table(
          ['differing in', 'the first', 'the second'],
          axes.map((each) => [each.axis, each.one, each.other]),
        ),
  ].join('\n')
}

export function whyWords(why: WhyAnswer): string {
  const { number, verdict, reason, validUntil, obstacles, next, notices, disputes, proof } = why
  const shade = verdictPaint[verdict]
  const until = verdict === 'willStop' && validUntil !== null ? ` on ${dayAndTime(validUntil)}` : ''
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
    `${paint.strong(spacedNumber(number))} ${shade(verdictWords(verdict) + until)}: ${reasonWords(reason)}`,
    ...(rows.length === 0 ? [] : [table(['gate', 'because', 'who must act', 'what to do', 'rules'], rows)]),
    ...notices.map(({ code, ruleIds }) => `  note: ${noticeWords(code)} ${paint.faint(ruleIds.join(' '))}`),
    ...seeWords([...obstacles, ...notices]),
    ...nextWords(next),
    ...unblockWords(why.unblock),
    ...disputes.map(disputeWords),
    proved.length === 0
      ? '  nobody has said anything of this'
      : table(['proof', 'what', 'when', 'on whose word'], proved),
    paint.faint(`  ${groundsWords(why)}`),
  ].join('\n')
}

/** S1: where others take a complaint, once. */
function seeWords(told: readonly { readonly see?: string }[]): readonly string[] {
  const places = new Set(told.flatMap(({ see }) => (see === undefined ? [] : [see])))
  return [...places].map((place) => `  suspected spam is reported at ${place}`)
}

/** Where one act is enough, the next one says it already. */
function unblockWords({ acts, earliest, latestStart }: WhyAnswer['unblock']): readonly string[] {
  if (acts.length < 2) return []
  const when = earliest === null ? ', nobody can say when' : `, done on ${earliest} at the earliest`
  const start = latestStart === null ? '' : `, to be begun by ${latestStart}`
  return [
    `  the way to texting${when}${start}:`,
    ...acts.map(({ act, owner, ruleIds }, index) => {
      return `    ${index + 1}. ${actWords(act)} (${ownerWords(owner)}) ${paint.faint(ruleIds.join(' '))}`
    }),
  ]
}

function groundsWords({ policyPack, at, knownAt, isSupposed }: WhyAnswer): string {
  const known = knownAt === at ? '' : `, as known at ${knownAt}`
  return `by pack ${policyPack}, at ${at}${known}${isSupposed ? ', supposed' : ''}`
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
