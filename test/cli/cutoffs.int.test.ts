import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planReasonWords, planVerdictWords, reasonWords } from '../../src/cli/words.ts'
import { planOf, planVerdicts } from '../../src/domain/cutoffPlan.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { instant } from '../../src/domain/values.ts'
import { publishCutoffs } from '../../src/store/cutoff/publishing.ts'
import { openTestApi, type TestApi } from '../api/testApi.ts'
import { axisValues, passing } from '../domain/classes.ts'
import { accepted, eligibleOrganisation, freshNumbers } from '../support/store.ts'
import { type Cli, cliAgainst } from './cli.ts'

let api: TestApi
let clis: readonly [Cli, Cli, Cli]
let orgId: string

const off = 'unregisteredSwitchedOff'

beforeAll(async () => {
  api = await openTestApi()
  const url = await api.app.listen({ host: '127.0.0.1', port: 0 })
  const operator = async () => cliAgainst(url, await api.token('operator'))
  clis = [await operator(), await operator(), await operator()]
  await publishCutoffs(api.store)
  const organisation = await eligibleOrganisation(api.store)
  orgId = organisation
  await accepted(api.store, 'RequestLicence', organisation, {})
  const entered = instant('2024-03-01T00:00:00Z')
  const [e164 = ''] = freshNumbers(1)
  const rows = [{ e164, country: 'US', kind: 'standard', inventory: 'inService', entered, owner: 'primary' } as const]
  await accepted(api.store, 'ImportNumbers', organisation, { rows })
})
afterAll(() => api.close())

const json = async (which: 0 | 1 | 2, ...given: readonly string[]) =>
  JSON.parse((await clis[which](...given, '--json')).out)

describe('cutoffs by the command', () => {
  test('are listed with how they stand', async () => {
    const { out } = await clis[0]('cutoffs')
    expect(out).toMatch(/unregisteredSwitchedOff +D1 +02 Dec 2024, 08:00 UTC +over before it was published/)
  })

  test('are planned, approved by two others, and compared', async () => {
    const { out } = await clis[0]('cutoffs', 'plan', off, '--make')
    expect(out).toMatch(/1 +is switched off +the licence is requested, not ordered +partner +waits for an approval/)
    const { hash } = await json(0, 'cutoffs', 'plan', off)
    expect(out).toContain(hash)
    expect((await clis[0]('cutoffs', 'import-complete', off)).out).toContain('the import is complete')
    expect((await clis[0]('cutoffs', 'approve', off, hash)).err).toContain('APPROVER_IS_REQUESTER')
    expect((await clis[1]('cutoffs', 'approve', off, hash)).out).toContain('has one approval')
    expect((await clis[2]('cutoffs', 'approve', off, hash)).out).toContain('Plan 1 is approved.')
    expect((await clis[0]('cutoffs', 'diff', off)).out).toContain('Nothing has changed.')
  })

  test('are exempted from and undone by two, and what waits is shown', async () => {
    const until = ['--until', '2199-01-01T00:00:00Z', '--reason', 'carrierDelay']
    expect((await clis[0]('cutoffs', 'exempt', off, ...until)).err).toContain('For whom?')
    const asked = await clis[0]('cutoffs', 'exempt', off, '--organisation', orgId, ...until)
    expect(asked.out).toContain('carriers may still block')
    const [, requestId = ''] = /confirm unregisteredSwitchedOff (\S+)/.exec(asked.out) ?? []
    expect((await clis[1]('cutoffs', 'show', off)).out).toMatch(/to be confirmed +what +until +why +asked by/)
    expect((await clis[1]('cutoffs', 'confirm', off, requestId)).out).toContain('confirmed, and in force')
    expect((await clis[1]('cutoffs', 'show', off)).out).toMatch(/organisation of .* in force/)
    await clis[0]('cutoffs', 'plan', off, '--make')
    expect((await clis[0]('cutoffs', 'diff', off)).out).toMatch(/new +– +1 is exempt: an exemption lets it through/)
    const { out } = await clis[1]('cutoffs', 'revoke', off, requestId, '--reason', 'other')
    expect(out).toContain('Another operator confirms it')
    expect((await clis[0]('cutoffs', 'undo', off, '--all', ...until)).err).toContain('CUTOFF_UNDO_TOO_LATE')
    const late = await clis[0]('cutoffs', 'postpone', off, ...until)
    expect(late.err).toContain('CUTOFF_ALREADY_REACHED')
  })
})

test('every verdict and reason of a plan has words', () => {
  const classes = Object.entries(axisValues).flatMap(([axis, values]) =>
    ['unknown', ...values].flatMap((value) =>
      ['before', 'after', 'unknown'].flatMap((entered) =>
        ['on', 'off'].map((texting) => ({
          ...passing({ campaign: 'approved', entered, texting, [axis]: value }),
          registered: 'before',
        })),
      ),
    ),
  )
  const reasons = pack003.cutoffs.flatMap((cutoff) =>
    classes.map((number) => planOf(number, cutoff, pack003, cutoff.instant).reason),
  )
  const unworded = reasons.filter((reason) => planReasonWords(reason) === reason && reasonWords(reason) === reason)
  expect([...new Set(unworded)]).toEqual([])
  expect(planVerdicts.filter((verdict) => planVerdictWords(verdict) === verdict)).toEqual([])
})
