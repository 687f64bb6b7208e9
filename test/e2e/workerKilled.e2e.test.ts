import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exampleScript } from '../../src/local/exampleScript.ts'
import type { RunFile } from '../../src/local/runFile.ts'
import {
  deskAuthorises,
  makeHome,
  outsideState,
  type Running,
  rowsOf,
  scriptFile,
  timesPerStream,
  until,
} from './running.ts'

const home = makeHome()
let start: Running
let run: RunFile

/** The desk takes the first order and never says so: the worker dies while it does not know whether it was heard. */
const silentOnce = {
  ...exampleScript,
  desk: { ...exampleScript.desk, numbers: [], faults: [{ kind: 'stall', to: 'orders', times: 1 }] },
}

beforeAll(async () => {
  start = home.start({ SIMULATOR_SCRIPT: scriptFile(home.path, silentOnce) })
  await start.hears('submits the order')
  run = await start.runFile()
  await until(async () => (await outsideState(run)).submissions.length > 0, 'the desk has the order')
  process.kill(run.children['worker'] ?? 0, 'SIGKILL')
  const first = await deskAuthorises(run, 2)
  await deskAuthorises(run, 1, first)
  await start.hears('Ctrl-C')
  run = await start.runFile()
})
afterAll(() => home.clear())

test('a worker killed between the desk and the record is started again, and the desk is not asked twice', async () => {
  expect(start.said()).toContain('the worker has ended and is started again')
  const { submissions } = await outsideState(run)
  const asked = submissions.map(({ kind }) => kind).sort()
  expect(asked).toEqual(['case', 'case', 'form', 'form', 'form', 'order', 'order', 'order'])
  expect(await timesPerStream(run, ['CaseFormSent', 'OnboardingCompleted', 'OrderSent'])).toEqual([
    { type: 'CaseFormSent', times: 1, streams: 1 },
    { type: 'CaseFormSent', times: 2, streams: 1 },
    { type: 'OnboardingCompleted', times: 1, streams: 2 },
    { type: 'OrderSent', times: 1, streams: 3 },
  ])
  expect(await timesPerStream(run, ['NumberAuthorised', 'NumberRegistered', 'NumberTextingActivated'])).toEqual([
    { type: 'NumberAuthorised', times: 1, streams: 62 },
    { type: 'NumberRegistered', times: 1, streams: 61 },
    { type: 'NumberTextingActivated', times: 1, streams: 61 },
  ])
})

test('nobody but the owner can read what the start writes down', () => {
  expect(statSync(join(home.path, 'run.json')).mode & 0o777).toBe(0o600)
  expect(Object.keys(run.tokens).sort()).toEqual(['admin', 'auditor', 'integration', 'operator', 'partner', 'support'])
  expect(run.tokens.operator).toHaveLength(2)
})

test('a second start on the same folder is refused and says which one is in the way', async () => {
  const second = home.start()
  await expect(second.hears('never said')).rejects.toThrow(`already, as process ${start.pid}`)
})

test('the command tells how the organisation stands, what happened, and that every history replays', async () => {
  const status = await home.cli('status')
  expect(status.out).toContain('41 can, 1 cannot, 0 unknown')
  expect(status.out).toContain('toll-free numbers are not 10DLC')
  const all = JSON.parse((await home.cli('status', '--json')).out) as Status
  const first = all.find(({ organisation }) => organisation.name === 'Larkspur Interiors')
  const orgId = first?.organisation.id ?? ''
  const history = await home.cli('history', orgId)
  expect(history.out).toContain('Onboarding completed')
  expect(history.out).toContain('partner partner-1')
  const ofNumber = await home.cli('history', orgId, '--number', '+15125550101', '--json')
  const events = JSON.parse(ofNumber.out) as readonly { type: string; happenedAt: string; recordedAt: string }[]
  expect(events.map(({ type }) => type)).toContain('NumberTextingActivated')
  const processes = await rowsOf<{ id: string; kind: string }>(run, openedByPeople)
  expect(processes.map(({ kind }) => kind)).toEqual(['onboarding', 'onboarding', 'supportCase', 'supportCase'])
  for (const { id } of processes) {
    expect(JSON.parse((await home.cli('replay', id, '--json')).out)).toMatchObject({ outcome: 'same' })
  }
  expect((await home.cli('replay', orgId)).err).toContain('Temporal holds no history of')
  expect((await home.cli('recover')).out).not.toContain('started again')
})

test('an operator adds an organisation, hands out a token for it, changes it and takes it back', async () => {
  const { organisationId } = JSON.parse((await home.cli('org', 'add', 'Birchwood Dental', '--json')).out) as Added
  const grant = ['--subject', 'admin-3', '--role', 'admin', '--organisation', organisationId, '--json']
  const issued = JSON.parse((await home.cli('token', 'issue', ...grant)).out) as Issued
  const begun = await home.cli('onboard', organisationId, '--token', issued.token)
  expect(begun).toMatchObject({ code: 0, out: expect.stringContaining('started') })
  expect((await home.cli('onboard', organisationId)).err).toContain('ONBOARDING_ALREADY_OPEN')
  await until(
    async () => (await home.cli('status', organisationId)).out.includes('customer admin'),
    'what eligibility rests on is waited for',
  )
  const rotated = JSON.parse((await home.cli('token', 'rotate', issued.id, '--grace', '0', '--json')).out) as Issued
  expect((await home.cli('status', '--token', issued.token)).err).toContain('TOKEN_EXPIRED')
  expect((await home.cli('status', '--token', rotated.token)).out).toContain('Birchwood Dental')
  await home.cli('token', 'revoke', rotated.id)
  expect((await home.cli('status', '--token', rotated.token)).err).toContain('TOKEN_REVOKED')
})

test('a start that is asked to stop ends everything in order, and the next one has nothing left to play', async () => {
  expect(await start.interrupt()).toBe(0)
  const again = home.start()
  await again.hears('has come to texting before')
  await again.hears('Ctrl-C')
  const organisations = await rowsOf(await again.runFile(), 'select id from organisation')
  expect(organisations).toHaveLength(3)
  expect(await again.interrupt()).toBe(0)
})

type Status = readonly {
  readonly organisation: { readonly id: string; readonly name: string | null }
  readonly onboardings: readonly { readonly id: string }[]
}[]
type Added = { readonly organisationId: string }
type Issued = { readonly id: string; readonly token: string }

/** The calendar's own processes run on for as long as the cutoffs are not closed. */
const openedByPeople = `select id, kind from process where kind <> 'cutoff' order by kind`
