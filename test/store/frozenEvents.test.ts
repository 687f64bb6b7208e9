import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventTypes } from '../../src/store/eventSchemas.ts'
import { latestVersion, lift, type Upcasters, upcast } from '../../src/store/upcast.ts'

/** One stored example for each version an event ever had: never edited, since such data lies in databases. */
const folder = join(import.meta.dirname, '../events')

const everyVersion = eventTypes.flatMap((type) =>
  Array.from({ length: latestVersion(type) }, (_, index) => ({ type, version: index + 1 })),
)

const frozen = (type: string, version: number): unknown =>
  JSON.parse(readFileSync(join(folder, `${type}.v${version}.json`), 'utf8'))

describe('an event that was stored once', () => {
  test('is kept as an example in each of its versions, and nothing else is', () => {
    const expected = everyVersion.map(({ type, version }) => `${type}.v${version}.json`)
    expect(readdirSync(folder).sort()).toEqual(expected.sort())
  })

  test.each(everyVersion)('can be read by this build: $type in version $version', ({ type, version }) => {
    const stored = frozen(type, version)
    const read = upcast(type, version, stored)
    if (version === latestVersion(type)) expect(read).toEqual(stored)
    else expect(upcast(type, latestVersion(type), read)).toEqual(read)
  })

  test.each(everyVersion)('holds what its form says and nothing beside it: $type', ({ type, version }) => {
    const stored = Object(frozen(type, version))
    expect(() => upcast(type, version, { ...stored, somethingElse: 1 })).toThrow(`event ${type}`)
    expect(() => upcast(type, version, null)).toThrow(`event ${type}`)
  })

  test('of a type that this build does not know is not read', () => {
    expect(() => upcast('NumberTeleported', 1, {})).toThrow('unknown event type NumberTeleported')
  })

  test('in a version newer than this build is not read', () => {
    expect(() => upcast('UserAdded', 2, {})).toThrow('event UserAdded has version 2, this build knows 1')
  })
})

describe('an event whose form has changed twice', () => {
  const planted: Upcasters = {
    NumberSeen: [
      (data) => ({ ...Object(data), seenBy: 'sync' }),
      (data) => {
        const { when, ...rest } = Object(data)
        return { ...rest, happenedAt: when }
      },
    ],
  }
  const lifted = { happenedAt: '2025-03-01T00:00:00.000Z', seenBy: 'sync' }

  test('is lifted from where it stands, step by step', () => {
    const first = { when: lifted.happenedAt }
    expect(latestVersion('NumberSeen', planted)).toBe(3)
    expect(lift('NumberSeen', 1, first, planted)).toEqual(lifted)
    expect(lift('NumberSeen', 2, { ...first, seenBy: 'sync' }, planted)).toEqual(lifted)
    expect(lift('NumberSeen', 3, lifted, planted)).toBe(lifted)
  })

  test('is not read in a version that is not known yet', () => {
    expect(() => lift('NumberSeen', 4, {}, planted)).toThrow('event NumberSeen has version 4, this build knows 3')
  })

  test('leaves the events of other types as they are', () => {
    const other = { anything: true }
    expect(lift('NumberLost', 1, other, planted)).toBe(other)
  })
})
