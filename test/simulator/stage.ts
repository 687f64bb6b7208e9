import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { bodyOf, numbers, type Outside, type Receiver, startOutside, startReceiver, stateFolder } from './outside.ts'

/** An outside world under clock control for all tests of a file. Each test has a year and references of its own. */
export function controlledStage() {
  const state = stateFolder()
  let receiver: Receiver
  let outside: Outside
  let day = 0
  let round = 0

  beforeAll(async () => {
    receiver = await startReceiver()
    outside = await startOutside({ mode: 'controlled', receiverUrl: receiver.url, state: state.path })
  })

  afterAll(async () => {
    await outside.stop()
    await receiver.close()
    state.remove()
  })

  beforeEach(async () => {
    day += 366
    round += 1
    await clock(0)
    receiver.heard.length = 0
    receiver.answers.length = 0
  })

  /** The instant so many days after the test's first. */
  function at(days: number): string {
    return new Date(Date.UTC(2024, 0, 1) + (day + days) * 86_400_000).toISOString()
  }

  function clock(days: number) {
    return outside.control('POST', '/control/clock', { now: at(days) })
  }

  async function play(script: unknown): Promise<void> {
    expect((await outside.control('PUT', '/control/script', script)).status).toBe(200)
  }

  const reference = (name: string) => `${name}-${round}`
  const asked = (name: string, count: number) => ({
    reference: reference(name),
    organisationReference: reference('org'),
    items: numbers(count),
  })

  return {
    at,
    clock,
    play,
    reference,
    outside: () => outside,
    receiver: () => receiver,
    bodies: () => receiver.heard.map(bodyOf),
    order: (count: number, name = 'order', letters: readonly unknown[] = []) => ({
      ...asked(name, count),
      locationReference: 'loc-1',
      letters,
    }),
    supportCase: (count: number, name = 'case') => asked(name, count),
    /** The n-th form of a case. */
    form: (count: number, version = 1, name = 'case') => ({
      ...asked(name, count),
      reference: `${reference(name)}:form:${version}`,
      caseReference: reference(name),
      form: { brand: { legalName: 'Larkspur Interiors LLC' }, campaign: { useCase: `CARE ${version}` } },
    }),
  }
}

export const accepted = (days: number) => ({ answers: [{ after: { days }, outcome: 'accept' }] })
export const approved = (days: number) => ({
  answers: [{ after: { days }, status: 'approved', brand: 'verified' }],
})
