import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type {
  DiffAnswer,
  IdentifiedAnswer,
  PackAnswer,
  PackWholeAnswer,
  ReadingAnswer,
  RuleAnswer,
  RuleWholeAnswer,
} from './answers.ts'
import { clientFor } from './asking.ts'
import { Unusable } from './connection.ts'
import { coverage, coverageWords, isGap } from './coverage.ts'
import { createOutput } from './output.ts'
import { paint } from './paint.ts'
import type { Common } from './program.ts'
import { table } from './table.ts'
import { changeWords, dayAndTime, featureWords, gateWords } from './words.ts'

type Read = Common & { readonly reading?: readonly string[] }

const packsPath = '/v1/policy-packs'
const readingOption = ['--reading <name:option...>', 'other readings than the default'] as const

export function addRuleCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const rules = program.command('rules').description('the published rules, age by age')

  rules
    .command('list', { isDefault: true })
    .description('the ages of the rules, and which is in force')
    .option(
      '--coverage',
      'of each rule: the code that applies it and the tests of it; fails where something is missing',
    )
    .option('--identify <file>', 'the same as `clearline rules identify`')
    .action(async (given: Common & { readonly coverage?: boolean; readonly identify?: string }) => {
      if (given.coverage) {
        createOutput(given)(coverage, coverageWords(coverage))
        if (coverage.some(isGap)) process.exitCode = 1
        return
      }
      if (given.identify !== undefined) return identify(given.identify, given, env)
      const answer = await clientFor(given, env).get<{ items: readonly PackAnswer[] }>(packsPath)
      createOutput(given)(answer, packsWords(answer.items))
    })

  rules
    .command('show <pack>')
    .description('every rule as it stands in one age, and what that age says of the feature')
    .option(...readingOption)
    .action(async (id: string, given: Read) => {
      const api = clientFor(given, env)
      const at = `${packsPath}/${encodeURIComponent(id)}`
      const pack = await api.get<PackWholeAnswer>(withReadings(at, given))
      const { items } = await api.get<{ items: readonly RuleAnswer[] }>(withReadings(`${at}/rules`, given))
      createOutput(given)({ ...pack, items }, wholeWords(pack, items))
    })

  rules
    .command('diff <pack> <other>')
    .description('what changed from one age to the other; readings apply to the second')
    .option(...readingOption)
    .action(async (id: string, other: string, given: Read) => {
      const path = `${packsPath}/${encodeURIComponent(id)}/diff/${encodeURIComponent(other)}`
      const diff = await clientFor(given, env).get<DiffAnswer>(withReadings(path, given))
      createOutput(given)(diff, diffWords(diff))
    })

  rules
    .command('identify <file>')
    .description('the age of a pasted text of the article, in any of its languages, and what has changed since')
    .action((file: string, given: Common) => identify(file, given, env))

  rules
    .command('rule <id>')
    .description('one rule through all ages')
    .action(async (id: string, given: Common) => {
      const rule = await clientFor(given, env).get<RuleWholeAnswer>(`/v1/rules/${encodeURIComponent(id)}`)
      createOutput(given)(rule, ruleWords(rule))
    })

  rules
    .command('readings')
    .description('the points that the rules leave open, with their options')
    .action(async (given: Common) => {
      const answer = await clientFor(given, env).get<{ items: readonly ReadingAnswer[] }>('/v1/readings')
      createOutput(given)(answer, answer.items.map(readingWords).join('\n'))
    })
}

async function identify(file: string, given: Common, env: NodeJS.ProcessEnv): Promise<void> {
  const told = await clientFor(given, env).post<IdentifiedAnswer>(`${packsPath}/identify`, { text: readText(file) })
  createOutput(given)(told, identifiedWords(told))
}

function withReadings(path: string, { reading = [] }: Read): string {
  return reading.length === 0
    ? path
    : `${path}?${new URLSearchParams(reading.map((each): [string, string] => ['reading', each]))}`
}

