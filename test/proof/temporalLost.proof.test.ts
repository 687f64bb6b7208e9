import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@temporalio/client'
import { afterEach, beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { onboardingWorkflowId, progressQuery } from '../../src/contract/onboarding.ts'
import { searchAttributeTypes } from '../../src/contract/searchAttributes.ts'
import { brand, type OnboardingId } from '../../src/domain/values.ts'
import { exampleScript } from '../../src/local/exampleScript.ts'
import type { RunFile } from '../../src/local/runFile.ts'
import { openStateFolder } from '../../src/local/stateFolder.ts'
import { type LocalTemporal, startTemporalDevServer } from '../../src/local/temporal.ts'
import { connectTemporal } from '../../src/local/temporalConnection.ts'
import {
  deskAuthorises,
  type Home,
  makeHome,
  operatorOf,
  rowsOf,
  scriptFile,
  timesPerStream,
  until,
} from '../e2e/running.ts'
import { createTestDatabase } from '../support/database.ts'
import { expectOnce } from './exampleRecord.ts'

let home: Home
let folder: string
let temporal: LocalTemporal

/** A server of the test's own: nobody but the test starts it again. */
async function startTemporal(): Promise<void> {
  temporal = await startTemporalDevServer({
    path: inject('temporalCliPath'),
    state: openStateFolder(folder),
    namespace: 'clearline',
    searchAttributes: searchAttributeTypes,
  })
}

beforeEach(async () => {
  home = makeHome()
  folder = mkdtempSync(join(tmpdir(), 'clearline-temporal-'))
  await startTemporal()
})
afterEach(async () => {
  await home.clear()
  await temporal.stop()
  rmSync(folder, { recursive: true, force: true })
})

const given = () => ({ TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.namespace })

/** The desk takes orders and stays silent, so that both onboardings stand where they are until the test speaks for it. */
const silentDesk = { ...exampleScript, desk: { ...exampleScript.desk, numbers: [] } }

async function standing(run: RunFile) {
  const waits = await rowsOf(run, 'select * from wait order by wait_id, mark, at')
  const onboarding = await rowsOf(run, 'select id, stage, phase, version from onboarding order by id')
  const events = await rowsOf<{ count: number }>(run, 'select count(*)::int as count from event')
  return { waits, onboarding, events }
}

async function allDelivered(run: RunFile): Promise<void> {
  const undelivered = 'select 1 from outbox where delivered_at is null'
  await until(async () => (await rowsOf(run, undelivered)).length === 0, 'every fact is delivered')
}

function onboardings(run: RunFile) {
  return rowsOf<{ id: string; stage: string }>(run, 'select id, stage from onboarding order by id')
}

async function recover(): Promise<readonly unknown[]> {
  const recovered = JSON.parse((await home.cli('recover', '--json')).out) as readonly { id: string }[]
  return recovered.toSorted((a, b) => a.id.localeCompare(b.id))
}

test('with Temporal’s store gone, recover takes every open onboarding up where it stood, and no deadline moves', async () => {
  const start = home.start({ ...given(), SIMULATOR_SCRIPT: scriptFile(home.path, silentDesk) })
  const run = await start.runFile()
  const isSent = [
    { type: 'LoaAccepted', times: 1, streams: 1 },
    { type: 'OrderSent', times: 1, streams: 2 },
  ]
  const sent = async () => JSON.stringify(await timesPerStream(run, ['LoaAccepted', 'OrderSent']))
  await until(async () => (await sent()) === JSON.stringify(isSent), 'an order of each is sent')
  // A fact still on its way would start the process by itself, before anybody recovers it.
  await allDelivered(run)
  // One has more numbers to authorise, the other waits for nothing but the desk.
  const stages = async () => (await onboardings(run)).map(({ stage }) => stage)
  await until(async () => (await stages()).toSorted().join() === 'answer,authorisation', 'each stands at its stage')
  const open = await onboardings(run)
  const ids = open.map(({ id }) => brand<OnboardingId>(id))
  const before = await standing(run)

  await temporal.stop()
  for (const end of ['', '-shm', '-wal']) rmSync(join(folder, `temporal/temporal.db${end}`), { force: true })
  await startTemporal()
  const connection = await connectTemporal(temporal.address)
  const { workflow } = new Client({ connection, namespace: 'clearline' })
  const handles = ids.map((id) => workflow.getHandle(onboardingWorkflowId(id)))
  for (const handle of handles) await expect(handle.describe()).rejects.toThrow()

  expect(await recover()).toMatchObject(ids.map((id) => ({ id, outcome: 'started' })))
  for (const { id, stage } of open) {
    const handle = workflow.getHandle(onboardingWorkflowId(brand<OnboardingId>(id)))
    await until(async () => (await handle.query(progressQuery).catch(() => undefined))?.wait !== undefined, 'it stands')
    expect((await handle.query(progressQuery)).stage).toBe(stage)
  }
  expect(await standing(run)).toEqual(before)

  const runs = () => Promise.all(handles.map(async (handle) => (await handle.describe()).runId))
  const began = await runs()
  expect(await recover()).toMatchObject(ids.map((id) => ({ id, outcome: 'running' })))
  expect(await runs()).toEqual(began)
  await connection.close()

  const first = await deskAuthorises(run, 2)
  await deskAuthorises(run, 1, first)
  await start.hears('Ctrl-C stops everything')
  await expectOnce(run)
})

test('while Temporal is down commands are taken and kept, and the onboarding goes on once it is back', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  // Neither server is the start's own.
  const own = { DATABASE_URL: database.appUrl, MIGRATION_DATABASE_URL: database.ownerUrl }
  const start = home.start({ ...given(), ...own })
  await start.hears('Ctrl-C stops everything')
  const run = await start.runFile()
  await temporal.stop()

  const operator = operatorOf(run)
  const { organisationId } = await operator.post<{ organisationId: string }>('/v1/organisations', { name: 'Birchwood' })
  const at = `/v1/organisations/${organisationId}`
  const { onboardingId } = await operator.post<{ onboardingId: string }>(`${at}/onboardings`, {})
  await operator.post(`${at}/licence/request`, {})
  const ready = (await (await fetch(new URL('/health/ready', run.apiUrl))).json()) as { status: string }
  expect(ready.status).toBe('degraded')
  const waits = () => rowsOf<{ kind: string }>(run, 'select kind from wait where process_id = $1', [onboardingId])
  expect(await waits()).toEqual([])

  await startTemporal()
  await until(async () => (await waits()).length > 0, 'the onboarding waits')
  await allDelivered(run)
  // Nobody has said what its eligibility rests on; the licence is the wait after that.
  expect(new Set((await waits()).map(({ kind }) => kind))).toEqual(new Set(['eligibility']))
})
