import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesUnder } from '../../scripts/files.ts'
import { ages } from '../../src/domain/policy/ages.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { packs } from '../../src/domain/policy/packs.ts'
import { readingNames, readings } from '../../src/domain/policy/ruleBook/readings.ts'
import { ruleIds, ruleOf } from '../../src/domain/policy/ruleBook/ruleBook.ts'
import type { RuleInPack } from '../../src/domain/policy/ruleBook/ruleInPack.ts'
import { repository } from '../tooling/tree.ts'

/** What the domain says, without the book itself, which names every rule. */
const code = filesUnder(repository, 'src/domain')
  .filter((file) => !file.includes('/ruleBook/') && !file.includes('/identify/'))
  .map((file) => readFileSync(join(repository, file), 'utf8'))
  .join('\n')

export const mentioned = [...new Set([...code.matchAll(/\b[ABDHLPRSTZ]\d{1,2}\b/g)].map(([id]) => id))]
export const quoted = [...new Set([...code.matchAll(/'([ABDHLPRSTZ]\d{1,2})'/g)].map(([, id = '']) => id))]

/** `docs/rules.md`, as the rule book and the packs have it. */
export function rulesPage(): string {
  return [
    opening,
    section('What each rule does', actingWords, ['Id', 'In our words', 'What it does here'], actingRows()),
    section('Ages', agesWords, ['Age', 'From', 'What it brought'], packRows()),
    section('Who told what', tellingWords, ['Id', 'Kind', ...ages, 'Addresses', 'Acts from'], tellingRows()),
    section('Readings', readingWords, ['Name', 'Question', 'Options', 'Rules', 'Why', 'Another option'], readingRows()),
    section('Instants of the pack', '', ['Instant', 'From'], instantRows()),
    section('Waits of the pack', waitWords, ['Wait', 'Owner', 'Reminders', 'Due', 'Escalation', 'Rules'], waitRows()),
    waitNotes,
    section(
      'Durations of the pack',
      durationWords,
      ['Stretch', 'Earliest', 'Likely', 'Late', 'On whose word'],
      durationRows(),
    ),
    section('Whose word counts', sourceWords, ['Kind of fact', 'Authoritative', 'Then'], sourceRows()),
  ].join('\n')
}

