import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, openTestApi, type TestApi, usNumbers } from '../api/testApi.ts'
import { goodForm } from '../support/form.ts'
import { accepted, type Premises, readyOrganisation } from '../support/store.ts'
import { type Cli, cliAgainst } from './cli.ts'

let api: TestApi
let cli: Cli
let premises: Premises
let orgId: string
let numbers: readonly string[]
let userId: string
let orderId: string
let caseId: string
const folder = mkdtempSync(join(tmpdir(), 'clearline-cli-'))

/** The answer that a program would read. */
async function json(...given: readonly string[]) {
  const said = await cli(...given, '--json')
  expect(said.err).toBe('')
  return JSON.parse(said.out)
}

beforeAll(async () => {
  api = await openTestApi()
  const token = await api.token('operator')
  const url = await api.app.listen({ host: '127.0.0.1', port: 0 })
  cli = cliAgainst(url, token)
  premises = await readyOrganisation(api.store, 1)
  orgId = premises.orgId
  numbers = usNumbers(3)
  const org = `/v1/organisations/${orgId}`
  userId = (await call(api.app, 'POST', `${org}/users`, { token })).json().userId
  const { locationId } = premises
  const rows = numbers.map((number) => ({ number, inventory: 'inService', locationId, usage: 'primary', userId }))
  await call(api.app, 'POST', `${org}/numbers/import`, { token, body: { rows } })
})

afterAll(async () => {
  rmSync(folder, { recursive: true })
  await api.close()
})

describe('an order by the command', () => {
  test('is drafted, changed, signed for and submitted', async () => {
    const [first = '', second = '', third = ''] = numbers
    expect(await json('number', 'report', orgId, first, '--loa', 'required')).toEqual({ status: 'updated' })
    const made = await json('order', 'create', orgId, first, second, '--location', premises.locationId)
    orderId = made.orderId
    const changed = await cli('order', 'change', orgId, orderId, '--add', third, '+12025550199', '--seen', '1')
    expect(changed.out).toContain('version 2: 1 put in, 0 taken out')
    expect(changed.out).toContain('left out +12025550199: NUMBER_NOT_FOUND')
    const stale = await cli('order', 'change', orgId, orderId, '--remove', third, '--seen', '1')
    expect(stale.failed).toBe(true)
    expect(stale.err).toContain('STALE_VERSION')
    expect(stale.err).toContain(`+ ${third}`)
    expect((await cli('order', 'submit', orgId, orderId)).err).toContain('LOA_NOT_SIGNED')
    const signer = ['--first-name', 'Ana', '--last-name', 'Díaz', '--title', 'Owner']
    const differs = await cli('loa', 'sign', orgId, orderId, ...signer, '--signature', 'AD')
    expect(differs.err).toContain('LOA_SIGNATURE_DIFFERS')
    const signed = await json('loa', 'sign', orgId, orderId, ...signer, '--signature', 'AD', '--confirm-difference')
    expect((await cli('loa', 'show', orgId, signed.letterId, '--text')).out).toContain('Ana Díaz, Owner: AD')
    expect((await cli('loa', 'report', orgId, signed.letterId, 'accepted')).out).toContain('accepted')
    expect((await cli('order', 'submit', orgId, orderId)).out).toContain('submitted with 3 numbers')
    expect((await cli('order', 'show', orgId, orderId)).out).toContain('submitted here, unconfirmed')
  })

  test('shows in the status what is to be done outside', async () => {
    const { onboardingId } = premises
    const stage = { onboardingId, stage: 'authorisation', waitId: `${onboardingId}/a` } as const
    await accepted(api.store, 'EnterStage', premises.orgId, stage)
    const { out } = await cli('status', orgId)
    expect(out).toContain('Submitted here, unconfirmed')
    expect(out).toContain('Control Hub → Services → PSTN → Business Texting → Manage → Authorise Business Texting')
  })

  test('is answered by hand', async () => {
    const [first = '', second = '', third = ''] = numbers
    await json('order', 'report', orgId, orderId, '--ticket', 'PTS-3')
    const refused = ['--refused', third, '--reason', 'NOT_OURS']
    const answer = await cli('order', 'answer', orgId, orderId, '--authorised', first, second, ...refused)
    expect(answer.out).toContain('3 recorded')
    const { out } = await cli('order', 'show', orgId, orderId)
    expect(out).toContain('authorised in part  ticket PTS-3')
    expect(out).toContain('NOT_OURS')
  })

  test('is withdrawn, while it is a draft', async () => {
    const made = await json('order', 'create', orgId, numbers[2] ?? '', '--location', premises.locationId)
    expect((await cli('order', 'withdraw', orgId, made.orderId)).out).toContain('1 numbers are free')
  })
})

