import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimStateFolder, endLeftovers, recordChildren } from '../../src/local/claim.ts'
import { isAlive } from '../../src/local/process.ts'
import { openStateFolder } from '../../src/local/stateFolder.ts'
import { testFolder } from './folders.ts'

const wait = 'setInterval(() => undefined, 60000)'

async function stranger(...args: readonly string[]) {
  const child = spawn(process.execPath, ['-e', wait, ...args], { stdio: 'ignore' })
  await once(child, 'spawn')
  return child
}

test('a folder on which a start runs cannot be taken, and can be again when that one is gone', async () => {
  const state = openStateFolder(join(testFolder(), 'state'))
  const other = await stranger('other/start')
  const file = join(state.path, 'start.json')
  writeFileSync(file, JSON.stringify({ id: 'theirs', pid: other.pid, program: 'other/start' }))
  expect(() => claimStateFolder(state)).toThrow(`process ${other.pid}`)
  other.kill('SIGKILL')
  await once(other, 'exit')
  const claim = claimStateFolder(state)
  claim.release()
  expect(existsSync(file)).toBe(false)
})

test('a stranger who was given the process id of a dead start is in nobody’s way', async () => {
  const state = openStateFolder(join(testFolder(), 'state'))
  const other = await stranger()
  const claim = { id: 'theirs', pid: other.pid, program: 'local/main.js' }
  writeFileSync(join(state.path, 'start.json'), JSON.stringify(claim))
  expect(() => claimStateFolder(state)).not.toThrow()
  other.kill('SIGKILL')
})

test('children of a killed start are ended, and strangers with their process ids are not', async () => {
  const state = openStateFolder(join(testFolder(), 'state'))
  const child = await stranger('clearline-worker@here')
  const other = await stranger()
  recordChildren(state, {
    worker: { pid: child.pid ?? 0, marker: 'clearline-worker@here' },
    api: { pid: other.pid ?? 0, marker: 'clearline-api@here' },
  })
  expect(await endLeftovers(state)).toBe(1)
  expect(isAlive(other.pid ?? 0)).toBe(true)
  other.kill('SIGKILL')
})
