import { randomUUID } from 'node:crypto'
import { nothingChosen } from '../src/domain/policy/effectivePack.ts'
import type { NumberId } from '../src/domain/values.ts'
import { applyByClass } from '../src/store/classSweep.ts'
import type { Store } from '../src/store/execute.ts'
import { policyAt } from '../src/store/policy.ts'
import { inTransaction } from '../src/store/transaction.ts'
import { crowd } from './crowd.ts'
import type { Benchmark, Side } from './harness.ts'
import { type Premises, readyOrganisation } from './premises.ts'
import type { Stage } from './stage.ts'

const chunk = 2_000
const product = 'decided by class, in chunks of 2,000'
const large = 'the same over three times as many'
const statement = 'bare statement: update and insert'

/** A change of many numbers at once, against one statement that changes the same rows and adds the same events, unasked. */
export const sweep: Benchmark = {
  name: 'sweep',
  piece: 'one number of a set, in one of 120 classes',
  ratios: [
    { ours: product, bare: statement, atLeast: 0.85 },
    { ours: large, bare: product, atLeast: 0.8 },
  ],
  open: async (stage) => {
    const { store, owner, size } = stage
    const premises = await readyOrganisation(store, 1)
    const others = await readyOrganisation(store, 1)
    const many = await readyOrganisation(store, 1)
    const count = size(20_000, 100)
    const ids = await crowd(owner, premises, count)
    await crowd(owner, others, count)
    const manyIds = await crowd(owner, many, count * 3)
    return {
      sides: {
        [product]: sweeping(store, premises, ids),
        [statement]: bareSweep(stage, others, count),
        [large]: sweeping(store, many, manyIds),
      },
    }
  },
}

/** Each round says the other thing of every number, a moment later, so that each is news. */
function sweeping(store: Store, { orgId }: Premises, ids: readonly NumberId[]): Side {
  const sorted = [...ids].sort()
  const chunks = Array.from({ length: Math.ceil(sorted.length / chunk) }, (_, n) =>
    sorted.slice(n * chunk, (n + 1) * chunk),
  )
  let loa: 'required' | 'notRequired' = 'required'
  return {
    ops: ids.length,
    ready: async () => {
      loa = loa === 'required' ? 'notRequired' : 'required'
    },
    run: async () => {
      for (const each of chunks) await applied(store, orgId, each, loa)
    },
  }
}

async function applied(
  { pool, clock }: Store,
  orgId: Premises['orgId'],
  ids: readonly NumberId[],
  loa: 'required' | 'notRequired',
): Promise<void> {
  await inTransaction(pool, orgId, async (tx) => {
    const at = await clock.now(tx)
    const policy = policyAt(at, nothingChosen)
    const source = { kind: 'desk', id: 'bridge' } as const
    const recording = {
      ...{ happenedAt: at, recordedAt: at, source, commandId: randomUUID(), policyVersion: policy.version },
      actor: { kind: 'service', subject: 'desk', role: 'integration' },
    } as const
    const { changed } = await applyByClass(tx, {
      ...{ orgId, ids, policy, at, recording },
      command: { type: 'ReportLoaFlag', loa },
    })
    if (changed.length !== ids.length) throw new Error('a number was not changed')
  })
}

function bareSweep({ owner }: Stage, { orgId, numberIds }: Premises, ops: number): Side {
  return {
    ops,
    run: async () => {
      const { rowCount } = await owner.query(
        `with changed as (
           update number set version = version + 1, loa = case loa when 'required' then 'notRequired' else 'required' end,
             loa_at = clock_timestamp(), loa_by = '02:desk:bridge'
           where org_id = $1 and id <> $2 returning id, version, loa
         )
         insert into event (org_id, stream_id, stream_kind, version, type, schema_version, data, happened_at,
           recorded_at, actor, source, command_id, policy_version, rule_ids)
         select $1, id, 'number', version, 'NumberLoaFlagged', 1, jsonb_build_object('loa', loa, 'flags', '[]'::jsonb),
           clock_timestamp(), clock_timestamp(), '{"kind": "service", "subject": "desk", "role": "integration"}',
           '{"kind": "desk", "id": "bridge", "rank": 2}', '01990000-0000-7000-8000-000000000000',
           '003:0000000000000000000000000000000000000000000000000000000000000000', '{}' from changed`,
        [orgId, numberIds[0]],
      )
      if (rowCount !== ops) throw new Error('a number was not changed')
    },
  }
}
