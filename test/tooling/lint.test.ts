import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../scripts/lint/finding.ts'
import { ruleSqlFindings } from '../../scripts/lint/ruleSql.ts'
import { lintTree } from '../../scripts/lint/tree.ts'
import { type PlantedTree, plantTree, repository } from './tree.ts'

const run = promisify(execFile)

const cancellation = `
import { defineUpdate, proxyActivities, setHandler, sleep } from '@temporalio/workflow'
const cancel = defineUpdate<string, [string]>('cancel')
const activities = proxyActivities<{ send(): Promise<void> }>({ startToCloseTimeout: '10s' })
const slow = async (reason: string): Promise<void> => { await sleep(reason.length) }
const quick = (reason: string): void => { if (reason === '') throw new Error('reason is missing') }
export async function onboarding(): Promise<void> {
  setHandler(cancel, (reason) => reason, { validator: quick })
  setHandler(cancel, (reason) => reason, { validator: (reason) => quick(reason) })
  setHandler(cancel, (reason) => reason, { validator: slow })
  setHandler(cancel, (reason) => reason, { async validator(reason) { await slow(reason) } })
  const options = { validator: slow }
  setHandler(cancel, (reason) => reason, options)
  activities.send()
}
`

const planted = {
  'src/workflows/onboarding.ts': cancellation,
  'src/workflows/time.ts': `
export const waits = (at: Date) => Date.now() - at.getTime()
export const hour = (at: Date) => at.getHours()
export const shown = (at: Date) => new Intl.DateTimeFormat().format(at)
`,
  'src/domain/clock.ts': `
export const given = (at: string) => new Date(at).getTime()
export const today = () => new Date()
export const now = () => Date.now()
export const chance = () => Math.random()
export const day = (at: Date) => at.toLocaleDateString()
`,
  'src/domain/order.ts': `
export function next(state: 'open' | 'sent'): string {
  switch (state) {
    case 'open':
      return 'send'
  }
  return ''
}
`,
  'src/store/rows.ts': 'export const due = `select id from wait\nwhere mark_at <= now()`',
  'migrations/1_wait.sql': 'create table wait (\n  id uuid,\n  mark_at timestamptz default clock_timestamp()\n);',
}

const at = ({ file, line }: Finding) => `${file.replace(/^.*\/(?=src\/workflows\/)/, '')}:${line}`

describe('the linters find what must not be written', () => {
  let tree: PlantedTree

  beforeAll(async () => {
    tree = await plantTree(['package.json', 'tsconfig.json', '.oxlintrc.json'], planted)
  })
  afterAll(() => tree.remove())

  test('a forgotten await, a promise as validator, an open switch, and time or chance of the machine', async () => {
    const bin = join(repository, 'node_modules/oxlint/bin/oxlint')
    const { stdout } = await run(process.execPath, [bin, '--type-aware', '--format', 'unix', 'src'], {
      cwd: tree.root,
    }).catch((failure: { stdout: string }) => failure)
    const seen = [...stdout.matchAll(/^(\S+?):(\d+):\d+:.*[(/]([\w-]+)\)?\]$/gm)].map(
      ([, file, line, rule]) => `${file}:${line} ${rule}`,
    )
    expect(seen.sort()).toEqual([
      'src/domain/clock.ts:4 no-restricted-properties',
      'src/domain/clock.ts:5 no-restricted-properties',
      'src/domain/clock.ts:6 no-restricted-properties',
      'src/domain/order.ts:3 switch-exhaustiveness-check',
      'src/workflows/onboarding.ts:10 no-misused-promises',
      'src/workflows/onboarding.ts:14 no-floating-promises',
      'src/workflows/time.ts:3 no-restricted-properties',
      'src/workflows/time.ts:4 no-restricted-globals',
    ])
  })

  test('our own rules add the transaction clock, a default instant, the bare Date and every other slow validator', () => {
    expect(lintTree(tree.root).map(at).sort()).toEqual([
      'migrations/1_wait.sql:3',
      'src/domain/clock.ts:3',
      'src/store/rows.ts:2',
      'src/workflows/onboarding.ts:10',
      'src/workflows/onboarding.ts:11',
      'src/workflows/onboarding.ts:12',
    ])
  })

  test('the product itself is clean', () => {
    expect(lintTree(repository)).toEqual([])
  })
})

describe('SQL of the rules takes the instant as a parameter', () => {
  test.each([
    'select now()',
    'select NOW ( )',
    'where due_at < current_timestamp',
    'where day = current_date',
    'select transaction_timestamp()',
    'select localtimestamp(3)',
    "select 'now'::timestamptz",
    'recorded_at timestamptz not null default now()',
    "recorded_at timestamptz default date_trunc('milliseconds', clock_timestamp())",
  ])('%s is refused', (sql) => {
    expect(ruleSqlFindings('migrations/1.sql', sql)).toHaveLength(1)
  })

  test.each([
    'select known_now, nowhere from number',
    '-- now() is never called here',
    '/* nor\n current_timestamp */ select 1',
    'where due_at < $1',
    'select clock_timestamp()',
    'tx xid8 not null default pg_current_xact_id()',
  ])('%s is fine', (sql) => {
    expect(ruleSqlFindings('migrations/1.sql', sql)).toEqual([])
  })

  test('a comment or a call in TypeScript is no SQL', () => {
    expect(ruleSqlFindings('src/store/clock.ts', '// now() is wrong\nexport const at = clock.now()')).toEqual([])
  })
})
