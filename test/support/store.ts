import { randomBytes, randomUUID } from 'node:crypto'
import { databaseClock } from '../../src/clock.ts'
import type { Refusal } from '../../src/domain/decision.ts'
import { packAt } from '../../src/domain/policy/packs.ts'
import {
  brand,
  instant,
  type LocationId,
  type NumberId,
  type OnboardingId,
  type OrganisationId,
} from '../../src/domain/values.ts'
import type { Command, CommandData, CommandResult, CommandType, Envelope } from '../../src/store/command.ts'
import { createDocuments } from '../../src/store/documents.ts'
import { createStore, type Store } from '../../src/store/execute.ts'
import { createPool } from '../../src/store/pool.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

export type TestStore = {
  readonly store: Store
  readonly database: TestDatabase
  readonly masterKey: string
  readonly close: () => Promise<void>
}

export async function openTestStore(max = 10): Promise<TestStore> {
  const database = await createTestDatabase()
  const pool = createPool({ url: database.appUrl, max, name: 'test' })
  // Dropping the database can overtake the farewell of a connection that the pool has ended already.
  pool.on('error', () => undefined)
  const masterKey = randomBytes(32).toString('base64')
  const store = createStore({ pool, clock: databaseClock(pool), documents: createDocuments(masterKey) })
  const close = async () => {
    await pool.end()
    await database.drop()
  }
  return { store, database, masterKey, close }
}

export const admin = { kind: 'person', subject: 'admin-1', role: 'admin' } as const
export const partner = { kind: 'partner', subject: 'partner-1', role: 'partner' } as const

export function envelope(orgId: OrganisationId, given: Partial<Envelope> = {}): Envelope {
  return {
    scope: `test/${orgId}`,
    commandId: randomUUID(),
    orgId,
    actor: admin,
    source: { kind: 'admin', id: 'admin-1' },
    ...given,
  }
}

export function command<Type extends CommandType>(
  type: Type,
  orgId: OrganisationId,
  data: CommandData<Type>,
  given: Partial<Envelope> = {},
): Command<Type> {
  return { ...envelope(orgId, given), type, data } as Command<Type>
}

/** Carries a command out that must be accepted. */
export async function accepted<Type extends CommandType>(
  store: Store,
  type: Type,
  orgId: OrganisationId,
  data: CommandData<Type>,
  given: Partial<Envelope> = {},
): Promise<CommandResult<Type>> {
  const outcome = await store.execute(command(type, orgId, data, given))
  if (!outcome.ok) throw new Error(`${type} was refused: ${JSON.stringify(outcome.refusal)}`)
  return outcome.result
}

/** Carries a command out that must be refused. */
export async function refused<Type extends CommandType>(
  store: Store,
  type: Type,
  orgId: OrganisationId,
  data: CommandData<Type>,
  given: Partial<Envelope> = {},
): Promise<Refusal> {
  const outcome = await store.execute(command(type, orgId, data, given))
  if (outcome.ok) throw new Error(`${type} was accepted: ${JSON.stringify(outcome.result)}`)
  return outcome.refusal
}

export type Premises = {
  readonly orgId: OrganisationId
  readonly locationId: LocationId
  readonly onboardingId: OnboardingId
  readonly numbers: readonly string[]
  readonly numberIds: readonly NumberId[]
}

/** An eligible organisation with an active licence, one ready location, some numbers in service, and an onboarding begun. */
export async function readyOrganisation(store: Store, numberCount = 3): Promise<Premises> {
  const orgId = await eligibleOrganisation(store)
  await accepted(store, 'ReportLicence', orgId, { status: 'ordered' })
  await accepted(store, 'ReportLicence', orgId, { status: 'activated' })
  const { locationId } = await accepted(store, 'AddLocation', orgId, {
    facts: { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' },
  })
  const numbers = freshNumbers(numberCount)
  const { rows } = await accepted(store, 'ImportNumbers', orgId, {
    rows: numbers.map((e164) => ({
      e164,
      country: 'US',
      kind: 'standard',
      inventory: 'inService',
      entered: instant('2025-03-01T00:00:00.000Z'),
      locationId,
      owner: 'primary',
    })),
  })
  const numberIds = rows.flatMap((row) => (row.status === 'refused' ? [] : [row.numberId]))
  const { onboardingId } = await accepted(store, 'StartOnboarding', orgId, {})
  return { orgId, locationId, onboardingId, numbers, numberIds }
}

export async function eligibleOrganisation(store: Store): Promise<OrganisationId> {
  const orgId = brand<OrganisationId>(randomUUID())
  await accepted(store, 'CreateOrganisation', orgId, { name: `Organisation ${orgId}` })
  const facts = [
    { fact: 'customerKind', value: 'enterprise' },
    { fact: 'subscriptionKind', value: 'paid' },
    { fact: 'callingPlan', value: 'usCa' },
    { fact: 'dataRegion', value: 'supported' },
    { fact: 'textingDefault', value: 'on' },
  ] as const
  for (const fact of facts) await accepted(store, 'AttestOrganisationFact', orgId, fact)
  return orgId
}

let next = 0

/** Numbers no other test of this run has: a random block of the fictitious exchange, counted on. */
const block = randomBytes(3).readUIntBE(0, 3) % 700

export function freshNumbers(count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    next += 1
    return `+1${200 + (block % 700)}${String(2_000_000 + next)}`
  })
}

export function policyPack() {
  return packAt(instant(Date.now()))
}
