import { randomUUID } from 'node:crypto'
import { fc } from '@fast-check/vitest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseClock } from '../../src/clock.ts'
import type { NumberCommand } from '../../src/domain/decideNumber.ts'
import { classInstants, classKey, classOf, type NumberRow } from '../../src/domain/numberClass.ts'
import { nothingChosen } from '../../src/domain/policy/effectivePack.ts'
import {
  brand,
  type CaseId,
  type Instant,
  instant,
  type LoaId,
  type OrderId,
  plusDays,
} from '../../src/domain/values.ts'
import { binding } from '../../src/store/binding.ts'
import { applyByClass } from '../../src/store/classSweep.ts'
import { classKeySql, numberRowColumns, numberSources } from '../../src/store/numberClass.ts'
import { policyAt } from '../../src/store/policy.ts'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { rebuild } from '../../src/store/rebuild.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { admin, openTestStore, type Premises, policyPack, readyOrganisation, type TestStore } from '../support/store.ts'

let test: TestStore
let owner: Pool
beforeAll(async () => {
  test = await openTestStore()
  owner = createPool({ url: test.database.ownerUrl, max: 2, name: 'owner' })
})
afterAll(async () => {
  await owner.end()
  await test.close()
})

const oneOf = <Value extends string | null>(...values: readonly Value[]) => fc.constantFrom(...values)
const noon = instant('2024-08-26T12:00:00.000Z')
const somewhen = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -2, max: 900 }).map((days) => plusDays(noon, days)),
  fc.constant(instant('2024-08-27T07:00:00.000Z')),
)

