import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brand, type DocumentId, type OrganisationId } from '../../src/domain/values.ts'
import { createDocuments } from '../../src/store/documents.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { accepted, eligibleOrganisation, openTestStore, type TestStore } from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

async function sealed(orgId: OrganisationId, text: string) {
  const { pool, documents, clock } = test.store
  const id = brand<DocumentId>(randomUUID())
  const at = await clock.now()
  await inTransaction(pool, orgId, (tx) => documents.seal(tx, { id, orgId, kind: 'evidence', text, at }))
  return id
}

describe('a document', () => {
  it('is read back by whoever has the master key, and by nobody else', async () => {
    const orgId = await eligibleOrganisation(test.store)
    const id = await sealed(orgId, 'Zoë Łukasz, director')
    const { pool } = test.store
    expect(await createDocuments(test.masterKey).open(pool, orgId, id)).toBe('Zoë Łukasz, director')
    const stranger = createDocuments(randomBytes(32).toString('base64'))
    await expect(stranger.open(pool, orgId, id)).rejects.toThrow(/unable to authenticate/)
  })

  it('of another organisation is missing', async () => {
    const [one, other] = await Promise.all([eligibleOrganisation(test.store), eligibleOrganisation(test.store)])
    const id = await sealed(one, 'secret')
    await expect(test.store.documents.open(test.store.pool, other, id)).rejects.toThrow(/missing/)
  })

  it('that was changed, or put in the place of another, is not opened', async () => {
    const { documents } = test.store
    const box = documents.sealBytes(Buffer.from('body'), 'inbound/1')
    expect(documents.openBytes(box, 'inbound/1').toString()).toBe('body')
    expect(() => documents.openBytes(box, 'inbound/2')).toThrow(/unable to authenticate/)
    const flipped = Buffer.from(box)
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1
    expect(() => documents.openBytes(flipped, 'inbound/1')).toThrow(/unable to authenticate/)
  })

  it('leaves its text in no column of any table', async () => {
    const marker = `MARKER${randomBytes(8).toString('hex')}`
    const orgId = brand<OrganisationId>(randomUUID())
    await accepted(test.store, 'CreateOrganisation', orgId, { name: `${marker} Ltd` })
    const fact = { fact: 'customerKind', value: 'enterprise', evidence: `${marker} contract` } as const
    await accepted(test.store, 'AttestOrganisationFact', orgId, fact)
    await accepted(test.store, 'ReportLicence', orgId, { status: 'ordered', evidence: `${marker} order form` })
    const tables = await tablesHolding(marker)
    expect(tables).toEqual([])
    // The scan can see: a marker in the open is found.
    await test.store.pool.query(
      `insert into attention (id, org_id, code, subject, detail, recorded_at) values ($1, $2, 'X', $3, '{}', '2026-01-01Z')`,
      [randomUUID(), orgId, marker],
    )
    expect(await tablesHolding(marker)).toEqual(['attention'])
  })
})

async function tablesHolding(marker: string): Promise<readonly string[]> {
  const { pool } = test.store
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_name <> 'migration' order by 1`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const { rowCount } = await pool.query(`select 1 from ${name} t where t::text like $1 or t::text like $2 limit 1`, [
      `%${marker}%`,
      `%${Buffer.from(marker).toString('hex')}%`,
    ])
    if (rowCount) found.push(name)
  }
  return found
}
