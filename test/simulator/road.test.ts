import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { numbers } from './outside.ts'
import { accepted, approved, controlledStage } from './stage.ts'

const stage = controlledStage()
const { at, clock, play, reference, order, supportCase, form, bodies } = stage
const send = (path: string, body: unknown) => stage.outside().send(path, body)
const sha256 = 'ab'.repeat(32)

/** A letter as the product writes it: the numbers that it covers stand in its text. */
function letter(name: string, covered: readonly { readonly e164: string }[]) {
  const text = JSON.stringify({ text: 'I authorise the numbers below.', numbers: covered.map(({ e164 }) => e164) })
  return { reference: reference(name), sha256, text }
}

test('numbers that the carrier wants a letter for are refused without one, and authorised with it', async () => {
  const wanted = { when: { letter: 'missing', e164Suffix: '0101' }, ...refusedFor('LOA_REQUIRED', 1) }
  await play({ desk: { numbers: [wanted, accepted(1)], letters: [] } })
  await send('/desk/orders', order(2, 'bare'))
  await send('/desk/orders', order(2, 'covered', [letter('loa', numbers(2).slice(1))]))
  await clock(1)
  const [bare, covered] = bodies()
  expect(bare).toMatchObject({
    reference: reference('bare'),
    items: [{ status: 'authorised' }, { reference: 'n2', status: 'refused', reason: 'LOA_REQUIRED' }],
  })
  expect(covered).toMatchObject({ reference: reference('covered'), status: 'COMPLETE' })
})

test('a letter is accepted or sent back with a reason, once for all orders that bring it along', async () => {
  const first = { when: { attempt: 1 }, ...refusedFor('SIGNER_UNKNOWN', 2) }
  await play({ desk: { numbers: [], letters: [first, accepted(3)] } })
  const letters = [letter('first', numbers(1)), letter('second', numbers(1))]
  await send('/desk/orders', order(1, 'one', letters))
  await send('/desk/orders', order(1, 'two', letters))
  await clock(3)
  expect(bodies()).toMatchObject([
    { type: 'loa.updated', reference: reference('first'), status: 'refused', reason: 'SIGNER_UNKNOWN' },
    { type: 'loa.updated', reference: reference('second'), status: 'accepted', occurredAt: at(3) },
  ])
})

test('an order with another letter is another order', async () => {
  await send('/desk/orders', order(1, 'order', [letter('loa', numbers(1))]))
  const other = await send('/desk/orders', order(1, 'order', [{ ...letter('loa', numbers(1)), text: 'changed' }]))
  expect([other.status, other.body['errors']]).toMatchObject([409, [{ code: 'REFERENCE_REUSED' }]])
})

test('a case becomes one ticket, and is told of step by step under it', async () => {
  const steps = [
    { after: { hours: 2 }, status: 'opened' },
    { after: { days: 1 }, status: 'formSent', copies: 2 },
    { after: { days: 4 }, status: 'waitingOnCustomer', reason: 'EIN_LETTER' },
  ]
  await play({ desk: { cases: [{ answers: steps }] } })
  const sent = await send('/desk/cases', supportCase(3))
  const again = await send('/desk/cases', supportCase(3))
  const found = await stage.outside().query(`/desk/cases?reference=${reference('case')}`)
  const { ticket } = sent.body
  expect([sent.status, again.status, again.body['ticket']]).toEqual([201, 200, ticket])
  expect(ticket).toMatch(/^PTC-\d+$/)
  expect(found.body['cases']).toEqual([{ ticket, reference: reference('case') }])
  await clock(4)
  const said = { type: 'case.updated', reference: reference('case'), ticket }
  expect(bodies()).toMatchObject([
    { ...said, status: 'opened', occurredAt: at(2 / 24) },
    { ...said, status: 'formSent' },
    { ...said, status: 'formSent' },
    { ...said, status: 'waitingOnCustomer', reason: 'EIN_LETTER' },
  ])
  expect(bodies()[2]).toEqual(bodies()[1])
})

test('a desk can be silent about a case, or close it unresolved, by how many the organisation had before', async () => {
  const unresolved = { after: { days: 30 }, status: 'closedUnresolved', reason: 'NO_ANSWER' }
  await play({ desk: { cases: [{ when: { attempt: 1 }, answers: [] }, { answers: [unresolved] }] } })
  await send('/desk/cases', supportCase(1, 'first'))
  await send('/desk/cases', supportCase(1, 'second'))
  await clock(300)
  expect(bodies()).toMatchObject([{ reference: reference('second'), status: 'closedUnresolved', reason: 'NO_ANSWER' }])
})

