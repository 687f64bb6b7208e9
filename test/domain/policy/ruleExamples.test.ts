import { expect, test } from 'vitest'
import { buildPack, withoutRule } from '../../../src/domain/policy/buildPack.ts'
import { packs } from '../../../src/domain/policy/packs.ts'
import { ruleIds } from '../../../src/domain/policy/ruleBook/ruleBook.ts'
import { idleExamples, ruleExamples } from './ruleExamples.ts'

test.each(ruleIds)('%s leaves alone what is not its own: without it the answer is the same', (id) => {
  const example = idleExamples[id]
  const pack = buildPack(example?.age ?? '003')
  expect(example?.answer(pack)).toEqual(example?.answer(withoutRule(pack, id)))
})

test('every rule has an example', () => {
  expect(Object.keys(idleExamples).sort()).toEqual([...ruleIds].sort())
  expect(Object.keys(ruleExamples).sort()).toEqual([...ruleIds].sort())
})

test.each(ruleIds)('%s decides: without it the answer is another', (id) => {
  const example = ruleExamples[id]
  const pack = buildPack(example?.age ?? '003')
  expect(example?.answer(pack)).not.toEqual(example?.answer(withoutRule(pack, id)))
})

test('without a rule everything else of the pack stays', () => {
  for (const pack of packs) {
    const { rules, gates, waits, outsideActs, ...rest } = withoutRule(pack, 'P8')
    expect(pack).toMatchObject(rest)
    expect(rules.P8.force).not.toBe('inForce')
    expect(ruleIds.filter((id) => rules[id].force !== pack.rules[id].force && id !== 'P8')).toEqual([])
    expect(gates.flatMap((gate) => gate.ruleIds)).not.toContain('P8')
    expect(JSON.stringify([waits, outsideActs])).not.toContain('"P8"')
  }
})
