import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunFile } from '../../src/local/runFile.ts'
import { type Home, makeHome, postgresPid, type Running, rowsOf, temporalPid, until } from '../e2e/running.ts'
import { expectOnce } from './exampleRecord.ts'

let home: Home
beforeEach(() => {
  home = makeHome()
})
afterEach(() => home.clear())

async function finish(start: Running): Promise<RunFile> {
  await start.hears('Ctrl-C stops everything')
  expect(start.said()).not.toContain('could not go on')
  return start.runFile()
}

/** The moment that so many events of this type are committed: what follows them has at most begun. */
async function committed(run: RunFile, type: string, count: number): Promise<void> {
  const sql = 'select count(*)::int as count from event where type = $1'
  const isThere = async () => ((await rowsOf<{ count: number }>(run, sql, [type]))[0]?.count ?? 0) >= count
  await until(isThere, `${count} × ${type}`)
}

test.each([
  { count: 1, type: 'OnboardingStarted' },
  { count: 1, type: 'LoaSigned' },
  { count: 2, type: 'OrderSubmitted' },
  { count: 1, type: 'OrderClosed' },
  { count: 1, type: 'LicenceLapsed' },
  { count: 1, type: 'NumberRegistrationRejected' },
  { count: 3, type: 'CaseFormSubmitted' },
  { count: 21, type: 'NumberRegistered' },
  { count: 2, type: 'CaseClosed' },
])(
  'a worker killed the moment after $count × $type is on record has its work taken up, and nothing is done twice',
  async ({ count, type }) => {
    const start = home.start()
    await committed(await start.runFile(), type, count)
    process.kill((await start.runFile()).children['worker'] ?? 0, 'SIGKILL')
    const run = await finish(start)
    expect(start.said()).toContain('the worker has ended and is started again')
    await expectOnce(run)
  },
)

test.each([
  '✓ Postgres',
  'Larkspur  admin starts the onboarding',
  'imports 44 numbers',
  'signs a letter of authorisation',
  'authorises the numbers in Austin',
  'the case is on hold',
  'rejects the campaign',
  'corrects the form and submits it again',
  'gives the case up',
])('everything killed at once at "%s" goes on with the next start, in the same organisations', async (line) => {
  const first = home.start()
  await first.hears(line)
  await first.killGroup()
  const second = home.start()
  await expectOnce(await finish(second))
  expect(await second.interrupt()).toBe(0)
})

test('a start that is killed over and over gets there all the same', async () => {
  for (const pauseMs of [1_500, 3_000, 5_000, 7_500, 10_000]) {
    const start = home.start()
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    await start.killGroup()
  }
  await expectOnce(await finish(home.start()))
})

test('Postgres killed in the middle comes back by itself, and nothing that was said is lost', async () => {
  const start = home.start()
  await start.hears('signs a letter of authorisation')
  process.kill(postgresPid(home.path) ?? 0, 'SIGKILL')
  await expectOnce(await finish(start))
})

test('an API killed in the middle comes back on the same port, and a repeated request is the same request', async () => {
  const start = home.start()
  const run = await start.runFile()
  await start.hears('imports 20 numbers')
  process.kill((await start.runFile()).children['api'] ?? 0, 'SIGKILL')
  const after = await finish(start)
  expect(after.apiUrl).toBe(run.apiUrl)
  await expectOnce(after)
})

test('Temporal killed five times along the road comes back from its file each time, and every history still replays', async () => {
  const start = home.start()
  const killed: number[] = []
  for (const line of [
    'Larkspur  admin starts the onboarding',
    'signs a letter of authorisation',
    'the case is on hold',
    'rejects the campaign',
    'gives the case up',
  ]) {
    await start.hears(line)
    const pid = temporalPid(home.path) ?? 0
    process.kill(pid, 'SIGKILL')
    killed.push(pid)
    await until(() => temporalPid(home.path) !== pid, 'Temporal is started again')
  }
  const run = await finish(start)
  expect(new Set(killed).size).toBe(5)
  await expectOnce(run)
  const processes = await rowsOf<{ id: string; kind: string }>(run, 'select id, kind from process order by kind')
  expect(processes.map(({ kind }) => kind)).toEqual(['onboarding', 'onboarding', 'supportCase', 'supportCase'])
  for (const { id } of processes) {
    expect(JSON.parse((await home.cli('replay', id, '--json')).out)).toMatchObject({ outcome: 'same' })
  }
  expect((await home.cli('recover')).out).toContain('nothing to recover')
})