test('a case of help has no form: it is answered number by number, under its ticket', async () => {
  const steps = [
    { after: { hours: 2 }, status: 'opened' },
    { after: { days: 1 }, status: 'formSent' },
  ]
  const refused = { when: { nth: 2 }, ...refusedFor('PORT_PENDING', 5) }
  await play({ desk: { cases: [{ answers: steps }], help: [refused, accepted(5)] } })
  const { ticket } = (await send('/desk/cases', { ...supportCase(2), kind: 'authorisationHelp', serviceClass: 'A2P' }))
    .body
  await clock(6)
  expect(bodies()).toMatchObject([
    { type: 'case.updated', reference: reference('case'), ticket, status: 'opened' },
    {
      type: 'case.answered',
      reference: reference('case'),
      ticket,
      occurredAt: at(5),
      items: [
        { reference: 'n1', status: 'authorised' },
        { reference: 'n2', status: 'refused', reason: 'PORT_PENDING' },
      ],
    },
  ])
})

test('a form is received and reviewed under the ticket of its case, then the registry speaks for itself', async () => {
  const forms = [
    {
      answers: [
        { after: { days: 1 }, status: 'formReceived' },
        { after: { days: 2 }, status: 'inReview' },
      ],
    },
  ]
  const rejection = refusedFor('CTA_MISSING', 26)
  await play({
    desk: { cases: [], forms },
    registry: { campaigns: [approved(25)], numbers: [{ when: { every: 3 }, ...rejection }, accepted(26)] },
  })
  const { ticket } = (await send('/desk/cases', supportCase(6))).body
  const sent = await send('/desk/forms', form(6))
  expect(sent).toMatchObject({ status: 201, body: { reference: form(6).reference, ticket } })
  await clock(26)
  const about = { reference: form(6).reference, campaignId: expect.stringMatching(/^C[A-Z0-9]{6}$/) }
  expect(bodies()).toMatchObject([
    { type: 'case.updated', reference: reference('case'), ticket, status: 'formReceived' },
    { type: 'case.updated', reference: reference('case'), ticket, status: 'inReview' },
    { type: 'campaign.updated', ...about, status: 'approved', brand: 'verified', codes: [] },
    { type: 'number.registered', ...about, items: [{}, {}, {}, {}] },
    {
      type: 'number.rejected',
      ...about,
      items: [
        { reference: 'n3', status: 'rejected', code: 'CTA_MISSING' },
        { reference: 'n6', status: 'rejected', code: 'CTA_MISSING' },
      ],
    },
  ])
  expect(
    new Set(
      bodies()
        .slice(2)
        .map((body) => body['campaignId']),
    ).size,
  ).toBe(1)
})

test('what others do with the traffic of a registered number is told of that number alone', async () => {
  const traffic = { when: { e164Suffix: '0101' }, answers: [{ after: { days: 40 }, state: 'blocked', by: 'carrier' }] }
  await play({
    desk: { cases: [], forms: [] },
    registry: { campaigns: [approved(25)], numbers: [accepted(26)], traffic: [traffic] },
  })
  const sent = form(2)
  await send('/desk/forms', sent)
  await clock(40)
  const { reference: second } = sent.items.find(({ e164 }) => e164.endsWith('0101')) ?? { reference: '' }
  expect(bodies().at(-1)).toEqual({
    type: 'number.traffic',
    eventId: expect.any(String),
    occurredAt: at(40),
    reference: second,
    state: 'blocked',
    by: 'carrier',
    codes: [],
    items: [{ reference: second }],
  })
})

test('a campaign rejected at the first attempt is the same campaign when it is approved at the second', async () => {
  const rejected = { after: { days: 20 }, status: 'rejected', brand: 'unverified', codes: ['30896', 'CTA_MISSING'] }
  const registry = {
    campaigns: [{ when: { attempt: 1 }, answers: [rejected] }, approved(20)],
    numbers: [accepted(21)],
  }
  await play({ desk: { forms: [] }, registry })
  await send('/desk/forms', form(2, 1))
  await clock(21)
  await send('/desk/forms', form(2, 2))
  await clock(42)
  expect(bodies().map((body) => [body['type'], body['status'] ?? body['campaignId']])).toEqual([
    ['campaign.updated', 'rejected'],
    ['campaign.updated', 'approved'],
    ['number.registered', bodies()[0]?.['campaignId']],
  ])
  expect(bodies()[0]).toMatchObject({ reference: form(2, 1).reference, codes: ['30896', 'CTA_MISSING'] })
  expect(bodies()[1]).toMatchObject({ reference: form(2, 2).reference, campaignId: bodies()[0]?.['campaignId'] })
})

