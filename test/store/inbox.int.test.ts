import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brand, type OrganisationId } from '../../src/domain/values.ts'
import { accepted, command, eligibleOrganisation, openTestStore, refused, type TestStore } from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore(20)
})
afterAll(() => test.close())

const count = async (sql: string, values: unknown[]) =>
  Number((await test.store.pool.query<{ count: string }>(sql, values)).rows[0]?.count)

describe('a command and its key', () => {
  it('is answered twice with the first result and has one effect', async () => {
    const orgId = await eligibleOrganisation(test.store)
    const request = command('AddUser', orgId, {})
    const first = await test.store.execute(request)
    const second = await test.store.execute(request)
    expect(first).toMatchObject({ ok: true, repeated: false })
    expect(second).toEqual({ ...first, repeated: true })
    expect(await count('select count(*) from event where command_id = $1', [request.commandId])).toBe(1)
  })

  it('is refused with another body, whatever else it says', async () => {
    const orgId = await eligibleOrganisation(test.store)
    const given = { commandId: randomUUID() }
    await accepted(test.store, 'AddLocation', orgId, { facts: { country: 'US' } }, given)
    const refusal = await refused(test.store, 'AddLocation', orgId, { facts: { country: 'CA' } }, given)
    expect(refusal.code).toBe('IDEMPOTENCY_KEY_REUSED')
    const otherCommand = await refused(test.store, 'AddUser', orgId, {}, given)
    expect(otherCommand.code).toBe('IDEMPOTENCY_KEY_REUSED')
  })

  it('asked twenty times at once has one effect and one answer', async () => {
    const orgId = await eligibleOrganisation(test.store)
    const request = command('AddUser', orgId, {})
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => test.store.execute(request)))
    expect(new Set(outcomes.map((each) => JSON.stringify(each.ok && each.result))).size).toBe(1)
    expect(outcomes.filter((each) => each.ok && !each.repeated)).toHaveLength(1)
    expect(await count('select count(*) from "user" where org_id = $1', [orgId])).toBe(1)
  })

  it('that was refused keeps nothing, so the same key may succeed later', async () => {
    const orgId = brand<OrganisationId>(randomUUID())
    const given = { commandId: randomUUID(), scope: 'later' }
    expect((await refused(test.store, 'AddUser', orgId, {}, given)).code).toBe('ORGANISATION_NOT_FOUND')
    expect(await count('select count(*) from inbox where command_id = $1', [given.commandId])).toBe(0)
    await accepted(test.store, 'CreateOrganisation', orgId, { name: 'Later Ltd' })
    await accepted(test.store, 'AddUser', orgId, {}, given)
  })

  it('of one caller never meets the same key of another', async () => {
    const orgId = await eligibleOrganisation(test.store)
    const commandId = randomUUID()
    const one = await accepted(test.store, 'AddUser', orgId, {}, { commandId, scope: 'a' })
    const other = await accepted(test.store, 'AddUser', orgId, {}, { commandId, scope: 'b' })
    expect(one.userId).not.toBe(other.userId)
  })
})
