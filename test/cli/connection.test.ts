import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { apiAccess, databaseUrl } from '../../src/cli/connection.ts'
import { temporalAccess } from '../../src/cli/temporalAccess.ts'

const running = mkdtempSync(join(tmpdir(), 'clearline-cli-'))
const empty = mkdtempSync(join(tmpdir(), 'clearline-cli-'))
afterAll(() => {
  for (const folder of [running, empty]) rmSync(folder, { recursive: true, force: true })
})

writeFileSync(
  join(running, 'run.json'),
  JSON.stringify({
    apiUrl: 'http://127.0.0.1:1',
    databaseUrl: 'postgres://here',
    temporalAddress: '127.0.0.1:2',
    temporalNamespace: 'clearline',
    tokens: { operator: [{ subject: 'operator-1', token: 'of the folder' }] },
  }),
)

test('a stack that runs on this machine is found without being told anything', () => {
  const env = { CLEARLINE_STATE: running }
  expect(apiAccess({}, env)).toEqual({ url: 'http://127.0.0.1:1', token: 'of the folder' })
  expect(databaseUrl({}, env)).toBe('postgres://here')
  expect(temporalAccess({}, env)).toEqual({ connection: { address: '127.0.0.1:2' }, namespace: 'clearline' })
})

test('an option beats the environment, and the environment beats the folder', () => {
  const env = { CLEARLINE_STATE: running, CLEARLINE_URL: 'http://env', CLEARLINE_TOKEN: 'of the environment' }
  expect(apiAccess({}, env)).toEqual({ url: 'http://env', token: 'of the environment' })
  expect(apiAccess({ url: 'http://given', token: 'given' }, env)).toEqual({ url: 'http://given', token: 'given' })
  expect(databaseUrl({}, { ...env, DATABASE_URL: 'postgres://env' })).toBe('postgres://env')
  expect(apiAccess({ state: running }, {}).token).toBe('of the folder')
})

test('where nothing is known, what is missing is named with every way to give it', () => {
  const env = { CLEARLINE_STATE: empty }
  expect(() => apiAccess({}, env)).toThrow(/--url.*CLEARLINE_URL.*npm start/)
  expect(() => apiAccess({ url: 'http://given' }, env)).toThrow(/--token.*CLEARLINE_TOKEN/)
  expect(() => databaseUrl({}, env)).toThrow(/DATABASE_URL/)
  expect(() => temporalAccess({}, env)).toThrow(/TEMPORAL_ADDRESS/)
})
