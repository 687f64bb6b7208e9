import * as campaign from '../../src/domain/campaign.ts'
import * as contact from '../../src/domain/contact.ts'
import * as licence from '../../src/domain/licence.ts'
import * as loa from '../../src/domain/loa.ts'
import * as location from '../../src/domain/location.ts'
import * as onboarding from '../../src/domain/onboarding.ts'
import * as order from '../../src/domain/order.ts'
import * as organisation from '../../src/domain/organisation.ts'
import * as supportCase from '../../src/domain/supportCase.ts'
import * as user from '../../src/domain/user.ts'
import {
  brand,
  type CaseId,
  type DocumentRef,
  type ExemptionId,
  type LoaId,
  type LocationId,
  type OnboardingId,
  type OrderId,
} from '../../src/domain/values.ts'

export const organisations = {
  initial: organisation.noOrganisation,
  decide: organisation.decide,
  evolve: organisation.evolve,
}
export const licences = { initial: licence.noLicence, decide: licence.decide, evolve: licence.evolve }
export const locations = { initial: location.noLocation, decide: location.decide, evolve: location.evolve }
export const users = { initial: user.noUser, decide: user.decide, evolve: user.evolve }
export const contacts = { initial: contact.noContact, decide: contact.decide, evolve: contact.evolve }
export const orders = { initial: order.noOrder, decide: order.decide, evolve: order.evolve }
export const loas = { initial: loa.noLoa, decide: loa.decide, evolve: loa.evolve }
export const cases = { initial: supportCase.noCase, decide: supportCase.decide, evolve: supportCase.evolve }
export const campaigns = { initial: campaign.noCampaign, decide: campaign.decide, evolve: campaign.evolve }
export const onboardings = {
  initial: onboarding.noOnboarding,
  decide: onboarding.decide,
  evolve: onboarding.evolve,
}

export const here = brand<LocationId>('0195a000-0000-7000-8000-000000000001')
export const elsewhere = brand<LocationId>('0195a000-0000-7000-8000-000000000002')
export const orderA = brand<OrderId>('0195a000-0000-7000-8000-00000000000a')
export const orderB = brand<OrderId>('0195a000-0000-7000-8000-00000000000b')
export const letterA = brand<LoaId>('0195a000-0000-7000-8000-00000000001a')
export const letterB = brand<LoaId>('0195a000-0000-7000-8000-00000000001b')
export const caseA = brand<CaseId>('0195a000-0000-7000-8000-00000000002a')
export const caseB = brand<CaseId>('0195a000-0000-7000-8000-00000000002b')
export const exemptionA = brand<ExemptionId>('0195a000-0000-7000-8000-00000000003a')
export const exemptionB = brand<ExemptionId>('0195a000-0000-7000-8000-00000000003b')
export const theRoad = brand<OnboardingId>('0195a000-0000-7000-8000-000000000003')
export const proof: DocumentRef = {
  documentId: brand('0195a000-0000-7000-8000-000000000004'),
  sha256: 'ab'.repeat(32),
}
