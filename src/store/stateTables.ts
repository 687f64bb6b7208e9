import type { StreamKind } from './eventStore.ts'
import type { Queryable } from './pool.ts'
import {
  campaigns,
  contacts,
  cutoffs,
  deployments,
  licences,
  loas,
  locations,
  onboardings,
  orders,
  organisations,
  supportCases,
  users,
} from './streams.ts'

/** Every kind of stream but that of numbers, which are many and folded by the set. */
export type SmallKind = Exclude<StreamKind, 'number'>

export const streamTypes = {
  organisation: organisations,
  licence: licences,
  location: locations,
  user: users,
  contact: contacts,
  order: orders,
  loa: loas,
  supportCase: supportCases,
  campaign: campaigns,
  onboarding: onboardings,
  cutoff: cutoffs,
  deployment: deployments,
} as const satisfies Record<SmallKind, unknown>

/** Where the row of a stream is, by the column that holds the stream's id. */
export const stateTables = {
  organisation: { table: 'organisation', key: 'id' },
  licence: { table: 'licence', key: 'stream_id' },
  location: { table: 'location', key: 'id' },
  user: { table: '"user"', key: 'id' },
  contact: { table: 'contact', key: 'id' },
  order: { table: '"order"', key: 'id' },
  loa: { table: 'loa', key: 'id' },
  supportCase: { table: 'support_case', key: 'id' },
  campaign: { table: 'campaign', key: 'stream_id' },
  onboarding: { table: 'onboarding', key: 'id' },
  cutoff: { table: 'cutoff', key: 'stream_id' },
  deployment: { table: 'deployment', key: 'id' },
  number: { table: 'number', key: 'id' },
} as const satisfies Record<StreamKind, { readonly table: string; readonly key: string }>

/** The row of a stream as JSON text. */
export async function stateOf(db: Queryable, kind: SmallKind, id: string): Promise<string | undefined> {
  const { table, key } = stateTables[kind]
  const { rows } = await db.query<{ row: string }>(
    `select to_jsonb(t)::text as row from ${table} t where ${key} = $1`,
    [id],
  )
  return rows[0]?.row
}
