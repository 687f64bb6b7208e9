import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { rehearse } from '../../src/rehearsal/rehearse.ts'
import { parseScenario } from '../../src/rehearsal/scenario.ts'
import { storyWords } from '../../src/rehearsal/words.ts'

const log = createLogger({ level: 'silent', name: 'rehearsal' })
const path = join(import.meta.dirname, '../../scenarios/happy-road.json')
const text = readFileSync(path, 'utf8')
const options = { env: process.env, log, bundlePath: inject('workflowBundlePath') }

test('the happy road, rehearsed twice, ends as expected and tells the same story to the byte', async () => {
  const first = await rehearse(parseScenario(text), options)
  const second = await rehearse(parseScenario(text), options)
  expect(first.missed).toEqual([])
  expect(storyWords(second)).toBe(storyWords(first))
  expect(JSON.stringify(second)).toBe(JSON.stringify(first))
  expect(JSON.stringify(first)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
})

test('what is not as expected is told with what was instead', async () => {
  const scenario = parseScenario(text)
  const [numbers] = scenario.expect
  const at = scenario.acts[0]?.at
  if (!numbers || !at) throw new Error('the scenario has no act')
  const early = { ...scenario, acts: scenario.acts.slice(0, 1), ends: at, expect: [{ ...numbers, at }] }
  const { missed } = await rehearse(early, options)
  expect(missed.map(({ what, expected, was }) => ({ what, expected, was }))).toContainEqual({
    what: 'authorisation',
    expected: 'authorised',
    was: 'unknown',
  })
})
