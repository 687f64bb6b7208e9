import { Writable } from 'node:stream'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { temporalLogger } from '../../src/worker/temporalLog.ts'

test('what Temporal says becomes a line of the process, without the row that a database error quotes', () => {
  const lines: string[] = []
  const log = pino({ level: 'info' }, new Writable({ write: (chunk, _, next) => next(void lines.push(String(chunk))) }))
  const error = Object.assign(new Error('duplicate key value'), { detail: 'Key (e164)=(+12025550123) already exists.' })
  temporalLogger(log).warn('Activity failed', { activityType: 'sendOrder', attempt: 2, error })
  temporalLogger(log).debug('of no interest')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    from: 'temporal',
    msg: 'Activity failed',
    activityType: 'sendOrder',
    attempt: 2,
    error: { type: 'Error', message: 'duplicate key value' },
  })
  expect(lines.join()).not.toContain('+12025550123')
})
