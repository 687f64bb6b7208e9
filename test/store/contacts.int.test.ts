import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OnboardingWait } from '../../src/domain/policy/policy.ts'
import { brand, type ContactId, type Instant, instant, plusDays, plusMinutes } from '../../src/domain/values.ts'
import { queueCutoffNotices, queueCutoffResults, queueReinstatement } from '../../src/store/cutoffMail.ts'
import { createDocuments } from '../../src/store/documents.ts'
import { createStore, type Store } from '../../src/store/execute.ts'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { rebuild } from '../../src/store/rebuild.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { addContact, callsOf, ines, mailsOf } from '../support/contacts.ts'
import {
  accepted,
  eligibleOrganisation,
  openTestStore,
  type Premises,
  readyOrganisation,
  refused,
  type TestStore,
} from '../support/store.ts'
import { plainText } from './plainText.ts'

let test: TestStore
let owner: Pool
/** The same database under a clock that the test moves; a minute passes with every look. */
let store: Store
let now: Instant = instant('2026-05-01T00:00:00.000Z')
beforeAll(async () => {
  test = await openTestStore()
  owner = createPool({ url: test.database.ownerUrl, max: 2, name: 'owner' })
  const clock = {
    now: async () => {
      now = plusMinutes(now, 1)
      return now
    },
  }
  store = createStore({ pool: test.store.pool, clock, documents: createDocuments(test.masterKey) })
})
afterAll(async () => {
  await owner.end()
  await test.close()
})

const nobody = brand<ContactId>(randomUUID())

describe('a contact', () => {
  it('is added, told anew as a whole, and removed for good', async () => {
    const orgId = await eligibleOrganisation(store)
    const contactId = await addContact(store, orgId)
    const changed = { ...ines, contactId, language: 'de', acts: ['customerAdmin', 'loaSigner'] } as const
    expect(await accepted(store, 'ChangeContact', orgId, changed)).toEqual({ version: 2 })
    const { rows } = await store.pool.query('select language, acts, place, phase from contact where id = $1', [
      contactId,
    ])
    expect(rows).toEqual([{ language: 'de', acts: ['customerAdmin', 'loaSigner'], place: 'first', phase: 'current' }])
    await accepted(store, 'RemoveContact', orgId, { contactId })
    expect(await accepted(store, 'RemoveContact', orgId, { contactId })).toEqual({ version: 3 })
    expect((await refused(store, 'ChangeContact', orgId, changed)).code).toBe('CONTACT_REMOVED')
  })

  it('has to be one of the organisation, and the organisation has to be known', async () => {
    const orgId = await eligibleOrganisation(store)
    const other = await eligibleOrganisation(store)
    const contactId = await addContact(store, other)
    expect((await refused(store, 'ChangeContact', orgId, { ...ines, contactId })).code).toBe('CONTACT_NOT_FOUND')
    expect((await refused(store, 'RemoveContact', orgId, { contactId: nobody })).code).toBe('CONTACT_NOT_FOUND')
    expect((await refused(store, 'AddContact', brand(randomUUID()), ines)).code).toBe('ORGANISATION_NOT_FOUND')
  })

  it('stands nowhere in the clear: no name and no address, also where it is written to', async () => {
    const premises = await readyOrganisation(store, 1)
    const marked = { name: 'Grzegorz Brzęczyszczykiewicz', address: 'grzegorz.b@chrzaszczyzewoszyce.example' }
    const contactId = await addContact(store, premises.orgId, marked)
    await silentFor(premises, 'authorisation', 7)
    const text = await plainText(owner)
    expect(text).toContain(contactId)
    for (const marker of ['Grzegorz', 'Brzęcz', 'Brz\\u0119', 'chrzaszcz']) expect(text).not.toContain(marker)
  })

  it('has the row that its events make', async () => {
    const { differing } = await rebuild(owner, store.clock, 'compare')
    expect(differing.filter((each) => each.startsWith('contact'))).toEqual([])
  })
})

/** Opens a wait of the onboarding, and lets so many days pass without an answer. */
async function silentFor({ orgId, onboardingId }: Premises, stage: OnboardingWait, days: number): Promise<void> {
  const waitId = `${onboardingId}/${randomUUID()}`
  await accepted(store, 'EnterStage', orgId, { onboardingId, stage, waitId })
  now = plusDays(now, days)
  await accepted(store, 'FireMarks', orgId, { onboardingId, waitId })
}

