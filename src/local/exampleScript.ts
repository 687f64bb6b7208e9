import { join } from 'node:path'
import { exampleHeldElsewhere, harbour } from './exampleWorld.ts'
import { type StateFolder, writeOwnerOnly } from './stateFolder.ts'

const [ofHarbour] = harbour.numbers
const digits = (e164: string) => e164.slice(1)

/** How the outside world answers in the example: within seconds, and not always with yes. The language: docs/outside.md. */
export const exampleScript = {
  desk: {
    numbers: [{ answers: [{ after: { ms: 1_200 }, outcome: 'accept' }] }],
    letters: [{ answers: [{ after: { ms: 600 }, outcome: 'accept' }] }],
    cases: [
      {
        answers: [
          { after: { ms: 600 }, status: 'opened' },
          { after: { ms: 1_400 }, status: 'formSent' },
        ],
      },
    ],
    forms: [
      {
        answers: [
          { after: { ms: 400 }, status: 'formReceived' },
          { after: { ms: 800 }, status: 'inReview' },
        ],
      },
    ],
  },
  registry: {
    campaigns: [
      // Its word comes by letter: somebody at support writes it down.
      { when: { e164Suffix: digits(ofHarbour?.number ?? '') }, answers: [] },
      {
        when: { attempt: 1 },
        answers: [{ after: { ms: 2_000 }, status: 'rejected', brand: 'unverified', codes: ['BRAND_NAME_MISMATCH'] }],
      },
      { answers: [{ after: { ms: 1_800 }, status: 'approved', brand: 'verified' }] },
    ],
    numbers: [
      {
        when: { e164Suffix: digits(exampleHeldElsewhere) },
        answers: [{ after: { ms: 2_600 }, outcome: 'reject', code: 'HELD_ELSEWHERE' }],
      },
      { answers: [{ after: { ms: 2_200 }, outcome: 'accept' }] },
    ],
  },
} as const

/** Answers where the outside world finds its script: the caller's own, where there is one. */
export function scriptFor(env: NodeJS.ProcessEnv, state: StateFolder): string {
  const given = env['SIMULATOR_SCRIPT']
  if (given) return given
  const file = join(state.path, 'script.json')
  writeOwnerOnly(file, `${JSON.stringify(exampleScript, null, 2)}\n`)
  return file
}
