import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Instant, instant } from '../../src/domain/values.ts'
import type { Envelope } from '../../src/store/command.ts'
import { accepted, authorisedOrganisation, desk, openTestStore, type TestStore } from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

const hoursAgo = (hours: number): Instant => instant(Date.now() - hours * 3_600_000)
const registry = { source: { kind: 'registry', id: 'bridge' } } as const

async function entries(orgId: string) {
  const { rows } = await test.store.pool.query(
    `select code, subject, detail from attention
     where org_id = $1 and code in ('SOURCES_CONTRADICT', 'OVERRIDE_CONTRADICTED') order by code, subject`,
    [orgId],
  )
  return rows
}

type Registering = { readonly status: 'registered' | 'rejected'; readonly happenedAt: Instant }

/** A number of a fresh organisation, and how somebody reports its registration. */
async function registered() {
  const { orgId, numberIds } = await authorisedOrganisation(test.store, 1)
  const [numberId] = numberIds
  if (!numberId) throw new Error('no number')
  const say = ({ status, happenedAt }: Registering, given: Partial<Envelope> = {}) => {
    const data = { campaignRef: 'CAB12CD', items: [{ numberId, status }] }
    return accepted(test.store, 'RecordRegistration', orgId, data, { ...given, happenedAt })
  }
  const row = async () => {
    const { rows } = await test.store.pool.query('select registration from number where id = $1', [numberId])
    return rows[0]?.registration
  }
  return { orgId, numberId, say, row }
}

describe('a report by hand against the authoritative source', () => {
  it('wins by its later instant, and is shown with the authoritative word beside it', async () => {
    const { orgId, numberId, say, row } = await registered()
    await say({ status: 'rejected', happenedAt: hoursAgo(3) }, registry)
    await say({ status: 'registered', happenedAt: hoursAgo(2) }, { because: 'Ada of the registry told us by mail' })
    expect(await row()).toBe('registered')
    const [found, ...others] = await entries(orgId)
    expect(others).toEqual([])
    expect(found).toMatchObject({
      code: 'SOURCES_CONTRADICT',
      subject: `${numberId}/registration`,
      detail: {
        question: 'registration',
        believed: { value: 'registered CAB12CD', source: 'admin' },
        beside: { value: 'rejected CAB12CD', source: 'registry' },
        override: { value: 'registered CAB12CD', by: { subject: 'admin-1' } },
      },
    })
    expect(JSON.stringify(found)).not.toContain('Ada')
  })

  it('is noticed also where the authoritative word is the one that is heard late', async () => {
    const { orgId, say, row } = await registered()
    await say({ status: 'registered', happenedAt: hoursAgo(2) })
    expect(await entries(orgId)).toEqual([])
    await say({ status: 'rejected', happenedAt: hoursAgo(3) }, registry)
    expect(await row()).toBe('registered')
    expect(await entries(orgId)).toMatchObject([{ code: 'OVERRIDE_CONTRADICTED' }])
  })

  it('is put before a person again when that source contradicts it anew, and names both', async () => {
    const { orgId, numberId, say, row } = await registered()
    await say({ status: 'rejected', happenedAt: hoursAgo(3) }, registry)
    await say({ status: 'registered', happenedAt: hoursAgo(2) })
    await say({ status: 'rejected', happenedAt: hoursAgo(1) }, registry)
    expect(await row()).toBe('rejected')
    expect(await entries(orgId)).toMatchObject([
      {
        code: 'OVERRIDE_CONTRADICTED',
        subject: `${numberId}/registration`,
        detail: {
          believed: { source: 'registry' },
          beside: { value: 'rejected CAB12CD', source: 'registry' },
          override: { value: 'registered CAB12CD', source: 'admin' },
        },
      },
    ])
  })

  it('is a matter no longer once the source says the same', async () => {
    const { orgId, say } = await registered()
    await say({ status: 'rejected', happenedAt: hoursAgo(3) }, registry)
    await say({ status: 'registered', happenedAt: hoursAgo(2) })
    await say({ status: 'registered', happenedAt: hoursAgo(1) }, registry)
    expect(await entries(orgId)).toEqual([])
  })

  it('is none where it says the same', async () => {
    const { orgId, say } = await registered()
    await say({ status: 'registered', happenedAt: hoursAgo(3) }, registry)
    await say({ status: 'registered', happenedAt: hoursAgo(2) })
    expect(await entries(orgId)).toEqual([])
  })
})

