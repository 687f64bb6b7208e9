import { explain } from '../src/domain/explain.ts'
import { type Instant, instant, millis, type NumberId, type OrganisationId } from '../src/domain/values.ts'
import type { Store } from '../src/store/execute.ts'
import { readNumberRow } from '../src/store/numberClass.ts'
import { readNow } from '../src/store/policy.ts'
import { anew, type Crowd, cutoffId } from './deadline.ts'
import type { Stage } from './stage.ts'

type Probed = { readonly planNo: number; readonly crowd: Crowd; readonly sweep: () => Promise<number> }

/** What is no ratio of costs: the gate at the instant, when events come, what it takes of memory, and what neighbours feel. */
export async function probes(stage: Stage, { crowd, sweep }: Probed): Promise<readonly string[]> {
  const { owner, store, size } = stage
  const some = await sample(stage, crowd)
  const gate = await atTheInstant(stage, some, size(20_000, 50))
  const idle = await neighbours(store, some, { ms: size(4_000, 200) })
  await anew(owner, crowd.shards)
  await stage.settle()
  const memory = process.memoryUsage().rss
  const begun = await store.clock.now()
  const start = performance.now()
  const sweeping = { isOver: false, ms: 0, rss: memory }
  const swept = sweep().then((numbers) => {
    Object.assign(sweeping, { isOver: true, ms: performance.now() - start, rss: process.memoryUsage().rss })
    return numbers
  })
  const busy = await neighbours(store, some, { ms: size(120_000, 400), until: () => sweeping.isOver })
  const numbers = await swept
  const first = await firstEvent(stage, begun)
  return [
    gate,
    `Materialised: ${numbers} numbers, the first event ${first} ms after the sweep began, the last ${(sweeping.ms / 1000).toFixed(1)} s.`,
    `Memory of the sweeping process: ${((sweeping.rss - memory) / 2 ** 20).toFixed(0)} MiB more behind the sweep than before it.`,
    `Neighbours reading one number, ${perSecond} a second: p99 ${p(busy, 0.99)} ms during the sweep, ${p(idle, 0.99)} ms at rest, ${(
      p(busy, 0.99) / p(idle, 0.99)
    ).toFixed(1)} times as long; the longest ${p(busy, 1)} ms; ${idle.failed + busy.failed} failed.`,
  ]
}

type Some = readonly { readonly orgId: OrganisationId; readonly id: NumberId }[]

async function sample({ owner }: Stage, { numbers }: Crowd): Promise<Some> {
  const { rows } = await owner.query<{ orgId: OrganisationId; id: NumberId }>(
    `select org_id as "orgId", id from number tablesample system (${numbers > 1_000 ? 5 : 100}) where entered < '2024-08-01' limit 1000`,
  )
  return rows
}

/**
 * The cutoff is put off to a moment ahead, and numbers are asked about, a thousand times a second, until it is over. Early
 * is a refusal heard before the instant, late a leave that was asked for at the instant or behind it, by the database's clock.
 */
async function atTheInstant({ owner, store }: Stage, some: Some, leadMs: number): Promise<string> {
  await owner.query(`update number set texting = 'on', texting_at = null where texting <> 'on'`)
  const at = instant(millis(await store.clock.now()) + leadMs)
  await owner.query('update deployment set postponed = jsonb_build_object($1::text, $2::text)', [cutoffId, at])
  const found = { early: 0, late: 0, before: 0, after: 0 }
  const probing: Promise<void>[] = []
  const start = performance.now()
  for (let asked = 0; performance.now() - start < 2 * leadMs; asked += 1) {
    probing.push(probe(store, some[asked % some.length], at, found))
    const due = start + asked
    if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()))
  }
  await Promise.all(probing)
  await owner.query(`update deployment set postponed = '{}'`)
  return `The gate at the instant: ${found.before} answers before it and ${found.after} behind it; ${found.early} refused early, ${found.late} let through late.`
}

async function probe(
  { pool, clock }: Store,
  asked: Some[number] | undefined,
  at: Instant,
  found: { early: number; late: number; before: number; after: number },
): Promise<void> {
  if (!asked) throw new Error('there is nobody to ask about')
  const before = await clock.now()
  const { at: now, policy } = await readNow(pool, clock)
  const row = await readNumberRow(pool, asked.orgId, asked.id)
  const { obstacles } = row ? explain(row, policy.pack, now) : { obstacles: [] }
  const after = await clock.now()
  // Other gates may be shut all along: what the cutoff adds is that no obstacle lies ahead any more.
  const isThrough = obstacles.some(({ state }) => state === 'ahead')
  if (isThrough && before >= at) found.late += 1
  if (!isThrough && after < at) found.early += 1
  if (after < at) found.before += 1
  if (before >= at) found.after += 1
}

const perSecond = 200

type Latencies = { readonly sorted: readonly number[]; readonly failed: number }

/** As many questions a second whatever becomes of the last ones, each timed from when it was due. */
async function neighbours(
  store: Store,
  some: Some,
  { ms, until = () => false }: { readonly ms: number; readonly until?: () => boolean },
): Promise<Latencies> {
  const took: number[] = []
  let failed = 0
  const asking: Promise<void>[] = []
  const start = performance.now()
  for (let asked = 0; performance.now() - start < ms && !until(); asked += 1) {
    const due = start + (asked * 1_000) / perSecond
    if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()))
    const each = some[(asked * 7) % some.length]
    if (!each) break
    const answered = readNumberRow(store.pool, each.orgId, each.id)
    asking.push(
      answered.then(
        () => void took.push(performance.now() - due),
        () => {
          failed += 1
        },
      ),
    )
  }
  await Promise.all(asking)
  return { sorted: took.sort((a, b) => a - b), failed }
}

function p({ sorted }: Latencies, share: number): number {
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10
}

async function firstEvent({ owner }: Stage, begun: Instant): Promise<number> {
  const { rows } = await owner.query<{ ms: number }>(
    'select (extract(epoch from min(at) - $1::timestamptz) * 1000)::int as ms from cutoff_chunk where at >= $1',
    [begun],
  )
  return rows[0]?.ms ?? 0
}