/** `-` reads what is piped in. */
function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch {
    throw new Unusable(`${file} cannot be read.`)
  }
}

function packsWords(packs: readonly PackAnswer[]): string {
  const rows = packs.map(({ id, effectiveFrom, isEffectiveFromAssumed, isInForce, rules }) => [
    isInForce ? { text: id, paint: paint.good } : id,
    `${dayAndTime(effectiveFrom)}${isEffectiveFromAssumed ? ' (assumed)' : ''}`,
    isInForce ? 'in force' : '',
    `${rules.inForce} in force, ${rules.ended} ended, ${rules.notYet} not told yet`,
  ])
  return table(['age', 'from', '', 'rules'], rows)
}

function wholeWords({ id, gates, terms }: PackWholeAnswer, rules: readonly RuleAnswer[]): string {
  const rows = rules.map((rule) => [rule.id, forceWords(rule), rule.differently ?? rule.words, rule.does])
  const features = terms.features.map(({ feature, isSupported, ruleIds }) => [
    featureWords(feature),
    isSupported,
    ruleIds.join(' '),
  ])
  return [
    `${paint.strong(id)} asks: ${gates.map(({ gate }) => gateWords(gate)).join(', ')}`,
    table(['rule', 'stands', 'in our words', 'what it does here'], rows),
    table(['feature', 'supported', 'rule'], features),
    ...(terms.spamReport === null ? [] : [paint.faint(`  spam is reported at ${terms.spamReport}`)]),
  ].join('\n')
}

function ruleWords({ id, words, does, ages, readings }: RuleWholeAnswer): string {
  const rows = ages.map((each) => [each.pack, forceWords(each), each.differently ?? ''])
  return [
    `${paint.strong(id)} ${words}`,
    `  here: ${does}`,
    table(['age', 'stands', 'in other terms'], rows),
    ...(readings.length === 0 ? [] : [paint.faint(`  open points: ${readings.join(', ')}`)]),
  ].join('\n')
}

type Standing = Pick<RuleAnswer, 'force' | 'telling' | 'source' | 'endedBy'>

function forceWords({ force, telling, source, endedBy }: Standing): string {
  if (force === 'ended') return `ended by ${endedBy}`
  if (force === 'notYet') return 'not told yet'
  if (telling === 'silent') return source === null ? 'by its own date' : `by the word of ${source}`
  return telling === 'statedDifferently' ? 'in force, in other terms' : 'in force'
}

export function diffWords({ from, to, rules, readings, instants }: DiffAnswer): string {
  if (rules.length + readings.length + instants.length === 0) return `${from} and ${to} say the same.`
  const rows = rules.map(({ id, change, words, terms }) => [id, changeWords(change), terms ?? words])
  const others = [
    ...readings.map(({ name, before, after }) => `  reading ${name}: ${before}, then ${after}`),
    ...instants.map(({ name, before, after }) => `  ${name}: ${before}, then ${after}`),
  ]
  return [`From ${from} to ${to}:`, table(['rule', 'change', 'in our words'], rows), ...others].join('\n')
}

function identifiedWords({ age, possible, language, since, inForce }: IdentifiedAnswer): string {
  if (age === null) {
    return possible.length === 0
      ? 'This is no text of the article, as far as can be told.'
      : `It may be a part of ${possible.join(', ')}; it is too short to tell.`
  }
  const head = `This is the text of age ${age}${language === null ? '' : ` (${language})`}.`
  if (age === inForce) return `${head} It is the one in force.`
  return since === null ? head : `${head} Since then:\n${diffWords(since)}`
}

function readingWords({ name, question, options, default: usual, effect }: ReadingAnswer): string {
  const listed = options.map(({ option, words }) => `    ${option === usual ? '*' : ' '} ${option}: ${words}`)
  return [`${paint.strong(name)}  ${question}  ${paint.faint(`(${effect})`)}`, ...listed].join('\n')
}
