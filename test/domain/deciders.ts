import * as licence from '../../src/domain/licence.ts'
import * as location from '../../src/domain/location.ts'
import * as onboarding from '../../src/domain/onboarding.ts'
import * as order from '../../src/domain/order.ts'
import * as organisation from '../../src/domain/organisation.ts'
import * as user from '../../src/domain/user.ts'
import { brand, type DocumentRef, type LocationId, type OnboardingId, type OrderId } from '../../src/domain/values.ts'

export const organisations = {
  initial: organisation.noOrganisation,
  decide: organisation.decide,
  evolve: organisation.evolve,
}
export const licences = { initial: licence.noLicence, decide: licence.decide, evolve: licence.evolve }
export const locations = { initial: location.noLocation, decide: location.decide, evolve: location.evolve }
export const users = { initial: user.noUser, decide: user.decide, evolve: user.evolve }
export const orders = { initial: order.noOrder, decide: order.decide, evolve: order.evolve }
export const onboardings = {
  initial: onboarding.noOnboarding,
  decide: onboarding.decide,
  evolve: onboarding.evolve,
}

export const here = brand<LocationId>('0195a000-0000-7000-8000-000000000001')
export const elsewhere = brand<LocationId>('0195a000-0000-7000-8000-000000000002')
export const orderA = brand<OrderId>('0195a000-0000-7000-8000-00000000000a')
export const orderB = brand<OrderId>('0195a000-0000-7000-8000-00000000000b')
export const theRoad = brand<OnboardingId>('0195a000-0000-7000-8000-000000000003')
export const proof: DocumentRef = {
  documentId: brand('0195a000-0000-7000-8000-000000000004'),
  sha256: 'ab'.repeat(32),
}