describe('a case by the command', () => {
  test('is opened, and says what to do outside', async () => {
    const opened = await json('case', 'open', orgId)
    caseId = opened.caseId
    await accepted(api.store, 'EnterCaseStage', premises.orgId, {
      caseId: opened.caseId,
      stage: 'opening',
      waitId: `${caseId}/o`,
    })
    const { out } = await cli('case', 'show', orgId, caseId)
    expect(out).toContain('waiting for the desk to have the case')
    expect(out).toContain('PSTN & Routing')
    const reported = await cli('case', 'report', orgId, caseId, 'opened', '--ticket', 'PTS-4')
    expect(reported.out).toContain('opened')
    expect((await cli('case', 'list', orgId)).out).toContain('PTS-4')
  })

  test('is given a form, whose faults are named at their fields', async () => {
    const bad = join(folder, 'bad.json')
    writeFileSync(bad, JSON.stringify({ ...goodForm, brand: { ...goodForm.brand, taxId: '1' } }))
    expect((await cli('case', 'form', orgId, caseId, bad)).err).toContain(
      'row 0, brand.taxId: FORM_INVALID nine digits',
    )
    const good = join(folder, 'good.json')
    writeFileSync(good, JSON.stringify(goodForm))
    expect((await cli('case', 'form', orgId, caseId, good)).out).toContain('submitted as version 1')
    expect((await json('case', 'form', orgId, caseId, '--show', '1')).form).toEqual(goodForm)
    expect((await cli('case', 'form', orgId, caseId)).err).toContain('Which form?')
  })

  test('is decided in part, and given up for the rest', async () => {
    const [first = '', second = ''] = numbers
    const judged = ['--campaign', 'CCLI111', '--status', 'approved', '--brand', 'verified']
    const split = ['--registered', first, '--rejected', second, '--code', 'HELD_ELSEWHERE']
    expect((await cli('case', 'decide', orgId, caseId, ...judged, ...split)).out).toContain('partial: 2 recorded')
    expect((await cli('case', 'show', orgId, caseId)).out).toMatch(/form 1 of .*: partial HELD_ELSEWHERE on/)
    expect((await cli('case', 'give-up', orgId, caseId)).out).toContain('ended with 1 registered and 1 rejected')
    expect((await cli('why', orgId, second)).out).toContain('the registry rejected it')
  })

  test('is left by its numbers, and not cancelled while Temporal is away', async () => {
    const [, second = ''] = numbers
    const { caseId: other } = await json('case', 'open', orgId, second)
    expect((await cli('case', 'take-out', orgId, other, second)).out).toContain('1 taken out')
    expect((await cli('case', 'cancel', orgId, other)).err).toContain('TEMPORAL_UNAVAILABLE')
  })
})

describe('a number by the command', () => {
  test('says why it may text, and why it may not', async () => {
    const [first = '', second = ''] = numbers
    const may = await cli('why', orgId, first)
    expect(may.out).toContain('can: every gate is passed')
    expect(may.out).toContain('Number registered')
    const { out } = await cli('why', orgId, second)
    // The case after that one left it unjudged.
    expect(out).toContain('it is not on a registered campaign')
    expect(out).toContain('next: open a case for it (customer admin)')
    expect((await json('why', orgId, second)).next).toMatchObject({ act: 'openCase', helps: true })
    expect((await cli('why', orgId, '+12025550198')).err).toContain('has no number')
  })

  test('follows its campaign and its user', async () => {
    const [first = ''] = numbers
    expect((await cli('campaign', 'report', orgId, 'CCLI111', 'suspended')).out).toContain('suspended')
    expect((await cli('why', orgId, first)).out).toContain('its campaign is suspended')
    await cli('campaign', 'report', orgId, 'CCLI111', 'approved')
    expect((await cli('user', 'texting', orgId, userId, 'off')).out).toContain('wanted off, as the user says')
    expect((await cli('why', orgId, first)).out).toContain('Users → the user → Calling → Business Texting')
    expect((await cli('user', 'texting', orgId, userId, 'inherit')).out).toContain(
      'wanted on, as the organisation says',
    )
  })
})

test('the history shows what is true, and says when Temporal cannot be asked', async () => {
  const { out } = await cli('history', orgId)
  expect(out).toContain('Case form submitted')
  expect(out).toContain('Temporal cannot be asked now')
  expect(await json('history', orgId)).toMatchObject({ events: expect.any(Array), temporal: { state: 'unavailable' } })
})