describe('the class of a number', () => {
  it('is the same in SQL and in TypeScript, for any row at any instant', async () => {
    const { orgId, numberIds, locationId } = await readyOrganisation(test.store, 1)
    const rows = fc.record({
      kind: oneOf('standard', 'tollFree', 'unknown'),
      inventory: oneOf('inService', 'pending', 'unknown'),
      authorisation: oneOf('none', 'ordered', 'authorised', 'unknown'),
      loa: oneOf('required', 'notRequired', 'unknown'),
      covered: fc.boolean(),
      inCase: fc.boolean(),
      campaign: oneOf('approved', 'suspended', null),
      entered: somewhen,
      customerKind: oneOf('enterprise', 'online', 'unknown'),
      organisationTurns: somewhen,
      licence: oneOf('active', 'none'),
      licenceTurns: somewhen,
      country: oneOf('US', 'GB', 'unknown'),
      placed: fc.boolean(),
      at: fc.integer({ min: 0, max: 900 }).map((days) => plusDays(noon, days)),
    })
    await fc.assert(
      fc.asyncProperty(rows, async (row) => {
        const instants = classInstants(policyPack(), row.at)
        const read = await asIf(row)
        expect(read.key).toBe(classKey(classOf(read, instants)))

        // Rows that no event led to: seen by this transaction only.
        async function asIf({ placed, ...given }: typeof row) {
          const tx = await owner.connect()
          try {
            await tx.query('begin')
            await tx.query(
              `update number set kind = $2, inventory = $3, authorisation = $4, entered = $5, location_id = $6, loa = $7,
                 letter_id = $8, case_id = $9, campaign_ref = 'C123456' where id = $1`,
              [
                numberIds[0],
                given.kind,
                given.inventory,
                given.authorisation,
                given.entered,
                placed ? locationId : null,
                given.loa,
                given.covered ? randomUUID() : null,
                given.inCase ? randomUUID() : null,
              ],
            )
            if (given.campaign) {
              await tx.query(
                `insert into campaign (org_id, ref, stream_id, version, status, brand_status)
                 values ($1, 'C123456', $2, 1, $3, 'unknown')`,
                [orgId, randomUUID(), given.campaign],
              )
            }
            await tx.query('update organisation set customer_kind = $2, turns_at = $3 where id = $1', [
              orgId,
              given.customerKind,
              given.organisationTurns,
            ])
            await tx.query('update licence set phase = $2, turns_at = $3 where org_id = $1', [
              orgId,
              given.licence,
              given.licenceTurns,
            ])
            await tx.query('update location set country = $2 where id = $1', [locationId, given.country])
            const { bind, values } = binding()
            const key = classKeySql((name) => bind(instants[name], 'timestamptz'))
            const { rows: found } = await tx.query<NumberRow & { key: string }>(
              `select ${key} as key, ${numberRowColumns} from ${numberSources} where n.id = ${bind(numberIds[0], 'uuid')}`,
              [...values],
            )
            if (!found[0]) throw new Error('the number is gone')
            return found[0]
          } finally {
            await tx.query('rollback')
            tx.release()
          }
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('applying by class', () => {
  it('leaves every row as the fold of its events, whatever was reported in whatever order', async () => {
    const { orgId, numberIds, locationId } = await readyOrganisation(test.store, 4)
    const orders = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'].map((id) =>
      brand<OrderId>(id),
    )
    const order = fc.constantFrom(...orders)
    const letter = fc.constantFrom(...orders.map((id) => brand<LoaId>(id)))
    const inCase = fc.constantFrom(...orders.map((id) => brand<CaseId>(id)))
    const commands: fc.Arbitrary<NumberCommand> = fc.oneof(
      fc.constantFrom('pending' as const, 'inService' as const, 'inactive' as const).map((inventory) => ({
        type: 'ReportInventory' as const,
        inventory,
      })),
      somewhen.map((entered) => ({ type: 'ReportEntry' as const, entered: entered ?? noon })),
      fc.constant({ type: 'ReportLocationOfNumber' as const, locationId }),
      fc.constantFrom('primary' as const, 'alternate' as const).map((owned) => ({
        type: 'ReportOwner' as const,
        ownedBy: { owner: owned },
      })),
      order.map((orderId) => ({ type: 'SelectNumber' as const, orderId, locationId })),
      order.map((orderId) => ({ type: 'OrderNumber' as const, orderId })),
      order.map((orderId) => ({ type: 'DeselectNumber' as const, orderId })),
      order.map((orderId) => ({ type: 'RecordAuthorisation' as const, orderId })),
      order.map((orderId) => ({ type: 'RecordAuthorisationRefusal' as const, orderId, reason: 'NO' })),
      order.map((orderId) => ({ type: 'RevokeAuthorisation' as const, orderId, reason: 'LOA_WITHDRAWN' })),
      fc
        .constantFrom('required' as const, 'notRequired' as const)
        .map((loa) => ({ type: 'ReportLoaFlag' as const, loa })),
      fc.tuple(order, letter).map(([orderId, loaId]) => ({ type: 'CoverByLetter' as const, orderId, loaId })),
      fc.tuple(order, letter).map(([orderId, loaId]) => ({ type: 'CoverAgain' as const, orderId, loaId })),
      letter.map((loaId) => ({ type: 'VoidLetter' as const, loaId, reason: 'takenOut' as const })),
      inCase.map((caseId) => ({ type: 'JoinCase' as const, caseId })),
      inCase.map((caseId) => ({ type: 'LeaveCase' as const, caseId, reason: 'takenOut' as const })),
      inCase.map((caseId) => ({ type: 'SubmitRegistration' as const, caseId, formVersion: 1 })),
      inCase.map((caseId) => ({ type: 'WithdrawRegistration' as const, caseId })),
      inCase.map((caseId) => ({ type: 'RestartRegistration' as const, caseId })),
      fc
        .constantFrom('C111111', 'C222222')
        .map((campaignRef) => ({ type: 'RecordRegistration' as const, campaignRef })),
      fc.constant({ type: 'RecordRegistrationRejection' as const, campaignRef: 'C111111', code: 'NO' }),
      fc.constant({ type: 'ActivateTexting' as const }),
    )
    const reported = fc.record({
      command: commands,
      ids: fc.subarray([...numberIds], { minLength: 1 }),
      minute: fc.integer({ min: 0, max: 5 }),
      source: fc.constantFrom('desk' as const, 'registry' as const, 'admin' as const),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(reported, { minLength: 1, maxLength: 12 }), async (reports) => {
        for (const each of reports) await apply(each)
      }),
      { numRuns: 40 },
    )
    expect((await rebuild(owner, databaseClock(owner), 'compare')).differing).toEqual([])

    async function apply(each: {
      command: NumberCommand
      ids: typeof numberIds
      minute: number
      source: 'desk' | 'registry' | 'admin'
    }) {
      const at = await test.store.clock.now()
      const policy = policyAt(at, nothingChosen)
      const happenedAt = instant(Date.parse('2026-02-01T00:00:00.000Z') + each.minute * 60_000) as Instant
      await inTransaction(test.store.pool, orgId, (tx) =>
        applyByClass(tx, {
          orgId,
          ids: each.ids,
          command: each.command,
          at,
          policy,
          recording: {
            happenedAt,
            recordedAt: at,
            actor: admin,
            source: { kind: each.source, id: 's' },
            commandId: 'property',
            policyVersion: policy.version,
          },
        }),
      )
    }
  })

  it('says of each number what became of it', async () => {
    const one = await readyOrganisation(test.store, 2)
    const other = await readyOrganisation(test.store, 1)
    const applied = await inventory(one, [...one.numberIds, ...other.numberIds])
    expect(applied.changed).toHaveLength(2)
    expect(applied.unknown).toEqual(other.numberIds)
    const again = await inventory(one, one.numberIds)
    expect(again.changed).toEqual([])
    expect(again.unchanged).toHaveLength(2)
  })

  async function inventory({ orgId }: Premises, ids: Premises['numberIds']) {
    const at = await test.store.clock.now()
    const policy = policyAt(at, nothingChosen)
    const happenedAt = instant('2026-03-01T00:00:00.000Z')
    const source = { kind: 'webex', id: 's' } as const
    const recording = {
      happenedAt,
      recordedAt: at,
      actor: admin,
      source,
      commandId: 'c',
      policyVersion: policy.version,
    }
    return inTransaction(test.store.pool, orgId, (tx) =>
      applyByClass(tx, {
        orgId,
        ids,
        command: { type: 'ReportInventory', inventory: 'inactive' },
        at,
        policy,
        recording,
      }),
    )
  }
})