describe('a wait that speaks', () => {
  it('writes to its owner: reminder, overdue and escalation, once each', async () => {
    const premises = await readyOrganisation(store, 1)
    const { orgId, onboardingId } = premises
    const contactId = await addContact(store, orgId, { language: 'de' })
    await addContact(store, orgId, { acts: ['partner'] })
    await silentFor(premises, 'authorisation', 40)
    const mails = await mailsOf(store.pool, orgId)
    expect(mails.map(({ data }) => data['mark']).sort()).toEqual(['due', 'escalation', 'reminder'])
    for (const mail of mails) {
      expect(mail).toMatchObject({ kind: 'wait', contactId, copyId: null, language: 'de', sent: false, attempts: 0 })
      expect(mail.data).toMatchObject({ wait: 'authorisation', owner: 'customerAdmin', processId: onboardingId })
    }
    expect(await callsOf(store.pool, orgId)).toEqual([])
  })

  it('writes to the deputy where nobody who comes first can be reached', async () => {
    const premises = await readyOrganisation(store, 1)
    const { orgId } = premises
    const deputy = await addContact(store, orgId, { place: 'deputy' })
    const first = await addContact(store, orgId)
    await silentFor(premises, 'authorisation', 7)
    await accepted(store, 'RemoveContact', orgId, { contactId: first })
    await silentFor(premises, 'acknowledgement', 7)
    expect((await mailsOf(store.pool, orgId)).map((mail) => mail.contactId)).toEqual([first, deputy])
  })

  it('is put before a person as soon as it opens where its owner cannot be reached, and no longer once he can', async () => {
    const premises = await readyOrganisation(store, 1)
    const { orgId, onboardingId } = premises
    const enter = (stage: OnboardingWait) =>
      accepted(store, 'EnterStage', orgId, { onboardingId, stage, waitId: `${onboardingId}/${randomUUID()}` })
    await enter('licence')
    expect(await callsOf(store.pool, orgId)).toEqual(['NO_CONTACT partner'])
    await addContact(store, orgId)
    expect(await callsOf(store.pool, orgId)).toEqual(['NO_CONTACT partner'])
    await addContact(store, orgId, { acts: ['partner'] })
    expect(await callsOf(store.pool, orgId)).toEqual([])
  })

  it('needs no contact where it is on the desk or on us, who are reached in other ways', async () => {
    const premises = await readyOrganisation(store, 1)
    await silentFor(premises, 'answer', 30)
    expect(await callsOf(store.pool, premises.orgId)).toEqual([])
    expect(await mailsOf(store.pool, premises.orgId)).toEqual([])
    const other = await readyOrganisation(store, 1)
    await addContact(store, other.orgId, { acts: ['desk'] })
    await silentFor(other, 'answer', 30)
    expect((await mailsOf(store.pool, other.orgId)).length).toBe(3)
  })
})

describe('a cutoff that is told', () => {
  const cutoffId = 'unregisteredSwitchedOff'
  const mark = instant('2024-11-02T08:00:00.000Z')
  const notify = (at: Instant) =>
    inTransaction(store.pool, 'nothing', (tx) => queueCutoffNotices(tx, { cutoffId, mark, at }))

  it('is written of once to each organisation, to its admin with a copy to its partner, also if it never started', async () => {
    const orgId = await eligibleOrganisation(store)
    const admin = await addContact(store, orgId)
    const partner = await addContact(store, orgId, { acts: ['partner'], language: 'de' })
    const viaPartner = await eligibleOrganisation(store)
    const sole = await addContact(store, viaPartner, { acts: ['partner'], language: 'de' })
    const lonely = await eligibleOrganisation(store)
    const first = await notify(mark)
    expect(first.queued).toBeGreaterThanOrEqual(2)
    expect(first.withoutContact).toBeGreaterThanOrEqual(1)
    expect((await notify(plusMinutes(mark, 5))).queued).toBe(0)
    const [notice, ...more] = await mailsOf(store.pool, orgId)
    expect(more).toEqual([])
    expect(notice).toMatchObject({ kind: 'cutoffNotice', contactId: admin, copyId: partner, language: 'en' })
    expect(notice?.data).toMatchObject({ cutoffId, days: 30, zone: 'America/Los_Angeles' })
    expect(await mailsOf(store.pool, viaPartner)).toMatchObject([{ contactId: sole, copyId: null, language: 'de' }])
    expect(await mailsOf(store.pool, lonely)).toEqual([])
    expect(await callsOf(store.pool, lonely)).toEqual(['NO_CONTACT customerAdmin'])
  })

  it('is written of again at the next mark, in its result, and when numbers come back', async () => {
    const orgId = await eligibleOrganisation(store)
    await addContact(store, orgId)
    const at = instant('2024-12-02T08:00:00.000Z')
    const counts = { switchedOff: 3, registered: 40, exempt: 0, unknown: 2 }
    await inTransaction(store.pool, 'nothing', async (tx) => {
      await queueCutoffNotices(tx, { cutoffId, mark: instant('2024-12-01T08:00:00.000Z'), at: plusDays(at, -1) })
      for (let times = 0; times < 2; times += 1) {
        await queueCutoffResults(tx, { cutoffId, at, results: [{ orgId, counts }] })
        await queueReinstatement(tx, { cutoffId, at, orgId, cause: `${orgId}:7`, numbers: 3 })
      }
    })
    const mails = await mailsOf(store.pool, orgId)
    expect(mails.map(({ kind }) => kind).sort()).toEqual(['cutoffNotice', 'cutoffResult', 'reinstatement'])
    expect(mails.find(({ kind }) => kind === 'cutoffResult')?.data).toMatchObject({ counts })
  })
})
