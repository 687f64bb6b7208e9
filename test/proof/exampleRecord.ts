import { expect } from 'vitest'
import type { OrganisationAnswer } from '../../src/cli/answers.ts'
import { brand, type OrganisationId } from '../../src/domain/values.ts'
import { harbour, larkspur } from '../../src/local/exampleWorld.ts'
import type { RunFile } from '../../src/local/runFile.ts'
import { look } from '../../src/local/verifyRecord.ts'
import { createPool } from '../../src/store/pool.ts'
import { operatorOf, outsideState, timesPerStream, until } from '../e2e/running.ts'

type Lived = { readonly type: string; readonly times: number; readonly streams: number }

/** How often which event is on how many streams once the example is over, whatever was killed meanwhile. */
const lived: readonly Lived[] = [
  { type: 'CaseClosed', times: 1, streams: 2 },
  { type: 'CaseDecided', times: 1, streams: 1 },
  { type: 'CaseDecided', times: 2, streams: 1 },
  { type: 'CaseFormSubmitted', times: 1, streams: 1 },
  { type: 'CaseFormSubmitted', times: 2, streams: 1 },
  { type: 'CaseOpened', times: 1, streams: 2 },
  { type: 'LicenceActivated', times: 1, streams: 1 },
  { type: 'LicenceActivated', times: 2, streams: 1 },
  { type: 'LicenceLapsed', times: 1, streams: 1 },
  { type: 'LicenceRequested', times: 1, streams: 2 },
  { type: 'LoaAccepted', times: 1, streams: 1 },
  { type: 'LoaSigned', times: 1, streams: 1 },
  { type: 'LocationAdded', times: 1, streams: 4 },
  { type: 'NumberAuthorised', times: 1, streams: 62 },
  { type: 'NumberEntered', times: 1, streams: 64 },
  { type: 'NumberJoinedCase', times: 1, streams: 62 },
  { type: 'NumberLeftCase', times: 1, streams: 62 },
  { type: 'NumberLoaSigned', times: 1, streams: 6 },
  { type: 'NumberOrdered', times: 1, streams: 62 },
  { type: 'NumberRegistered', times: 1, streams: 61 },
  { type: 'NumberRegistrationRejected', times: 1, streams: 41 },
  { type: 'NumberRegistrationRejected', times: 2, streams: 1 },
  { type: 'NumberRegistrationSubmitted', times: 1, streams: 20 },
  { type: 'NumberRegistrationSubmitted', times: 2, streams: 42 },
  { type: 'NumberTextingActivated', times: 1, streams: 61 },
  { type: 'OnboardingCompleted', times: 1, streams: 2 },
  { type: 'OnboardingOutcomeAcknowledged', times: 1, streams: 1 },
  { type: 'OnboardingStarted', times: 1, streams: 2 },
  { type: 'OrderClosed', times: 1, streams: 3 },
  { type: 'OrderCreated', times: 1, streams: 3 },
  { type: 'OrderSubmitted', times: 1, streams: 3 },
  { type: 'OrganisationCreated', times: 1, streams: 2 },
  { type: 'UserAdded', times: 1, streams: 64 },
]

/** The example is over: nothing in it is missing and nothing has happened twice, here and in the outside world. */
export async function expectOnce(run: RunFile): Promise<void> {
  expect(await timesPerStream(run, [...new Set(lived.map(({ type }) => type))])).toEqual(lived)
  // The desk's answer can overtake the record of the sending; then there is nothing left to record.
  expect((await timesPerStream(run, ['OrderSent'])).filter(({ times }) => times > 1)).toEqual([])
  await expectAskedOnce(run)
  await expectRightEnd(run)
}

/** What the desk has on its table: each order, case and form once, and each number once in what it was asked for. */
async function expectAskedOnce(run: RunFile): Promise<void> {
  const { submissions } = await outsideState(run)
  const sizes = submissions.map(({ kind, items }) => `${kind} of ${items.length}`).sort()
  const cases = ['case of 20', 'case of 42']
  const forms = ['form of 20', 'form of 42', 'form of 42']
  expect(sizes).toEqual([...cases, ...forms, 'order of 18', 'order of 20', 'order of 24'])
  const numbersIn = (kind: string) => {
    const items = submissions.filter((each) => each.kind === kind).flatMap((each) => each.items)
    return new Set(items.map(({ reference }) => reference)).size
  }
  expect([numbersIn('order'), numbersIn('case'), numbersIn('form')]).toEqual([62, 62, 62])
}

/** What `--once` asks of the record: verdicts, letters, holds and where the marks of every wait must lie. */
async function expectRightEnd(run: RunFile): Promise<void> {
  const all = await operatorOf(run).all<OrganisationAnswer>('/v1/organisations')
  expect(all.map(({ name }) => name).sort()).toEqual([harbour.name, larkspur.name])
  const pool = createPool({ url: run.databaseUrl, max: 1, name: 'clearline-proof' })
  try {
    for (const organisation of [harbour, larkspur]) {
      const orgId = brand<OrganisationId>(all.find(({ name }) => name === organisation.name)?.id ?? '')
      let faults: readonly string[] = []
      const isRight = async () => {
        faults = (await look(pool, orgId, organisation)).faults
        return faults.length === 0
      }
      // The last fact counts as delivered a moment after its process has acted on it.
      await until(isRight, 'the record is as it must be').catch(() => undefined)
      expect(faults).toEqual([])
    }
  } finally {
    await pool.end()
  }
}
