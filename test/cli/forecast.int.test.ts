import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instant } from '../../src/domain/values.ts'
import { openTestApi, type TestApi } from '../api/testApi.ts'
import { accepted, openedCase, readyOrganisation } from '../support/store.ts'
import { type Cli, cliAgainst } from './cli.ts'

let api: TestApi
let cli: Cli

beforeAll(async () => {
  api = await openTestApi()
  cli = cliAgainst(await api.app.listen({ host: '127.0.0.1', port: 0 }), await api.token('operator'))
})
afterAll(() => api.close())

const json = async (...given: readonly string[]) => JSON.parse((await cli('forecast', ...given, '--json')).out)
const review = ['--from', 'review', '--since', '2024-11-01'] as const

describe('the calendar of 2024 by the command', () => {
  test('what a start on 1 November comes to, with and without a rejection', async () => {
    const { out } = await cli('forecast', ...review, '--loops', '0')
    expect(out).toMatch(/likely +2024-11-29 +0 +2 days left, 0 of them working days/)
    expect(out).toContain('19 working days from 2024-11-01 to 2024-11-30')
    const loop = await cli('forecast', ...review, '--loops', '1', '--days', 'activation:0')
    expect(loop.out).toMatch(/likely +2024-12-13 +1 +12 days late/)
  })

  test('when it had to begin', async () => {
    const starts = async (...given: readonly string[]) =>
      (await json(...review, ...given)).latestStart.map(({ forDeadline }: { forDeadline: string }) => forDeadline)
    expect(await starts()).toEqual(['2024-11-03', '2024-10-20', '2024-10-06'])
    expect((await starts('--reading', 'lastDay:isTooLate'))[1]).toBe('2024-10-19')
    expect((await starts('--days', 'review:56'))[0]).toBe('2024-10-06')
    expect((await starts('--days', 'review:84'))[0]).toBe('2024-09-08')
    expect((await starts('--days', 'rejectionLoop:42'))[1]).toBe('2024-09-22')
  })

  test('bad input is named', async () => {
    for (const given of [
      ['--from', 'nowhere'],
      ['--since', '2024-02-31'],
      ['--delay', 'review:many'],
      ['--done-on', 'formReturn:2024-02-31'],
      ['--done-on', 'somewhere:2024-02-01'],
      ['--loops', '-1'],
    ])
      expect((await cli('forecast', ...given)).err, given.join(' ')).toContain('QUERY_INVALID')
  })
})

describe('the forecast of an organisation', () => {
  test('counts its numbers by where they stand, and says when they will be there', async () => {
    const { orgId, numberIds } = await openedCase(api.store, 3)
    const [first] = numberIds
    if (!first) throw new Error('no number')
    const { groups, atRisk, durations } = await json(orgId)
    expect(groups).toMatchObject([{ count: 3, place: 'formReturn' }])
    expect(groups[0].earliest < groups[0].likely && groups[0].likely < groups[0].late).toBe(true)
    expect(atRisk).toEqual({ willStop: 0, likely: 0, late: 0 })
    const named = durations.find(({ stretch }: { stretch: string }) => stretch === 'review')
    expect(named).toMatchObject({ provenance: 'rule', ruleIds: ['R7', 'D5'] })
    expect((await cli('forecast', orgId)).out).toContain('the return of the form')
  })

  test('tells of numbers from before which come too late, as if it were then', async () => {
    const { orgId, numbers } = await readyOrganisation(api.store, 2)
    const rows = numbers.map(
      (e164) => ({ e164, country: 'US', kind: 'standard', entered: instant('2024-01-01T00:00:00.000Z') }) as const,
    )
    await accepted(api.store, 'ImportNumbers', orgId, { rows })
    const autumn = await json(orgId, '--at', '2024-10-01T12:00:00Z')
    expect(autumn).toMatchObject({ policyPack: '002', atRisk: { willStop: 2, likely: 0, late: 2 } })
    const november = await cli('forecast', orgId, '--at', '2024-11-15T12:00:00Z')
    expect(november.out).toContain('2 numbers text until 2024-12-01; 2 of them are likely to come too late')
  })
})
