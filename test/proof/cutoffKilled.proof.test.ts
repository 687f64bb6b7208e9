import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiClient, createApiClient } from '../../src/cli/client.ts'
import type { RunFile } from '../../src/local/runFile.ts'
import {
  type Home,
  makeHome,
  operatorOf,
  postgresPid,
  type Running,
  rowsOf,
  temporalPid,
  until,
} from '../e2e/running.ts'

let home: Home
beforeEach(() => {
  home = makeHome()
})
afterEach(() => home.clear())

const organisations = 20
const numbersEach = 5_000
const kills = 25
const cutoff = '/v1/cutoffs/unregisteredSwitchedOff'

/** An organisation whose numbers text since before new ones started off, with a licence that never came. */
async function unregistered(run: RunFile, operator: ApiClient, index: number): Promise<void> {
  const { organisationId } = await operator.post<{ organisationId: string }>('/v1/organisations', {
    name: `No ${index}`,
  })
  const at = `/v1/organisations/${organisationId}`
  await operator.post(`${at}/licence/report`, { status: 'ordered' })
  const place = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' }
  const { locationId } = await operator.post<{ locationId: string }>(`${at}/locations`, place)
  const number = `+1646555${String(1_000 + index)}`
  const row = { number, inventory: 'inService', enteredAt: '2024-03-01T00:00:00Z', locationId }
  await operator.post(`${at}/numbers/import`, { rows: [row] })
  await rowsOf(
    run,
    `insert into number select (jsonb_populate_record(n, jsonb_build_object('id', gen_random_uuid(),
       'e164', '+1' || (4000000000 + $2::bigint + i)))).* from number n, generate_series(1, $3::int - 1) i
     where n.org_id = $1`,
    [organisationId, index * numbersEach, numbersEach],
  )
}

async function counted(run: RunFile, sql: string): Promise<number> {
  const rows = await rowsOf<{ count: number }>(run, sql).catch(() => [])
  return rows[0]?.count ?? -1
}

const switchedOff = `select count(*)::int as count from event where type = 'NumberSwitchedOff'`

/** Whoever it is may be down still from the last time: then the one who came after it is waited for. */
async function kill(start: Running, index: number, killed: Set<number>): Promise<void> {
  const pidOf = [
    async () => (await start.runFile()).children['worker'],
    async () => temporalPid(home.path),
    async () => postgresPid(home.path),
  ][index % 3]
  let pid: number | undefined
  await until(async () => {
    pid = await pidOf?.()
    return pid !== undefined && !killed.has(pid)
  }, 'there is somebody to kill')
  if (pid === undefined) throw new Error('nobody is there')
  killed.add(pid)
  process.kill(pid, 'SIGKILL')
}

test('the sweep of 100,000 numbers, with its worker, Temporal and Postgres killed 25 times under it, switches off each eligible number, once', async () => {
  const start = home.start()
  await start.hears('Ctrl-C stops everything')
  const run = await start.runFile()
  const operator = operatorOf(run)
  for (let index = 0; index < organisations; index += 1) await unregistered(run, operator, index)
  await operator.post(`${cutoff}/import-complete`, {})
  const planned = async () =>
    operator.get<{ hash: string; totals: { switchOff: number } }>(`${cutoff}/plan`).catch(() => undefined)
  await until(async () => (await planned()) !== undefined, 'there is a plan')
  const plan = await planned()
  const eligible = plan?.totals.switchOff ?? 0
  expect(eligible).toBeGreaterThanOrEqual(organisations * numbersEach)
  const { token } = await operator.post<{ token: string }>('/v1/tokens', {
    subject: `operator-${randomBytes(4).toString('hex')}`,
    role: 'operator',
    organisations: [],
  })
  const second = createApiClient({ url: run.apiUrl, token, patienceMs: 60_000 })
  await operator.post(`${cutoff}/approvals`, { hash: plan?.hash })
  await second.post(`${cutoff}/approvals`, { hash: plan?.hash })

  const killed = new Set<number>()
  let done = 0
  for (let index = 0; index < kills; index += 1) {
    // After some more were written, or when all are up again: so that the kills lie all over the sweep.
    const limit = Date.now() + 4_000
    let now = -1
    while (now <= done && Date.now() < limit) {
      now = await counted(run, switchedOff)
      await sleep(10)
    }
    done = Math.max(done, now)
    expect(done).toBeLessThan(eligible)
    await kill(start, index, killed)
  }
  expect(killed.size).toBe(kills)
  const verified = `select count(*)::int as count from cutoff where id = 'unregisteredSwitchedOff' and verified_at is not null`
  await until(async () => (await counted(run, verified)) === 1, 'the sweep is verified')

  expect(await counted(run, switchedOff)).toBe(eligible)
  const once = `select count(distinct stream_id)::int as count from event where type = 'NumberSwitchedOff'`
  expect(await counted(run, once)).toBe(eligible)
  expect(await counted(run, `select count(*)::int as count from number where texting = 'suspended'`)).toBe(eligible)
  const [standing] = await rowsOf(run, `select verified_waiting from cutoff where id = 'unregisteredSwitchedOff'`)
  expect(standing).toEqual({ verified_waiting: 0 })
})
