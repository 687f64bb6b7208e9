import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunFile } from '../../src/local/runFile.ts'
import { makeHome, type Running } from './running.ts'

const home = makeHome()
let start: Running
let run: RunFile
beforeAll(async () => {
  start = home.start()
  run = await start.runFile()
  await start.hears('Ctrl-C')
})
afterAll(() => home.clear())

/** What the names of the example's organisations begin with, and what all numbers in Austin have in common. */
const markers = ['Larkspur', 'Harbour', '1512555'] as const

/** Where a phone number has its place: the row of a number, and the event of its entering service. */
const allowed = new Set(['number 1512555', 'event NumberEntered 1512555'])

test('after the whole example no table holds a name, or a phone number out of its place', async () => {
  const client = new pg.Client({ connectionString: run.databaseUrl })
  await client.connect()
  const found: string[] = []
  for (const table of await tables(client)) {
    for (const marker of markers) found.push(...(await places(client, table, marker)))
  }
  await client.end()
  expect(found.sort()).toEqual([...allowed].sort())
})

test('neither does anything that Temporal keeps, nor any log', async () => {
  const files = [...filesUnder(join(home.path, 'temporal')), ...filesUnder(join(home.path, 'logs'))]
  expect(files.length).toBeGreaterThan(4)
  const found = files.flatMap((file) => {
    const bytes = readFileSync(file)
    return markers
      .filter((marker) => bytes.includes(marker))
      .map((marker) => `${file.slice(home.path.length)} ${marker}`)
  })
  // What the outside world logs of itself is its own affair.
  expect(found.filter((each) => !each.startsWith('/logs/simulator'))).toEqual([])
  expect(files.some((file) => readFileSync(file).includes('onboarding/'))).toBe(true)
})

async function tables(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_name <> 'migration'`,
  )
  return rows.map((row) => row.name)
}

/** Also as the hex of bytes, which is how a bytea column reads. */
async function places(client: pg.Client, table: string, marker: string): Promise<readonly string[]> {
  const what = table === 'event' ? `' ' || t.type` : `''`
  const { rows } = await client.query<{ place: string }>(
    `select distinct '${table}' || ${what} || ' ' || $1 as place from ${table} t
     where t::text like '%' || $1 || '%' or t::text like '%' || $2 || '%'`,
    [marker, Buffer.from(marker).toString('hex')],
  )
  return rows.map((row) => row.place)
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}
