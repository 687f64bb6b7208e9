import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type ChildNews, type ChildPlan, keepRunning } from '../../src/local/child.ts'
import { isAlive, waitFor } from '../../src/local/process.ts'
import { testFolder } from './folders.ts'

function planOf(program: string): ChildPlan {
  const folder = testFolder()
  writeFileSync(join(folder, 'child.mjs'), program)
  const env = { PATH: process.env['PATH'] }
  return { name: 'child', program: join(folder, 'child.mjs'), marker: `child@${folder}`, env, log: join(folder, 'log') }
}

const ready = `console.log('{"ready":true,"url":"http://127.0.0.1:1"}')`
const limit = { timeoutMs: 30_000, everyMs: 20 }
const pidsOf = (news: readonly ChildNews[]) => news.flatMap((each) => (each.what === 'started' ? [each.pid] : []))

test('a child that is killed is started again, and one that is stopped is not', async () => {
  const news: ChildNews[] = []
  const child = await keepRunning(planOf(`${ready}; setInterval(() => {}, 60000)`), (each) => void news.push(each))
  expect(child.url).toBe('http://127.0.0.1:1')
  process.kill(pidsOf(news)[0] ?? 0, 'SIGKILL')
  expect(await waitFor(() => pidsOf(news)[1], limit)).toBeDefined()
  await child.stop()
  expect(pidsOf(news)).toHaveLength(2)
  expect(pidsOf(news).filter(isAlive)).toEqual([])
})

test('a child that does not even come up the first time says why', async () => {
  const plan = planOf(`console.error('the port is taken'); process.exit(1)`)
  await expect(keepRunning(plan, () => undefined)).rejects.toThrow('the port is taken')
})

test('a child whose standard input ends knows that its parent is gone', async () => {
  const parent = new URL('../../src/parent.ts', import.meta.url).pathname
  const program = `const { whenParentIsGone } = await import(${JSON.stringify(parent)})
    whenParentIsGone({ CLEARLINE_TIED_TO_STDIN: '1' }, () => process.exit(0))
    setInterval(() => {}, 60000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  child.stdin.end()
  expect(await new Promise((done) => child.once('exit', done))).toBe(0)
})
