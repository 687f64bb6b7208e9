import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../api/testApi.ts'
import { articleText } from '../domain/policy/articleTexts.ts'
import { accepted, authorisedOrganisation, type Premises } from '../support/store.ts'
import { type Cli, cliAgainst } from './cli.ts'

let api: TestApi
let cli: Cli
let premises: Premises
const folder = mkdtempSync(join(tmpdir(), 'clearline-rules-'))

beforeAll(async () => {
  api = await openTestApi()
  const token = await api.token('operator')
  cli = cliAgainst(await api.app.listen({ host: '127.0.0.1', port: 0 }), token)
  premises = await authorisedOrganisation(api.store, 2)
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await api.close()
})

const json = async (...given: readonly string[]) => JSON.parse((await cli(...given, '--json')).out)

describe('the rules by the command', () => {
  test('are listed, age by age', async () => {
    const { out } = await cli('rules')
    expect(out.split('\n').map((line) => line.trim().slice(0, 3))).toEqual(
      expect.arrayContaining(['004', '000', '003']),
    )
    expect((await json('rules', 'list')).items).toHaveLength(5)
  })

  test('are covered by code and tests of both cases, each of them', async () => {
    const { out, failed } = await cli('rules', '--coverage')
    expect(failed).toBe(false)
    expect(out).toContain('rules have code that applies them and tests of both cases')
    expect(out).toMatch(/L9 +limit +traffic/)
    const all = await json('rules', '--coverage')
    expect(all.find(({ id }: { id: string }) => id === 'P8').tests.length).toBeGreaterThan(3)
  })

  test('are shown with what the age asks and what it does not support', async () => {
    const { out } = await cli('rules', 'show', '001')
    expect(out).toContain('001 asks: eligibility, licence, location')
    expect(out).toMatch(/R2 +not told yet/)
    expect(out).toMatch(/L5 +ended by 000/)
    expect(out).toContain('cs.co/spam')
    expect((await cli('rules', 'show', '003')).out).toMatch(/T2 +by the word of 001/)
  })

  test('are compared', async () => {
    const { out } = await cli('rules', 'diff', '000', '003')
    expect(out).toContain('From 000 to 003:')
    expect(out).toMatch(/P8 +is new/)
    expect((await cli('rules', 'diff', '003', '003')).out).toContain('003 and 003 say the same.')
    expect((await cli('rules', 'diff', '003', '003', '--reading', 'lastDay:isTooLate')).out).toContain('2024-12-01T08')
    expect((await cli('rules', 'diff', '003', '007')).err).toContain('PACK_NOT_FOUND')
  })

  test('tell the age of a pasted text, and what has changed since', async () => {
    const file = join(folder, 'page.txt')
    writeFileSync(file, articleText('000', 'hu'))
    const { out } = await cli('rules', 'identify', file)
    expect(out).toContain('This is the text of age 000 (hu). Since then:')
    expect(out).toMatch(/P8 +is new/)
    writeFileSync(file, 'Nothing of the kind.')
    expect((await cli('rules', 'identify', file)).out).toContain('no text of the article')
    expect((await cli('rules', 'identify', join(folder, 'none'))).err).toContain('cannot be read')
  })

  test('are told one by one', async () => {
    const { out } = await cli('rules', 'rule', 'P8')
    expect(out).toMatch(/000 +not told yet/)
    expect(out).toMatch(/001 +in force, in other terms/)
    expect((await cli('rules', 'rule', 'Q9')).err).toContain('RULE_NOT_FOUND')
  })

  test('leave points open', async () => {
    expect((await cli('rules', 'readings')).out).toContain('* counts: ')
  })
})

describe('a question by the command', () => {
  test('is asked under other rules, with something supposed, and of a message', async () => {
    const { orgId, numbers } = premises
    const [number = ''] = numbers
    const asked = ['why', orgId, number, '--suppose', 'registration:registered'] as const
    const under = await cli(...asked, '--policy', '000')
    expect(under.out).toContain('every gate is passed')
    expect(under.out).toContain('by pack 000')
    expect(under.out).toContain('supposed')
    expect((await cli(...asked, '--kind', 'mms', '--platform', 'mobile')).out).toContain('MMS is not supported')
    expect((await cli(...asked, '--platform', 'mobile')).out).toContain('note: the version of the app is not known')
    expect((await cli(...asked, '--reading', 'zone:mars')).err).toContain('QUERY_INVALID')
    expect((await cli('why', orgId, number, '--known-at', '2020-01-01T00:00:00Z')).err).toContain(
      'NUMBER_NOT_KNOWN_THEN',
    )
  })

  test('tells how many numbers would have another answer', async () => {
    const registered = ['--suppose', 'registration:registered', 'campaign:approved'] as const
    const { out } = await cli('what-if', premises.orgId, ...registered)
    expect(out).toContain('now: 0 can, 0 cannot, 2 unknown')
    expect(out).toMatch(/2 +unknown: .+ can: every gate is passed/)
    expect((await cli('what-if', premises.orgId)).out).toContain('No number would have another answer.')
    expect((await json('what-if', premises.orgId, ...registered)).changed).toBe(2)
    expect((await cli('open-points', premises.orgId)).out).toContain('No answer rests on a reading')
  })
})

describe('people and numbers by the command', () => {
  test('the way to texting is listed, and a user without a number is told so', async () => {
    const { orgId, numbers } = premises
    const [one = '', other = ''] = numbers
    expect((await cli('why', orgId, one)).out).toMatch(/the way to texting, done on \d{4}-\d\d-\d\d at the earliest:/)
    const { at } = await json('why', orgId, one)
    expect((await cli('believed', orgId, one, '--known-at', at)).out).toContain('nothing is believed otherwise')
    expect((await cli('compare', orgId, one, other)).out).toContain('They differ in nothing that counts.')
    const { userId } = await accepted(api.store, 'AddUser', orgId, {})
    expect((await cli('user', 'why', orgId, userId)).out).toContain('the user has no primary number')
    await accepted(api.store, 'ImportNumbers', orgId, {
      rows: [{ e164: other, country: 'US', kind: 'standard', owner: 'primary', userId, inventory: 'inactive' }],
    })
    expect((await cli('user', 'why', orgId, userId)).out).toContain('setting: inherit')
    const { out } = await cli('compare', orgId, one, other)
    expect(out).toContain('alone: inventory, it is not in service P5')
    expect(out).toMatch(/inventory +inService +inactive/)
  })
})
