import { randomBytes, randomUUID } from 'node:crypto'
import { databaseClock } from '../../src/clock.ts'
import type { Refusal } from '../../src/domain/decision.ts'
import { packAt } from '../../src/domain/policy/packs.ts'
import {
  brand,
  type CaseId,
  instant,
  type LocationId,
  type NumberId,
  type OnboardingId,
  type OrderId,
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

/**
 * Instants have milliseconds, and of one source's words about the same instant the one told last stands. What is told here one
 * after the other, or beside an instant taken between, never falls into the same millisecond.
 */
async function carriedOut<Type extends CommandType>(store: Store, given: Command<Type>) {
  await millisecondOver()
  const outcome = await store.execute(given)
  await millisecondOver()
  return outcome
}

async function millisecondOver(): Promise<void> {
  const from = Date.now()
  while (Date.now() === from) await new Promise(setImmediate)
}

/** Carries a command out that must be accepted. */
export async function accepted<Type extends CommandType>(
  store: Store,
  type: Type,
  orgId: OrganisationId,
  data: CommandData<Type>,
  given: Partial<Envelope> = {},
): Promise<CommandResult<Type>> {
  const outcome = await carriedOut(store, command(type, orgId, data, given))
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
  const outcome = await carriedOut(store, command(type, orgId, data, given))
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

export const desk = { source: { kind: 'desk', id: 'bridge' } } as const
export const registry = { source: { kind: 'registry', id: 'registry' } } as const

export type Authorised = Premises & { readonly orderId: OrderId }

/** The same with every number ordered and authorised, and no further order to follow. */
export async function authorisedOrganisation(store: Store, numberCount = 3): Promise<Authorised> {
  return authorise(store, await readyOrganisation(store, numberCount))
}

export async function authorise(store: Store, premises: Premises): Promise<Authorised> {
  const orderId = await drafted(store, premises)
  const { orgId, numberIds } = premises
  await accepted(store, 'SubmitOrder', orgId, { orderId, next: 'done' })
  const items = numberIds.map((numberId) => ({ numberId, status: 'authorised' as const }))
  await accepted(store, 'RecordOrderAnswer', orgId, { orderId, items }, desk)
  return { ...premises, orderId }
}

/** An order for the premises' numbers, or some of them, that is not submitted yet. */
export async function drafted(store: Store, premises: Premises, numbers = premises.numbers): Promise<OrderId> {
  const { orgId, onboardingId, locationId } = premises
  const { orderId } = await accepted(store, 'CreateOrder', orgId, { onboardingId, locationId, numbers })
  if (!orderId) throw new Error('no order')
  return orderId
}

/** A case that holds every number of an organisation that is authorised, and waits for its form. */
export async function openedCase(store: Store, numberCount = 3): Promise<Authorised & { readonly caseId: CaseId }> {
  const premises = await authorisedOrganisation(store, numberCount)
  const { orgId, onboardingId } = premises
  const { caseId } = await accepted(store, 'OpenCase', orgId, { onboardingId })
  return { ...premises, caseId }
}

/** The carrier wants a letter for these numbers. */
export async function flagged(store: Store, { orgId }: Premises, numbers: readonly string[]): Promise<void> {
  const rows = numbers.map((e164) => ({ e164, country: 'US', kind: 'standard', loa: 'required' }) as const)
  await accepted(store, 'ImportNumbers', orgId, { rows })
}

/** One axis of every number of the organisation, in the order in which the numbers are given. */
export async function column(store: Store, { numberIds }: Premises, name: string): Promise<readonly (string | null)[]> {
  const { rows } = await store.pool.query<{ id: string; value: string | null }>(
    `select id, to_jsonb(number)->>$2 as value from number where id = any($1::uuid[])`,
    [numberIds, name],
  )
  return numberIds.map((id) => rows.find((row) => row.id === id)?.value ?? null)
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
