import { actWords, eventWords, ownerWords, phaseWords, reasonWords, spacedNumber, stageWords } from '../cli/words.ts'
import type { Instant } from '../domain/values.ts'
import type { EventLine, NumberLine, RoadLine, Told } from './observer.ts'
import type { Rehearsed } from './rehearse.ts'

/** The story as people read it: each organisation's road, then each of its numbers. The same scenario gives the same text. */
export function storyWords({ title, starts, ends, story, missed, attention }: Rehearsed): string {
  return [
    title,
    `  from ${told(starts)} to ${told(ends)} UTC, each line at the instant at which it was learnt; in brackets the rules`,
    ...story.flatMap(toldWords),
    '',
    ...(attention.length === 0 ? [] : [`Put before a person: ${attention.join(', ')}`]),
    ...missed.map(
      ({ at, of, what, expected, was }) =>
        `${told(at)}  not as expected: ${what} of ${of} is ${was} instead of ${expected}`,
    ),
    missed.length === 0 ? 'All as expected.' : `${missed.length} not as expected.`,
  ].join('\n')
}

function toldWords({ organisation, road, numbers }: Told): readonly string[] {
  return [
    '',
    organisation,
    ...dated(road.filter(isWorthALine), roadWords).map((line) => `  ${line}`),
    ...alike(numbers).flatMap(({ names, lines }) => [
      `  ${names.map(spacedNumber).join(', ')}`,
      ...dated(lines, numberWords()).map((line) => `    ${line}`),
    ]),
  ]
}

type Alike = { readonly names: readonly string[]; readonly lines: readonly NumberLine[] }

/** Numbers of one story share it, where the first of them stands. */
function alike(numbers: Told['numbers']): readonly Alike[] {
  const groups = new Map<string, Alike>()
  for (const { number, lines } of numbers) {
    const story = JSON.stringify(lines)
    groups.set(story, { names: [...(groups.get(story)?.names ?? []), number], lines })
  }
  return [...groups.values()]
}

/** A stage that is waited in is told by its wait. */
function isWorthALine(line: RoadLine, _: number, road: readonly RoadLine[]): boolean {
  if (line.what !== 'state') return true
  return !road.some((other) => other.what === 'wait' && other.at === line.at && other.wait === line.is)
}

/** The instant stands at the first of its lines only. */
function dated<Line extends { readonly at: Instant }>(lines: readonly Line[], words: (line: Line) => string) {
  return lines.map((line, index) => {
    const at = told(line.at)
    return `${lines[index - 1]?.at === line.at ? ' '.repeat(at.length) : at}  ${words(line)}`
  })
}

function roadWords(line: RoadLine): string {
  switch (line.what) {
    case 'act': {
      const { act, organisation: _, at: __, declined: ___, happenedAt, ...rest } = line.act
      const details = Object.entries(rest)
        .filter(isSaid)
        .flatMap(([name, value]) => detailWords(name, value))
      const when = happenedAt === undefined ? '' : `, as of ${told(happenedAt)}`
      const outcome = line.declined === undefined ? '' : `, declined: ${line.declined}`
      return `${ownerWords(line.by)}: ${[wordsOf(act), ...details].join(', ')}${when}${outcome}`
    }
    case 'event':
      return `  ${eventLine(line)}`
    case 'state':
      return `  ${line.of}: ${processes.includes(line.of) ? stageWords(line.is) : phaseWords(line.is)}`
    case 'wait':
      return `  ${stageWords(line.wait)}: ${ownerWords(line.owner)}, ${line.isPaused ? 'paused' : `by ${told(line.dueAt)}`}`
    case 'mail':
      return `  mail to ${mailWords(line)}`
    case 'mark':
      return `  ${markWords[line.mark] ?? line.mark} ${stageWords(line.wait)}: ${ownerWords(line.owner)}${lateWords(line)}`
  }
}

function mailWords({
  to,
  hasCopy,
  kind,
  about,
  language,
  failed,
}: Extract<RoadLine, { readonly what: 'mail' }>): string {
  const readers = hasCopy ? `${to}, copy to partner` : to
  const outcome = failed === null ? '' : `, not sent: ${failed}`
  return `${readers} (${language}): ${wordsOf(kind)}${about === null ? '' : ` ${wordsOf(about)}`}${outcome}`
}

const processes: readonly string[] = ['case', 'onboarding']

const markWords: Readonly<Record<string, string>> = {
  reminder: 'reminder,',
  due: 'OVERDUE,',
  escalation: 'ESCALATED,',
}

function lateWords({ at, due }: { readonly at: Instant; readonly due: Instant }): string {
  return at === due ? '' : `, due ${told(due)}`
}

/** What goes without saying. */
const usual: Readonly<Record<string, unknown>> = {
  next: 'done',
  copies: 1,
  sign: false,
  draft: false,
  deputy: false,
  outOfReach: false,
}

function isSaid([name, value]: readonly [string, unknown]): boolean {
  return value !== undefined && value !== usual[name] && !(Array.isArray(value) && value.length === 0)
}

function detailWords(name: string, value: unknown): readonly string[] {
  if (value === true) return [name]
  if (Array.isArray(value)) return [`${name} ${value.map(String).join(' ')}`]
  return [`${name} ${typeof value === 'string' ? told(value) : JSON.stringify(value)}`]
}

/** Beside the verdict only what is not as it was a line before. */
function numberWords(): (line: NumberLine) => string {
  const axes = new Map<string, string>()
  return (line) => {
    if (line.what === 'event') return eventLine(line)
    const { verdict, reason, rules, owner, act } = line
    const changed = (['authorisation', 'registration', 'texting'] as const).flatMap((axis) => {
      if ((axes.get(axis) ?? 'unknown') === line[axis]) return []
      axes.set(axis, line[axis])
      return [`${axis} ${line[axis]}`]
    })
    const next = owner === null || act === null ? '' : `; next ${ownerWords(owner)}: ${actWords(act)}`
    const because = rules.length === 0 ? '' : ` (${rules.join(' ')})`
    return `${verdictWords[verdict] ?? verdict}: ${reasonWords(reason)}${because}${next}${changed.length === 0 ? '' : ` [${changed.join(', ')}]`}`
  }
}

const verdictWords: Readonly<Record<string, string>> = {
  can: 'CAN TEXT',
  cannot: 'cannot text',
  unknown: 'not known whether it can text',
}

function eventLine({ at, type, happenedAt, says, source, rules }: EventLine): string {
  const what = says === null ? eventWords(type) : `${eventWords(type)}: ${says}`
  const happened = happenedAt === at ? '' : `, happened ${told(happenedAt)}`
  const by = rules.length === 0 ? '' : ` (${rules.join(' ')})`
  return `· ${what}, by ${source}${happened}${by}`
}

/** `reportLicence` → `report licence` */
function wordsOf(act: string): string {
  return act.replaceAll(/(?<=[a-z])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** An instant to the minute where nothing lies below it, else to the millisecond; any other text as it is. */
function told(at: string): string {
  if (!/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/.test(at)) return at
  const text = `${at.slice(0, 10)} ${at.slice(11, 23)}`
  return text.endsWith(':00.000') ? text.slice(0, 16) : text
}
