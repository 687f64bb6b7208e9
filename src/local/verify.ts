import { databaseClock } from '../clock.ts'
import { onboardingWorkflowId } from '../contract/onboarding.ts'
import { caseWorkflowId } from '../contract/supportCase.ts'
import type { Verdict } from '../domain/explain.ts'
import { brand, type CaseId, type OnboardingId, type OrganisationId } from '../domain/values.ts'
import { createPool, type Queryable } from '../store/pool.ts'
import { rebuild } from '../store/rebuild.ts'
import { createTemporalClient, temporalSettings } from '../temporal.ts'
import type { Database } from './backends.ts'
import type { Example } from './example.ts'
import { waitFor } from './process.ts'
import type { Stack } from './stack.ts'
import { type Looked, look } from './verifyRecord.ts'

export type Verified = {
  readonly onboardings: number
  readonly numbers: Readonly<Record<Verdict, number>>
  /** How many numbers have which reason for their verdict. */
  readonly reasons: Readonly<Record<string, number>>
  readonly historyEvents: number
}

/** Asks Temporal and the database itself, as the role the product runs as, whether the example came to its right end. */
export async function verifyExample({ database, temporal }: Stack, example: Example): Promise<Verified> {
  const pool = createPool({ url: database.appUrl, max: 2, name: 'clearline-verify' })
  try {
    let seen = await lookAtAll(pool, example)
    // The relay marks the last fact as delivered a moment after the process has acted on it.
    await waitFor(
      async () => {
        if (seen.every(({ faults }) => faults.length === 0)) return true
        seen = await lookAtAll(pool, example)
        return undefined
      },
      { timeoutMs: 10_000, everyMs: 250 },
    )
    const faults = [...seen.flatMap((each) => each.faults), ...(await rowsUnlikeTheirEvents(database))]
    if (faults.length > 0) throw new Error(`The example did not come to its right end:\n${faults.join('\n')}`)
    const runs = await Promise.all(example.map(({ orgId }) => runsOf(pool, brand<OrganisationId>(orgId))))
    const lengths = await lengthsOfHistories(temporal.env, runs.flat())
    return {
      onboardings: sum(seen.map(({ onboardings }) => onboardings)),
      numbers: {
        can: sum(seen.map(({ numbers }) => numbers.can)),
        willStop: sum(seen.map(({ numbers }) => numbers.willStop)),
        cannot: sum(seen.map(({ numbers }) => numbers.cannot)),
        unknown: sum(seen.map(({ numbers }) => numbers.unknown)),
      },
      reasons: counted(seen.flatMap(({ reasons }) => reasons)),
      historyEvents: sum(lengths),
    }
  } finally {
    await pool.end()
  }
}

async function lookAtAll(db: Queryable, example: Example): Promise<readonly Looked[]> {
  const all: Looked[] = []
  for (const { orgId, organisation } of example) all.push(await look(db, brand<OrganisationId>(orgId), organisation))
  return all
}

/** Every row is what its events, folded once more, say it is. Looked at only in a database of our own. */
async function rowsUnlikeTheirEvents({ ownerUrl, home }: Database): Promise<readonly string[]> {
  if (ownerUrl === undefined || home === undefined) return []
  const owner = createPool({ url: ownerUrl, max: 1, name: 'clearline-verify' })
  try {
    const { differing } = await rebuild(owner, databaseClock(owner), 'compare')
    return differing.map((row) => `- ${row}: not what its events say`)
  } finally {
    await owner.end()
  }
}

async function runsOf(db: Queryable, orgId: OrganisationId): Promise<readonly string[]> {
  const onboardings = await db.query<{ id: OnboardingId }>('select id from onboarding where org_id = $1', [orgId])
  const cases = await db.query<{ id: CaseId }>('select id from support_case where org_id = $1', [orgId])
  return [
    ...onboardings.rows.map(({ id }) => onboardingWorkflowId(id)),
    ...cases.rows.map(({ id }) => caseWorkflowId(id)),
  ]
}

/** The record says that it has ended a moment before its process has. */
async function lengthsOfHistories(env: NodeJS.ProcessEnv, runs: readonly string[]): Promise<readonly number[]> {
  const client = createTemporalClient(temporalSettings(env))
  try {
    return await client.withDeadline(Date.now() + 30_000, () =>
      Promise.all(
        runs.map(async (run) => {
          const handle = client.workflow.getHandle(run)
          await handle.result()
          return (await handle.describe()).historyLength
        }),
      ),
    )
  } finally {
    await client.connection.close()
  }
}

function counted(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
