import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brand, instant, type OrganisationId } from '../../src/domain/values.ts'
import {
  append,
  beginning,
  loadStream,
  type Recording,
  readFrom,
  type Stream,
  VersionConflict,
} from '../../src/store/eventStore.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { admin, openTestStore, type TestStore } from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore(20)
})
afterAll(() => test.close())

const at = instant('2026-01-05T10:00:00.000Z')
const recording: Recording = {
  happenedAt: at,
  recordedAt: at,
  actor: admin,
  source: { kind: 'admin', id: 'a', rank: 5 },
  commandId: 'c',
  policyVersion: 'test',
}
const added = { type: 'UserAdded', data: {} } as const

function newStream(): Stream {
  return { orgId: brand<OrganisationId>(randomUUID()), id: randomUUID(), kind: 'user' }
}

function write(stream: Stream, expected: number, events: readonly (typeof added)[] = [added]): Promise<number> {
  return inTransaction(test.store.pool, stream.orgId, (tx) => append(tx, stream, expected, events, recording))
}

/** Reads on until the streams are seen: transactions of other databases in the cluster hold the reader back too. */
async function readUntil(streams: readonly string[], from: typeof beginning) {
  const seen: string[] = []
  let cursor = from
  for (let tries = 0; tries < 500 && !streams.every((id) => seen.includes(id)); tries += 1) {
    const read = await readAll(cursor)
    seen.push(...read.ids)
    cursor = read.cursor
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return seen
}

async function readAll(from = beginning) {
  const ids: string[] = []
  let cursor = from
  for (;;) {
    const page = await readFrom(test.store.pool, cursor, 100)
    ids.push(...page.events.map((event) => event.streamId))
    cursor = page.cursor
    if (page.events.length === 0) return { ids, cursor }
  }
}

describe('appending to a stream', () => {
  it('numbers its events without a gap', async () => {
    const stream = newStream()
    expect(await write(stream, 0, [added, added])).toBe(2)
    expect(await write(stream, 2)).toBe(3)
    expect((await loadStream(test.store.pool, stream.id)).map((event) => event.version)).toEqual([1, 2, 3])
  })

  it('is refused behind a version that the stream has left, or has not reached', async () => {
    const stream = newStream()
    await write(stream, 0)
    await expect(write(stream, 0)).rejects.toThrow(VersionConflict)
    await expect(write(stream, 5)).rejects.toThrow(VersionConflict)
  })

  it('lets exactly one of ten racers win', async () => {
    const stream = newStream()
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => write(stream, 0)))
    expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    expect(await loadStream(test.store.pool, stream.id)).toHaveLength(1)
  })

  it('can never be undone by the application', async () => {
    const stream = newStream()
    await write(stream, 0)
    const { pool } = test.store
    await expect(pool.query('update event set type = $1', ['X'])).rejects.toThrow(/permission denied/)
    await expect(pool.query('delete from event')).rejects.toThrow(/permission denied/)
    await expect(pool.query('truncate event')).rejects.toThrow(/permission denied/)
  })
})

describe('reading all streams in their one order', () => {
  it('does not pass by an event whose transaction commits late', async () => {
    const early = newStream()
    const late = newStream()
    const { pool } = test.store
    const { cursor } = await readAll()
    const slow = await pool.connect()
    await slow.query('begin')
    await append(slow, late, 0, [added], recording)
    await write(early, 0)
    const meanwhile = await readAll(cursor)
    await slow.query('commit')
    slow.release()
    const seen = await readUntil([late.id, early.id], cursor)
    expect(seen.filter((id) => id === late.id)).toHaveLength(1)
    expect(seen.filter((id) => id === early.id)).toHaveLength(1)
    expect(meanwhile.ids).not.toContain(late.id)
  })
})