function section(title: string, words: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const table = [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
  return `## ${title}\n\n${words === '' ? '' : `${words}\n\n`}${table}\n`
}

function actingRows() {
  return ruleIds.map((id) => {
    const { words, does, endedBy } = ruleOf(id)
    return [id, endedBy ? `${words} (obsolete since ${endedBy})` : words, does]
  })
}

function packRows() {
  return packs.map(({ id, effectiveFrom, isEffectiveFromAssumed }) => {
    const first = ruleIds.filter((rule) => ruleOf(rule).toldIn[0] === id)
    const ended = ruleIds.filter((rule) => ruleOf(rule).endedBy === id)
    const brought = `${first.length} rules: ${first.join(', ')}${ended.length > 0 ? `; ended ${ended.join(', ')}` : ''}`
    return [`\`${id}\``, `${effectiveFrom}${isEffectiveFromAssumed ? ' (assumed)' : ''}`, brought]
  })
}

const marks: Readonly<Record<RuleInPack['telling'], string>> = {
  stated: 'stated',
  restated: 'restated',
  statedDifferently: 'differently',
  silent: '',
  contradicted: 'contradicted',
}

function tellingRows() {
  return ruleIds.map((id) => {
    const { kind, audience, differently, actsFrom } = ruleOf(id)
    const told = packs.map((pack) => {
      const how = differently[pack.id]
      return `${marks[pack.rules[id].telling]}${how ? `: ${how}` : ''}`
    })
    const acting = actsFrom ? pack003.instants[actsFrom] : ''
    return [id, kind, ...told, audience === 'everyCustomer' ? '' : audience, acting]
  })
}

const effects = {
  instants: 'moves instants',
  rules: 'changes which rules are in force',
  decides: 'changes what is decided',
  noted: 'is noted only',
}

function readingRows() {
  return readingNames.map((name) => {
    const { question, options, ruleIds: ids, because, effect, lacks } = readings[name]
    const listed = Object.entries(options).map(([option, words]) => `\`${option}\`: ${words}`)
    return [
      `\`${name}\``,
      question,
      listed.join('<br>'),
      ids.join(', '),
      because,
      [effects[effect], ...lacking(lacks)].join('<br>'),
    ]
  })
}

/** Options on which nothing can act, each with what nobody tells us. */
function lacking(lacks: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(lacks).map(([option, fact]) => `\`${option}\` lacks ${fact}`)
}

function instantRows() {
  return Object.entries(pack003.instants).map(([name, at]) => [`\`${name}\``, at])
}

function waitRows() {
  return Object.entries(pack003.waits).map(([kind, { owner, reminderDays, dueDays, escalationDays, ruleIds: ids }]) => [
    `\`${kind}\``,
    `\`${owner}\``,
    reminderDays.join(', '),
    String(dueDays),
    String(escalationDays),
    ids.join(', '),
  ])
}

function durationRows() {
  return Object.entries(pack003.durations).map(([stretch, { days, unit, provenance, ruleIds: by }]) => [
    `\`${stretch}\``,
    ...[days.earliest, days.likely, days.late].map((each) => `${each}${unit === 'business' ? ' working' : ''}`),
    by.length > 0 ? by.join(', ') : provenance,
  ])
}

function sourceRows() {
  return Object.entries(pack003.sources).map(([kind, order]) => {
    const [first, ...others] = order
    return [`\`${kind}\``, first ?? '', others.join(', ')]
  })
}

const opening = `# Rules

The conditions under which Business Texting is offered are published by its vendor, and they change. Here each of them has an id,
is written down in our own words, and acts as data with an instant: a *policy pack* (\`src/domain/policy/\`) is one age of the rules.
Every event records the pack's content hash. Every verdict names the ids that it applied, and so does the event of a wish about a
number; a report is a fact and applies none.

Instants are half-open: a rule acts from its instant on. Days are those of the pack's zone; waits count days of 24 hours.

This page is written from the rule book (\`src/domain/policy/ruleBook/\`) by its own test:
\`npx vitest run --project unit test/docs/rules.test.ts -u\`.
`

const actingWords = `A test takes each rule out of its pack and expects another answer. A rule of a wait is held in the pack beside the wait's clock and is
not repeated in the events of the wait. *Cards* tell what a person has to do outside and where. The *terms* of a pack are what it says
of the feature as a whole; \`GET /v1/policy-packs/{id}\` answers them.`

const agesWords = `Each age of the publication is a pack, oldest first; their names say nothing of the order. The publication carries no date: its
instants are assumed. A pack is in force from its instant until that of the next. The time before any of them is judged by the first.
The dates inside the rules act by their own instants, whatever pack is asked. Ages without P11 have no registration to start.`

const tellingWords = `A newer age that contradicts a rule ends it. One that is silent does not, by the default reading of \`silence\`: the rule stays in
force by the word of the last age that told it. *differently* says in which other terms. An empty cell is silence.`

const readingWords = `Points that the publication leaves open, with their options; the first one is the default. The chosen options stand in the pack,
so that another choice makes another content hash. The last column tells what another option does today.`

const waitWords = `In days from the opening of the wait. A mark that is said more than ${pack003.lateAfterMinutes} minutes late says that it is late.`

const durationWords = `In civil days of the pack's zone: what a forecast counts with. The road goes through them in this order; a rejection comes in none, one and
two times, a number pool where one is needed. \`assumed\` ones are ours. Where ${pack003.measuredFromCases} cases or more have ended here, their own lengths take the place.`

const waitNotes = `The first eight are stages of an onboarding, the others stages of a support case. \`eligibility\`, \`licence\`, the two holds and \`customer\`
stop the clock of the wait before them: its marks that were not said yet move by as long as that lasts, those that were said stay. A form
handed in again has a review of its own, with the full time.
`

const sourceWords = `The later of two words is believed, whoever said it. Two sources that say different things of the same instant are settled by
this order, the one further ahead first. Where what is believed is not what the authoritative source said last, both are shown.`
