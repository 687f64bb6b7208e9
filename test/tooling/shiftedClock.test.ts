import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesUnder } from '../../scripts/files.ts'
import { apiConfig, ConfigurationError, workerConfig } from '../../src/config.ts'
import { repository } from './tree.ts'

const sound = {
  DATABASE_URL: 'postgresql://clearline@127.0.0.1:5432/clearline',
  CLEARLINE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
}

const shifting = [
  { CLEARLINE_CLOCK_OFFSET_MS: '86400000' },
  { CLEARLINE_CLOCK: '2026-01-05T16:00:00Z' },
  { FAKETIME: '+26d' },
  { LD_PRELOAD: '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1' },
]

describe('a process that runs for real refuses a shifted clock', () => {
  test.each(shifting)('as by %o', (shift) => {
    for (const read of [apiConfig, workerConfig]) {
      expect(() => read({ ...sound, ...shift })).toThrow(ConfigurationError)
      expect(() => read({ ...sound, ...shift })).toThrow(Object.keys(shift)[0])
    }
  })

  test('and starts where nothing moves it, also where something else is preloaded', () => {
    const env = { ...sound, LD_PRELOAD: '/usr/lib/libjemalloc.so.2', CLEARLINE_CLOCK_OFFSET_MS: '' }
    expect(apiConfig(env).API_PORT).toBe(8080)
    expect(workerConfig(env).LOG_LEVEL).toBe('info')
  })
})

test('nobody but the rehearsal gives the workflows another clock than the server has', () => {
  const files = filesUnder(repository, 'src').filter((file) =>
    /offsetMs/i.test(readFileSync(join(repository, file), 'utf8')),
  )
  const taking = ['src/contract/process.ts', 'src/worker/delivery.ts', 'src/workflows/conduct.ts']
  expect(files.filter((file) => !file.startsWith('src/rehearsal/')).sort()).toEqual(taking)
})
