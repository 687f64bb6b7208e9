import { describe, expect, test } from 'vitest'
import { agendaEntry } from '../../src/simulator/agenda.ts'
import { unrulyEntries } from '../../src/simulator/unruly.ts'
import { bodyOf } from './outside.ts'
import { accepted, controlledStage } from './stage.ts'

const rule = { seed: 7, copies: 2, withinHours: 72 }
const dueAt = '2026-01-05T16:00:00.000Z'
const entries = Array.from({ length: 40 }, (_, nth) => {
  const entry = agendaEntry({ side: 'desk', dueAt, copies: 1, body: { nth } })
  return unrulyEntries(entry, nth, rule).map((each) => ({
    nth,
    id: each.id,
    lateMs: Date.parse(each.dueAt) - Date.parse(dueAt),
  }))
})
const lateness = (seed: number) =>
  Array.from({ length: 40 }, (_, nth) =>
    unrulyEntries(agendaEntry({ side: 'desk', dueAt, copies: 1, body: {} }), nth, { ...rule, seed }).map(
      (each) => each.dueAt,
    ),
  )

describe('an unruly sender', () => {
  test('delivers every event twice under one id, each time at an instant of its own', () => {
    for (const copies of entries) {
      expect(copies).toHaveLength(2)
      expect(new Set(copies.map(({ id }) => id)).size).toBe(1)
    }
    expect(entries.filter(([one, other]) => one?.lateMs === other?.lateMs)).toEqual([])
  })

  test('is late by anything up to the limit', () => {
    const late = entries.flat().map(({ lateMs }) => lateMs / 3_600_000)
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0)
    expect(Math.min(...late)).toBeLessThan(6)
    expect(Math.max(...late)).toBeLessThan(72)
    expect(Math.max(...late)).toBeGreaterThan(66)
  })

  test('mixes up the order', () => {
    const order = entries.flat().sort((a, b) => a.lateMs - b.lateMs)
    expect(order.map(({ nth }) => nth)).not.toEqual(entries.flat().map(({ nth }) => nth))
  })

  test('does so the same way for the same seed, and otherwise for another', () => {
    expect(lateness(7)).toEqual(lateness(7))
    expect(lateness(8)).not.toEqual(lateness(7))
  })
})

describe('on the wire', () => {
  const stage = controlledStage()

  test('both copies come, each at its own instant, and nobody else is late', async () => {
    const unruly = [{ organisation: stage.reference('org'), ...rule }]
    await stage.play({ desk: { numbers: [accepted(1)] }, unruly })
    await stage.outside().send('/desk/orders', stage.order(2))
    await stage.clock(1)
    const early = stage.receiver().heard.length
    await stage.clock(4)
    const heard = stage.receiver().heard
    expect(early).toBeLessThan(2)
    expect(heard).toHaveLength(2)
    expect(bodyOf(heard[1])).toEqual(bodyOf(heard[0]))
  })

  test('one webhook at a time can be asked for', async () => {
    await stage.play({ desk: { numbers: [{ when: { nth: 1 }, ...accepted(1) }, accepted(2)] } })
    await stage.outside().send('/desk/orders', stage.order(2))
    const now = stage.at(3)
    const ask = async (atMost: number) =>
      (await stage.outside().control('POST', '/control/clock', { now, atMost })).body
    expect(await ask(0)).toMatchObject({ delivered: 0, due: 2 })
    expect(await ask(1)).toMatchObject({ delivered: 1, due: 1 })
    expect(await ask(1)).toMatchObject({ delivered: 1, due: 0 })
  })
})
