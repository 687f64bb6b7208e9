import type { Pool } from '../../src/store/pool.ts'

type Leaving = { readonly but?: readonly string[]; readonly butEvents?: readonly string[] }

/** Everything that a reader of the database sees in any table: what must not be there is looked for in this. */
export async function plainText(owner: Pool, { but = [], butEvents = [] }: Leaving = {}): Promise<string> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const texts: string[] = []
  for (const { name } of tables.filter((each) => !but.includes(each.name))) {
    const left = name === 'event' ? 'where type <> all($1)' : 'where $1::text[] is not null'
    const { rows } = await owner.query<{ text: string }>(`select t::text as text from "${name}" t ${left}`, [butEvents])
    texts.push(...rows.map((row) => row.text))
  }
  return texts.join('\n')
}
