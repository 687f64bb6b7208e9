import { randomUUID } from 'node:crypto'
import { brand, instant, type OrganisationId } from '../src/domain/values.ts'
import { append as appendEvents, type NewEvent, type Recording } from '../src/store/eventStore.ts'
import type { Pool, Transaction } from '../src/store/pool.ts'
import type { Benchmark, Side } from './harness.ts'
import { inLanes } from './lanes.ts'

const lanes = 8
const one = 'append of one event, if the version still stands'
const ten = 'append of ten events'
const bareOne = 'bare insert of one row'
const bareTen = 'bare insert of ten rows'

/** The event store alone: what a version that is guarded costs beside a row that is not. */
export const append: Benchmark = {
  name: 'append',
  piece: 'one transaction that appends to a new stream',
  ratios: [
    { ours: one, bare: bareOne, atLeast: 0.85 },
    { ours: ten, bare: bareTen, atLeast: 0.85 },
  ],
  open: async ({ store: { pool }, size }) => ({
    sides: {
      [one]: appending(pool, size(1_500, 10), 1, guarded),
      [bareOne]: appending(pool, size(1_500, 10), 1, unguarded),
      [ten]: appending(pool, size(500, 5), 10, guarded),
      [bareTen]: appending(pool, size(500, 5), 10, unguarded),
    },
  }),
}

type Write = (tx: Transaction, id: string, events: readonly NewEvent[]) => Promise<unknown>

function appending(pool: Pool, ops: number, events: number, write: Write): Side {
  const batch = Array.from({ length: events }, () => anEvent)
  return {
    ops,
    run: () =>
      inLanes(
        Array.from({ length: ops }, () => randomUUID()),
        lanes,
        async (id) => {
          const tx = await pool.connect()
          try {
            await tx.query('begin')
            await write(tx, id, batch)
            await tx.query('commit')
          } finally {
            tx.release()
          }
        },
      ),
  }
}

const anEvent = { type: 'NumberLoaFlagged', data: { loa: 'required', flags: [] }, ruleIds: ['Z8'] } as const
const orgId = brand<OrganisationId>('01990000-0000-7000-8000-000000000001')
const recording: Recording = {
  happenedAt: instant('2026-01-01T00:00:00.000Z'),
  recordedAt: instant('2026-01-01T00:00:00.000Z'),
  actor: { kind: 'service', subject: 'desk', role: 'integration' },
  source: { kind: 'desk', id: 'bridge', rank: 2 },
  commandId: '01990000-0000-7000-8000-000000000000',
  policyVersion: '003:0000000000000000000000000000000000000000000000000000000000000000',
}

function guarded(tx: Transaction, id: string, events: readonly NewEvent[]): Promise<unknown> {
  return appendEvents(tx, { orgId, id, kind: 'number' }, 0, events, recording)
}

const columns = 14

async function unguarded(tx: Transaction, id: string, events: readonly NewEvent[]): Promise<unknown> {
  const { happenedAt, recordedAt, actor, source, commandId, policyVersion } = recording
  const written = [JSON.stringify(actor), JSON.stringify(source), commandId, policyVersion] as const
  const rows = events.map(({ type, data, ruleIds = [] }, n) => [
    ...[orgId, id, 'number', n + 1, type, 1, JSON.stringify(data), happenedAt, recordedAt],
    ...written,
    ruleIds,
  ])
  const places = rows.map((_, n) => `(${Array.from({ length: columns }, (__, m) => `$${n * columns + m + 1}`)})`)
  return tx.query(
    `insert into event (org_id, stream_id, stream_kind, version, type, schema_version, data, happened_at, recorded_at,
       actor, source, command_id, policy_version, rule_ids) values ${places.join(', ')}`,
    rows.flat(),
  )
}
