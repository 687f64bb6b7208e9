import { onboardingWorkflowId } from '../contract/onboarding.ts'
import { caseWorkflowId } from '../contract/supportCase.ts'
import { explain, type Verdict } from '../domain/explain.ts'
import { classInstants } from '../domain/numberClass.ts'
import { packAt } from '../domain/policy/packs.ts'
import { brand, type CaseId, instant, type OnboardingId, type OrganisationId } from '../domain/values.ts'
import { createPool, type Queryable } from '../store/pool.ts'
import { readNumberRows } from '../store/views/numberView.ts'
import { createTemporalClient, temporalSettings } from '../temporal.ts'
import type { Road } from './exampleRoad.ts'
import { exampleTexting, exampleVerdicts } from './exampleWorld.ts'
import { waitFor } from './process.ts'
import type { Stack } from './stack.ts'

export type Verified = {
  readonly onboardings: number
  readonly numbers: Readonly<Record<Verdict, number>>
  readonly historyEvents: number
}

/** Asks Temporal and the database itself, as the role the product runs as, whether the example came to its right end. */
export async function verifyExample({ database, temporal }: Stack, { orgId, onboardingId }: Road): Promise<Verified> {
  const pool = createPool({ url: database.appUrl, max: 2, name: 'clearline-verify' })
  try {
    let seen = await look(pool, orgId)
    // The relay marks the last fact as delivered a moment after the process has acted on it.
    await waitFor(
      async () => {
        if (seen.faults.length === 0) return true
        seen = await look(pool, orgId)
        return undefined
      },
      { timeoutMs: 10_000, everyMs: 250 },
    )
    const { faults, onboardings, numbers } = seen
    if (faults.length > 0) throw new Error(`The example did not come to its right end:\n${faults.join('\n')}`)
    const runs = [onboardingWorkflowId(brand<OnboardingId>(onboardingId)), ...(await caseRuns(pool, orgId))]
    const lengths = await lengthsOfHistories(temporal.env, runs)
    return { onboardings, numbers, historyEvents: lengths.reduce((sum, each) => sum + each, 0) }
  } finally {
    await pool.end()
  }
}

async function look(db: Queryable, org: string) {
  const orgId = brand<OrganisationId>(org)
  const phases = await phasesOf(db, orgId)
  const cases = await casesOf(db, orgId)
  const explained = await explainAll(db, orgId)
  const count = (verdict: Verdict) => explained.filter((each) => each.verdict === verdict).length
  const numbers = { can: count('can'), cannot: count('cannot'), unknown: count('unknown') }
  const texting = explained.flatMap(({ e164, verdict }) => (verdict === 'can' ? [e164] : [])).sort()
  const faults = [
    ...expect('onboardings', phases, ['completed']),
    ...expect('cases', cases, ['closed']),
    ...expect('verdicts', numbers, exampleVerdicts),
    ...expect('numbers that may text', texting, [...exampleTexting].sort()),
    ...expect('events of numbers', await eventsOfNumbers(db, orgId), onceEach),
    ...expect('what is left over', await leftOver(db, orgId), { facts: 0, waits: 0, calls: 0 }),
  ]
  return { faults, numbers, onboardings: phases.length }
}

/** What each of the texting numbers has lived through exactly once, in alphabetical order. */
const once = [
  'NumberAuthorised',
  'NumberEntered',
  'NumberJoinedCase',
  'NumberOrdered',
  'NumberRegistered',
  'NumberRegistrationSubmitted',
  'NumberTextingActivated',
] as const
const onceEach = once.map((type) => {
  const numbers = type === 'NumberEntered' ? exampleVerdicts.can + exampleVerdicts.cannot : exampleTexting.length
  return `${type}: ${numbers} × 1`
})

async function eventsOfNumbers(db: Queryable, orgId: OrganisationId): Promise<readonly string[]> {
  const { rows } = await db.query<{ type: string; times: number; numbers: number }>(
    `select type, times, count(*)::int as numbers
     from (select type, stream_id, count(*)::int as times from event
           where org_id = $1 and type = any($2) group by type, stream_id) each
     group by type, times order by type collate "C", times`,
    [orgId, once],
  )
  return rows.map(({ type, times, numbers }) => `${type}: ${numbers} × ${times}`)
}

async function phasesOf(db: Queryable, orgId: OrganisationId): Promise<readonly string[]> {
  const sql = 'select phase from onboarding where org_id = $1 order by id'
  const { rows } = await db.query<{ phase: string }>(sql, [orgId])
  return rows.map(({ phase }) => phase)
}

async function casesOf(db: Queryable, orgId: OrganisationId): Promise<readonly string[]> {
  const sql = 'select phase from support_case where org_id = $1 order by id'
  const { rows } = await db.query<{ phase: string }>(sql, [orgId])
  return rows.map(({ phase }) => phase)
}

async function explainAll(db: Queryable, orgId: OrganisationId) {
  const at = instant(Date.now())
  const pack = packAt(at)
  const views = await readNumberRows(db, orgId, classInstants(pack, at), { filter: {}, after: undefined, limit: 1_000 })
  return views.map(({ e164, row }) => ({ e164, verdict: explain(row, pack, at).verdict }))
}

async function leftOver(db: Queryable, orgId: OrganisationId) {
  const { rows } = await db.query<{ facts: number; waits: number; calls: number }>(
    `select (select count(*)::int from outbox where org_id = $1 and delivered_at is null) as facts,
       (select count(*)::int from wait where org_id = $1 and closed_at is null) as waits,
       (select count(*)::int from attention where org_id = $1) as calls`,
    [orgId],
  )
  return rows[0]
}

async function caseRuns(db: Queryable, orgId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: CaseId }>('select id from support_case where org_id = $1 order by id', [orgId])
  return rows.map(({ id }) => caseWorkflowId(id))
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

function expect(what: string, found: unknown, wanted: unknown): readonly string[] {
  const [seen, right] = [JSON.stringify(found), JSON.stringify(wanted)]
  return seen === right ? [] : [`- ${what}: ${seen} instead of ${right}`]
}