describe('two sources that speak of one instant', () => {
  it('are settled by who is asked first for that kind of fact, and both are shown', async () => {
    const { orgId, say, row } = await registered()
    const happenedAt = hoursAgo(2)
    await say({ status: 'rejected', happenedAt }, registry)
    await say({ status: 'registered', happenedAt }, { source: { kind: 'desk', id: 'bridge' } })
    expect(await row()).toBe('rejected')
    expect(await entries(orgId)).toMatchObject([
      { detail: { believed: { source: 'registry' }, beside: { source: 'desk', value: 'registered CAB12CD' } } },
    ])
  })

  it('the desk is asked first for an authorisation, the registry for a registration', async () => {
    const { orgId, orderId, numberIds } = await authorisedOrganisation(test.store, 1)
    const [numberId] = numberIds
    if (!numberId) throw new Error('no number')
    const { rows: said } = await test.store.pool.query<{ happened_at: Instant }>(
      `select happened_at from event where stream_id = $1 and type = 'NumberAuthorised'`,
      [numberId],
    )
    const happenedAt = said[0]?.happened_at
    if (!happenedAt) throw new Error('not authorised')
    const items = [{ numberId, status: 'refused' as const }]
    await accepted(test.store, 'RecordOrderAnswer', orgId, { orderId, items }, { ...registry, happenedAt })
    const { rows } = await test.store.pool.query('select authorisation from number where id = $1', [numberId])
    expect(rows).toEqual([{ authorisation: 'authorised' }])
    expect(await entries(orgId)).toMatchObject([{ detail: { question: `authorisation/${orderId}` } }])
  })
})

it('what one source says of itself over time is no contradiction', async () => {
  const { orgId, orderId, numberIds } = await authorisedOrganisation(test.store, 2)
  const items = numberIds.map((numberId) => ({ numberId, status: 'refused' as const }))
  await accepted(test.store, 'RecordOrderAnswer', orgId, { orderId, items }, desk)
  expect(await entries(orgId)).toEqual([])
})

it('the rank of a source is written into the event as of the kind of fact', async () => {
  const { orgId, numberId, say } = await registered()
  await say({ status: 'registered', happenedAt: hoursAgo(2) }, registry)
  const { rows } = await test.store.pool.query(
    `select type, source->>'kind' as kind, (source->>'rank')::int as rank from event
     where org_id = $1 and stream_id = $2 and type in ('NumberAuthorised', 'NumberRegistered') order by type`,
    [orgId, numberId],
  )
  expect(rows).toEqual([
    { type: 'NumberAuthorised', kind: 'desk', rank: 1 },
    { type: 'NumberRegistered', kind: 'registry', rank: 1 },
  ])
})

it('a reason given by hand is kept where only the organisation’s key can read it', async () => {
  const { orgId, numberId, say } = await registered()
  await say({ status: 'registered', happenedAt: hoursAgo(2) }, { because: 'Ada told us' })
  const { rows } = await test.store.pool.query(
    `select because from event where stream_id = $1 and type = 'NumberRegistered'`,
    [numberId],
  )
  expect(await test.store.documents.open(test.store.pool, orgId, rows[0]?.because)).toBe('Ada told us')
  const { rows: bytes } = await test.store.pool.query('select ciphertext from document where id = $1', [
    rows[0]?.because,
  ])
  expect(bytes[0]?.ciphertext.includes('Ada told us')).toBe(false)
})
