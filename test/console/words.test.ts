import { describe, expect, test } from 'vitest'
import { addressOf, Declined, Unanswered } from '../../src/console/api/client.ts'
import { dataLines, flagsOf, gistOf } from '../../src/console/view/eventData.ts'
import { e164Of, filtersIn, withFilter } from '../../src/console/view/filters.ts'
import { isPicked, pickedOf } from '../../src/console/view/links.ts'
import { endsSession, fieldErrors, problemWords } from '../../src/console/view/problemWords.ts'
import { distance, learntLater } from '../../src/console/view/time.ts'
import { isTokenShaped } from '../../src/console/view/token.ts'
import { event } from './events.ts'

const declined = (given: Partial<Declined['problem']>) =>
  new Declined({
    type: 'urn:clearline:problem:FORM_INVALID',
    title: 'The form would be sent back.',
    status: 422,
    code: 'FORM_INVALID',
    whatToDo: 'Correct the fields.',
    requestId: 'r',
    ...given,
  })

const row = { row: 0, status: 'refused', code: 'FORM_INVALID', title: 'No.', whatToDo: 'Correct it.' } as const

describe('a refusal in words', () => {
  test('says what happened, what to do, and each point of it', () => {
    const rows = [{ ...row, field: 'brand.taxId', reason: 'nine digits' }]
    expect(problemWords(declined({ rows }))).toMatchObject({
      title: 'The form would be sent back.',
      whatToDo: 'Correct the fields.',
      points: ['brand.taxId: nine digits'],
    })
  })

  test('says of silence and of failures something else', () => {
    expect(problemWords(new Unanswered()).title).toBe('The server does not answer.')
    expect(problemWords(new Error('secret detail')).title).toBe('This page has failed.')
  })

  test('brings each fault to its field, of whichever sort it is', () => {
    const errors = [{ field: '/form/campaign/samples/0', reason: 'too long' }]
    const rows = [{ ...row, field: 'brand.taxId', reason: 'nine digits' }]
    expect(fieldErrors(declined({ errors, rows }))).toEqual({
      'campaign.samples.0': 'too long',
      'brand.taxId': 'nine digits',
    })
  })

  test('ends the session only where the token itself is refused', () => {
    expect(endsSession(declined({ status: 401 }))).toBe(true)
    expect(endsSession(declined({ status: 403 }))).toBe(false)
    expect(endsSession(new Unanswered())).toBe(false)
  })
})

describe('addresses', () => {
  test('hold what they are given, written so that nothing is mistaken for a part of them', () => {
    expect(
      addressOf('/v1/organisations/{orgId}/numbers', { orgId: 'a/b' }, { number: '+15125550101', cursor: '' }),
    ).toBe('/v1/organisations/a%2Fb/numbers?number=%2B15125550101')
  })

  test('keep the filters that the list has, and drop strangers', () => {
    expect(filtersIn(new URLSearchParams('verdict=can&colour=red&inventory='))).toEqual({ verdict: 'can' })
    expect(withFilter(new URLSearchParams('verdict=can'), 'verdict', '').size).toBe(0)
  })

  test.each([
    ['+1 512 555 0101', '+15125550101'],
    ['(512) 555-0101', '+15125550101'],
    ['1 512 555 0101', '+15125550101'],
    ['', ''],
  ])('a number written as %j is asked for as %j', (written, asked) => {
    expect(e164Of(written)).toBe(asked)
  })
})

describe('two clocks', () => {
  const now = Date.parse('2026-01-10T00:00:00.000Z')

  test('an instant is told by how far it is', () => {
    expect(distance('2026-01-12T12:00:00.000Z', now)).toBe('in 3 days')
    expect(distance('2026-01-09T23:00:00.000Z', now)).toBe('1 hour ago')
    expect(distance('2026-01-10T00:00:10.000Z', now)).toBe('in a moment')
  })

  test('what was learnt at once says nothing of it', () => {
    expect(learntLater('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:30.000Z')).toBeUndefined()
    expect(learntLater('2026-01-01T00:00:00.000Z', '2026-01-05T00:00:00.000Z')).toBe('learnt 4 days later')
    expect(learntLater('2026-01-05T00:00:00.000Z', '2026-01-01T00:00:00.000Z')).toBe('learnt 4 days ahead')
  })
})

describe('an event', () => {
  const data = { stage: 'licence', flags: ['late'], orderId: null, counts: { ordered: 1 } }

  test('shows its gist, its oddness and its details apart', () => {
    expect(gistOf(data)).toBe('waiting for the licence')
    expect(flagsOf({ data })).toEqual(['late'])
    expect(dataLines(data)).toEqual([
      ['stage', 'licence'],
      ['counts', '{"ordered":1}'],
    ])
  })

  test('belongs to the activity that recorded it, in that very run', () => {
    const provenance = { workflowId: 'w', runId: 'r1', activityId: '5', attempt: 1 }
    const picked = pickedOf(event({ provenance }))
    expect(isPicked(picked, { runId: 'r1', activityId: '5' })).toBe(true)
    expect(isPicked(picked, { runId: 'r2', activityId: '5' })).toBe(false)
    expect(isPicked(null, pickedOf(event()))).toBe(false)
  })
})

test('what cannot be a token is not sent anywhere', () => {
  expect(isTokenShaped(`clt_${'a'.repeat(43)}`)).toBe(true)
  expect(isTokenShaped('Bearer clt_')).toBe(false)
})
