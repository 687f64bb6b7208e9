import { readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { Client } from '@temporalio/client'
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { end, isAlive, waitFor } from '../../src/local/process.ts'
import { openStateFolder, type StateFolder } from '../../src/local/stateFolder.ts'
import { type LocalTemporal, startTemporalDevServer } from '../../src/local/temporal.ts'
import { connectTemporal } from '../../src/local/temporalConnection.ts'
import { defaultCacheFolder, findTemporalCli, findTemporalTestServer } from '../../src/local/temporalPrograms.ts'
import { registerSearchAttributes, type SearchAttributeTypes } from '../../src/local/temporalSearchAttributes.ts'
import { startTemporalTestServer } from '../../src/local/temporalTestServer.ts'
import { testFolder } from './folders.ts'
import { launch } from './launched.ts'

const stage = defineSearchAttributeKey('Stage', 'KEYWORD')
const attributes: SearchAttributeTypes = { Stage: 'Keyword', Due: 'Datetime', Numbers: 'Int', Escalated: 'Bool' }

let cliPath = ''
let testServerPath = ''

beforeAll(async () => {
  const where = { env: process.env, cacheFolder: defaultCacheFolder(process.env) }
  cliPath = (await findTemporalCli(where)).path
  testServerPath = (await findTemporalTestServer(where)).path
})

test('a workflow that was under way before a kill is under way after the next start, at the same address', async () => {
  const state = emptyState()
  const first = await start(state)
  await startWorkflow(first, 'case/1')
  await end(first.pid, [{ signal: 'SIGKILL', graceMs: 10_000 }])

  const second = await start(state)
  expect(second).toMatchObject({ address: first.address, uiUrl: first.uiUrl, adopted: false })
  expect(await statusOf(second, 'case/1')).toBe('RUNNING')
})

test('search attributes are there at the first start, and a new one after a later start on the same file', async () => {
  const state = emptyState()
  const first = await start(state, { Stage: 'Keyword' })
  await startWorkflow(first, 'case/1', 'review')
  await first.stop()
  expect(isAlive(first.pid)).toBe(false)

  const second = await start(state, attributes)
  const connection = await connectTemporal(second.address)
  onTestFinished(() => connection.close())
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: second.namespace })
  expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(attributes)))
  await expect(registerSearchAttributes(connection, second.namespace, { Stage: 'Int' })).rejects.toThrow(
    'Stage already, and not as Int',
  )
})

test('closed workflows are kept for ninety days, and the server is reached over loopback alone', async () => {
  const temporal = await start(emptyState())
  const connection = await connectTemporal(temporal.address)
  onTestFinished(() => connection.close())
  const { config } = await connection.workflowService.describeNamespace({ namespace: temporal.namespace })
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(90 * 86_400)
  expect(new URL(temporal.uiUrl).hostname).toBe('127.0.0.1')
  expect((await fetch(temporal.uiUrl)).status).toBe(200)
  for (const port of [new URL(temporal.uiUrl).port, temporal.address.split(':')[1]]) {
    expect(await openFromOutside(Number(port))).toEqual([])
  }
})

test('after its launcher is killed, the dev server goes on and the next start adopts it', async () => {
  const state = emptyState()
  const launcher = await launch<LocalTemporal>('holdTemporal.ts', [cliPath, state.path])
  await startWorkflow({ ...launcher.said, namespace: 'clearline' }, 'case/1')
  await launcher.kill()

  const adopted = await start(state)
  expect(adopted).toMatchObject({ pid: launcher.said.pid, address: launcher.said.address, adopted: true })
  expect(await statusOf(adopted, 'case/1')).toBe('RUNNING')
  await adopted.stop()
  expect(isAlive(launcher.said.pid)).toBe(false)
})

test('a server that hangs is replaced by one that answers', async () => {
  const state = emptyState()
  const first = await start(state)
  process.kill(first.pid, 'SIGSTOP')
  const second = await start(state)
  expect(second.adopted).toBe(false)
  expect(isAlive(first.pid)).toBe(false)
})

test('a process that was given the old id is neither adopted nor ended, and a taken port is given up', async () => {
  const state = emptyState()
  const first = await start(state)
  await first.stop()
  const port = Number(new URL(`http://${first.address}`).port)
  const stranger = createServer().listen(port, '127.0.0.1')
  onTestFinished(() => void stranger.close())
  const record = join(state.temporal, 'server.json')
  writeFileSync(record, JSON.stringify({ ...JSON.parse(readFileSync(record, 'utf8')), pid: process.pid }))

  const second = await start(state)
  expect(second.adopted).toBe(false)
  expect(second.address).not.toBe(first.address)
})

test('a dev server that cannot start says what it said, and what else there is', async () => {
  const state = emptyState()
  writeFileSync(join(state.temporal, 'temporal.db'), 'this was never a database')
  const failure = await start(state).catch((error: Error) => error.message)
  for (const part of ['not a database', 'TEMPORAL_ADDRESS', 'TEMPORAL_CLI_PATH', 'CLEARLINE_STATE']) {
    expect(failure).toContain(part)
  }
})

test('the test server takes search attributes too, and ends with the process that started it', async () => {
  const path = testServerPath
  const server = await startTemporalTestServer({ path })
  onTestFinished(() => server.stop())
  const connection = await connectTemporal(server.address)
  onTestFinished(() => connection.close())
  await registerSearchAttributes(connection, 'default', attributes)
  await registerSearchAttributes(connection, 'default', attributes)
  await startWorkflow({ address: server.address, namespace: 'default' }, 'case/1', 'review')
  expect(await statusOf({ address: server.address, namespace: 'default' }, 'case/1')).toBe('RUNNING')

  const launcher = await launch<{ pid: number }>('holdTestServer.ts', [path])
  await launcher.kill()
  const gone = () => (isAlive(launcher.said.pid) ? undefined : true)
  expect(await waitFor(gone, { timeoutMs: 60_000, everyMs: 50 })).toBe(true)
})

function emptyState(): StateFolder {
  return openStateFolder(join(testFolder(), 'state'))
}

async function start(state: StateFolder, searchAttributes = attributes): Promise<LocalTemporal> {
  const temporal = await startTemporalDevServer({ path: cliPath, state, namespace: 'clearline', searchAttributes })
  onTestFinished(() => temporal.stop())
  return temporal
}

/** The addresses other than loopback at which this machine answers on that port. */
async function openFromOutside(port: number): Promise<readonly string[]> {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const outside = addresses.filter(({ internal, family }) => !internal && family === 'IPv4')
  const open = outside.map(({ address: host }) => {
    const socket = connect({ host, port })
    return new Promise<readonly string[]>((done) => {
      socket.once('connect', () => done([host])).once('error', () => done([]))
    }).finally(() => socket.destroy())
  })
  return (await Promise.all(open)).flat()
}

type Where = Pick<LocalTemporal, 'address' | 'namespace'>

async function startWorkflow(where: Where, workflowId: string, at = 'opened'): Promise<void> {
  await withClient(where, (client) =>
    client.workflow.start('supportCase', {
      workflowId,
      taskQueue: 'nobody-listens',
      typedSearchAttributes: new TypedSearchAttributes([{ key: stage, value: at }]),
    }),
  )
}

function statusOf(where: Where, workflowId: string): Promise<string> {
  return withClient(where, async (client) => (await client.workflow.getHandle(workflowId).describe()).status.name)
}

async function withClient<Result>(
  { address, namespace }: Where,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const connection = await connectTemporal(address)
  try {
    return await work(new Client({ connection, namespace }))
  } finally {
    await connection.close()
  }
}
