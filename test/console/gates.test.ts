import { expect, test } from 'vitest'
import { gateLines, gateOrder } from '../../src/console/view/gates.ts'
import { event } from './events.ts'

const shut = (gate: string, state: 'failed' | 'unknown') => ({
  gate,
  state,
  reason: 'NO_LICENCE',
  ruleIds: ['P8'],
  owner: 'partner',
  act: 'orderLicence',
})

test('every gate is in the checklist, those that are passed too', () => {
  const lines = gateLines({ obstacles: [], proof: [] })
  expect(lines.map(({ gate }) => gate)).toEqual([...gateOrder])
  expect(lines.every(({ state }) => state === 'passed')).toBe(true)
})

test('a gate that is shut has its reason and its proof, and the others stay passed', () => {
  const lines = gateLines({ obstacles: [shut('licence', 'failed')], proof: [{ gate: 'licence', events: [event()] }] })
  const [closed, ...others] = lines.filter(({ state }) => state !== 'passed')
  expect(closed).toMatchObject({ gate: 'licence', state: 'failed', proof: [{ type: 'NumberOrdered' }] })
  expect(others).toEqual([])
})

test('a gate that the console has never heard of is shown, not left out', () => {
  expect(gateLines({ obstacles: [shut('weather', 'unknown')], proof: [] }).at(-1)).toMatchObject({
    gate: 'weather',
    state: 'unknown',
  })
})
