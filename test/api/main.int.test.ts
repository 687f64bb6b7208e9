import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import { freshToken } from '../../src/store/tokens.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let child: ChildProcess | undefined
let database: TestDatabase | undefined

afterEach(async () => {
  child?.kill('SIGKILL')
  await database?.drop()
  child = undefined
  database = undefined
})

function start(env: Record<string, string>): ChildProcess {
  const args = ['--import', 'tsx', 'src/api/main.ts']
  child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return child
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('no stdout')
  const [line] = await once(createInterface(stdout), 'line')
  return line
}

test('the process starts without Temporal, takes commands of the first operator, and stops when told', async () => {
  database = await createTestDatabase()
  const token = freshToken()
  const api = start({
    DATABASE_URL: database.appUrl,
    CLEARLINE_MASTER_KEY: randomBytes(32).toString('base64'),
    CLEARLINE_OPERATOR_TOKENS: `ops-1:${token}`,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    API_PORT: '0',
  })
  const { ready, url } = JSON.parse(await firstLine(api))
  expect(ready).toBe(true)
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const created = await fetch(`${url}/v1/organisations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'k-1', 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Blue Bakery' }),
  })
  expect(created.status).toBe(201)
  const health = await (await fetch(`${url}/health/ready`)).json()
  expect(health).toEqual({ status: 'degraded', database: 'up', temporal: 'down' })
  api.kill('SIGTERM')
  const [code] = await once(api, 'exit')
  expect(code).toBe(0)
})

test('a wrong configuration is told at once, with every fault in it', async () => {
  const api = start({ DATABASE_URL: 'mysql://x', API_PORT: 'many' })
  const chunks: Buffer[] = []
  api.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
  const [code] = await once(api, 'exit')
  expect(code).not.toBe(0)
  const said = Buffer.concat(chunks).toString()
  for (const name of ['DATABASE_URL', 'CLEARLINE_MASTER_KEY', 'API_PORT']) expect(said).toContain(name)
})
