import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunFile } from '../../src/local/runFile.ts'
import {
  type Home,
  makeHome,
  outsideState,
  postgresPid,
  type Running,
  rowsOf,
  temporalPid,
  timesPerStream,
  until,
} from '../e2e/running.ts'

let home: Home
beforeEach(() => {
  home = makeHome()
})
afterEach(() => home.clear())

/** Numbers of the example that get to texting, and what each of them lives through once whatever is killed meanwhile. */
const texting = 8
const oncePerNumber = [
  'NumberAuthorised',
  'NumberOrdered',
  'NumberRegistered',
  'NumberRegistrationSubmitted',
  'NumberTextingActivated',
]
const oncePerOnboarding = [
  'CaseClosed',
  'CaseFormSubmitted',
  'CaseOpened',
  'OnboardingCompleted',
  'OnboardingStarted',
  'OrderClosed',
]

async function expectOnce(run: RunFile): Promise<void> {
  const ofNumbers = oncePerNumber.map((type) => ({ type, times: 1, streams: texting }))
  expect(await timesPerStream(run, oncePerNumber)).toEqual(ofNumbers)
  const ofOnboarding = oncePerOnboarding.map((type) => ({ type, times: 1, streams: 1 }))
  expect(await timesPerStream(run, oncePerOnboarding)).toEqual(ofOnboarding)
  // The desk's answer can overtake the record of the sending; then there is nothing left to record.
  expect((await timesPerStream(run, ['OrderSent'])).filter(({ times }) => times > 1)).toEqual([])
  const { submissions } = await outsideState(run)
  expect(submissions.map(({ kind }) => kind)).toEqual(['order', 'case', 'form'])
  expect(await rowsOf(run, 'select id from organisation')).toHaveLength(1)
}

async function finish(start: Running): Promise<RunFile> {
  await start.hears('Ctrl-C stops everything')
  expect(start.said()).not.toContain('could not go on')
  return start.runFile()
}

/** The moment an event of this type is committed: what follows it has at most begun. */
async function committed(run: RunFile, type: string): Promise<void> {
  const sql = 'select exists (select 1 from event where type = $1) as found'
  await until(async () => (await rowsOf<{ found: boolean }>(run, sql, [type]))[0]?.found === true, type)
}

test.each([
  'OnboardingStarted',
  'LicenceActivated',
  'OrderSubmitted',
  'OrderSent',
  'OrderClosed',
  'CaseOpened',
  'CaseFormSubmitted',
  'NumberRegistered',
  'OnboardingNumbersActivated',
])(
  'a worker killed the moment after %s is on record has its work taken up, and nothing is done twice',
  async (type) => {
    const start = home.start()
    const run = await start.runFile()
    await committed(run, type)
    process.kill((await start.runFile()).children['worker'] ?? 0, 'SIGKILL')
    await expectOnce(await finish(start))
  },
)

test.each([
  'Clearline keeps its state',
  '✓ Postgres',
  '✓ Worker',
  'starts the onboarding',
  'imports 10 numbers',
  'submits the order',
  'the support desk authorises',
  'returns the form',
])('everything killed at once at "%s" goes on with the next start, in the same organisation', async (line) => {
  const first = home.start()
  await first.hears(line.replace('the support desk', 'support desk'))
  await first.killGroup()
  const second = home.start()
  await expectOnce(await finish(second))
  expect(await second.interrupt()).toBe(0)
})

test('a start that is killed over and over gets there all the same', async () => {
  for (const pauseMs of [1_500, 3_000, 4_500, 6_000, 7_500]) {
    const start = home.start()
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    await start.killGroup()
  }
  await expectOnce(await finish(home.start()))
})

test('Postgres killed in the middle comes back by itself, and nothing that was said is lost', async () => {
  const start = home.start()
  await start.hears('submits the order')
  process.kill(postgresPid(home.path) ?? 0, 'SIGKILL')
  await expectOnce(await finish(start))
})

test('Temporal killed in the middle comes back by itself with its store', async () => {
  const start = home.start()
  await start.hears('submits the order')
  process.kill(temporalPid(home.path) ?? 0, 'SIGKILL')
  await expectOnce(await finish(start))
})

test('an API killed in the middle comes back on the same port, and a repeated request is the same request', async () => {
  const start = home.start()
  const run = await start.runFile()
  await start.hears('starts the onboarding')
  process.kill(run.children['api'] ?? 0, 'SIGKILL')
  const after = await finish(start)
  expect(after.apiUrl).toBe(run.apiUrl)
  await expectOnce(after)
})