test('a rule for a case or a form can go by one of its phone numbers', async () => {
  const rejected = { after: { days: 1 }, status: 'rejected' }
  const campaigns = [{ when: { e164Suffix: '0102' }, answers: [rejected] }, approved(1)]
  const closed = [{ when: { e164Suffix: '0102' }, answers: [{ after: { days: 1 }, status: 'closedUnresolved' }] }]
  await play({ desk: { forms: closed, cases: closed }, registry: { campaigns, numbers: [] } })
  for (const [name, count] of [
    ['small', 2],
    ['large', 3],
  ] as const) {
    await send('/desk/cases', supportCase(count, name))
    await send('/desk/forms', form(count, 1, name))
  }
  await clock(1)
  expect(bodies().map(({ reference: about, status }) => [about, status])).toEqual([
    [`${reference('small')}:form:1`, 'approved'],
    [reference('large'), 'closedUnresolved'],
    [reference('large'), 'closedUnresolved'],
    [`${reference('large')}:form:1`, 'rejected'],
  ])
})

test('a form for a case that the desk does not know is taken without a ticket', async () => {
  const sent = await send('/desk/forms', form(1))
  expect(sent.status).toBe(201)
  expect(sent.body).not.toHaveProperty('ticket')
})

test('the registry can contradict itself, tell late, and suspend what it approved', async () => {
  const campaigns = [
    {
      answers: [
        { after: { days: 1 }, status: 'approved' },
        { after: { days: 8 }, status: 'suspended', codes: ['SPAM'] },
      ],
    },
  ]
  const answers = [
    { after: { days: 2 }, toldAfter: { days: 9 }, outcome: 'reject', code: 'OTHER' },
    { after: { days: 4 }, outcome: 'accept' },
  ]
  await play({ desk: { forms: [] }, registry: { campaigns, numbers: [{ answers }] } })
  await send('/desk/forms', form(1))
  await clock(9)
  expect(bodies().map((body) => [body['type'], body['status'], body['occurredAt']])).toEqual([
    ['campaign.updated', 'approved', at(1)],
    ['number.registered', undefined, at(4)],
    ['campaign.updated', 'suspended', at(8)],
    ['number.rejected', undefined, at(2)],
  ])
})

test('a part that a script leaves out behaves as built in', async () => {
  await play({ registry: { numbers: [] } })
  await send('/desk/cases', supportCase(1))
  await send('/desk/forms', form(1))
  await clock(1)
  expect(bodies().map((body) => body['status'])).toEqual(['formReceived', 'opened', 'inReview', 'formSent', 'approved'])
})

test('the script shown in the documentation is one', async () => {
  const [, shown = ''] = /```json\n(\{\n {2}"desk"[\s\S]*?)```/.exec(readFileSync('docs/outside.md', 'utf8')) ?? []
  await play(JSON.parse(shown))
  const statuses = []
  for (let times = 0; times < 4; times += 1) statuses.push((await send('/desk/forms', form(1, 1))).status)
  expect(statuses).toEqual([429, 429, 429, 201])
  await clock(20)
  expect(bodies().at(-1)).toMatchObject({ status: 'rejected', codes: ['30896'] })
})

test.each([
  { desk: { cases: [{ answers: [{ after: { days: 1 }, status: 'lost' }] }] } },
  { desk: { forms: [{ when: { nth: 2 }, answers: [] }] } },
  { registry: { campaigns: [{ answers: [{ after: { days: 1 }, status: 'approved', codes: ['call Jane'] }] }] } },
  { registry: { faults: [] } },
])('a script with a step that nobody knows is declined: %j', async (script) => {
  expect((await stage.outside().control('PUT', '/control/script', script)).status).toBe(422)
})

function refusedFor(code: string, days: number) {
  return { answers: [{ after: { days }, outcome: 'reject', code }] }
}
