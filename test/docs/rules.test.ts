import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesUnder } from '../../scripts/files.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { repository } from '../tooling/tree.ts'

const page = readFileSync(join(repository, 'docs/rules.md'), 'utf8')
const code = filesUnder(repository, 'src/domain')
  .map((file) => readFileSync(join(repository, file), 'utf8'))
  .join('\n')

function section(title: string): string {
  const [, text = ''] = page.split(new RegExp(`^## ${title}$`, 'm'))
  return text.replace(/^## .*/ms, '')
}

/** The cells of each row of the only table in a section, without its head. */
function rows(title: string): readonly (readonly string[])[] {
  const lines = section(title)
    .split('\n')
    .filter((line) => line.startsWith('| '))
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

const idsIn = (title: string) => rows(title).map(([id = '']) => id)
const acting = rows('Acting')
const known = ['Acting', 'Known, not acting yet', 'For information'].flatMap(idsIn)
const quoted = [...new Set([...code.matchAll(/'([ABDHLPRSTZ]\d{1,2})'/g)].map(([, id = '']) => id))]

describe('the page of rules', () => {
  test('knows every rule that the domain mentions', () => {
    const mentioned = [...new Set([...code.matchAll(/\b[ABDHLPRSTZ]\d{1,2}\b/g)].map(([id]) => id))]
    expect(mentioned).not.toEqual([])
    expect(mentioned.filter((id) => !known.includes(id))).toEqual([])
  })

  test('lists each rule once', () => {
    expect([...new Set(known)]).toEqual(known)
  })

  test('says that a rule acts by name exactly where the code names it', () => {
    const named = acting.filter((row) => row.at(-1) === 'yes').map(([id = '']) => id)
    expect(named.sort()).toEqual(quoted.sort())
  })

  test('shows the instants of the pack in force', () => {
    const shown = Object.fromEntries(
      rows('Instants of the pack').map(([name = '', at]) => [name.replaceAll('`', ''), at]),
    )
    expect(shown).toEqual(pack003.instants)
  })

  test('shows the clocks of the waits in the pack in force', () => {
    const shown = rows('Waits of the pack').map((row) => row.map((cell) => cell.replaceAll('`', '')))
    const held = Object.entries(pack003.waits).map(
      ([kind, { owner, reminderDays, dueDays, escalationDays, ruleIds }]) => [
        kind,
        owner,
        reminderDays.join(', '),
        String(dueDays),
        String(escalationDays),
        ruleIds.join(', '),
      ],
    )
    expect(shown).toEqual(held)
    expect(section('Waits of the pack')).toContain(`more than ${pack003.lateAfterMinutes} minutes late`)
  })

  test('shows whose word counts first', () => {
    const ranked = Object.entries(pack003.sourceRanks).sort(([, a], [, b]) => a - b)
    const shown = section('Whose word counts').replace(/\s+/g, ' ')
    expect(shown).toContain(`${ranked.map(([kind]) => kind).join(', ')}.`)
  })
})
