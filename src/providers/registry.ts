import type { E164, NumberId, OrganisationId } from '../domain/values.ts'
import { ProviderUnavailable } from './failures.ts'
import { createProviderClient, type ProviderSettings } from './providerClient.ts'
import { isIdentifier, isRecord } from './shape.ts'

/** Asks the registry side to put authorised numbers on the organisation's campaign. `reference` is ours, one per request. */
export type RegistrationRequest = {
  readonly reference: string
  readonly organisationReference: OrganisationId
  readonly items: readonly { readonly reference: NumberId; readonly e164: E164 }[]
}

/** `found` means that the registry already had the request from an earlier send. */
export type RegistrationReceipt = { readonly registrationId: string; readonly sent: 'now' | 'found' }

/** The same promises as the desk's port: asks by reference, then sends; ProviderRefused or ProviderUnavailable. */
export type Registry = { readonly submitRegistration: (request: RegistrationRequest) => Promise<RegistrationReceipt> }

export function createRegistry(settings: ProviderSettings): Registry & { readonly close: () => Promise<void> } {
  const client = createProviderClient('registry', settings)

  async function submitRegistration(request: RegistrationRequest): Promise<RegistrationReceipt> {
    const known = await client.get('/registry/registrations', { reference: request.reference })
    const registrationId = knownRegistration(known, request.reference)
    if (registrationId !== undefined) return { registrationId, sent: 'found' }
    const made = await client.post('/registry/registrations', request)
    return { registrationId: registrationOf(made, request.reference), sent: 'now' }
  }

  return { submitRegistration, close: client.close }
}

function knownRegistration(body: unknown, reference: string): string | undefined {
  const { registrations } = isRecord(body) ? body : {}
  if (!Array.isArray(registrations) || registrations.length > 1) throw poison()
  const [registration]: readonly unknown[] = registrations
  return registration === undefined ? undefined : registrationOf(registration, reference)
}

function registrationOf(body: unknown, reference: string): string {
  const { registrationId, reference: echo } = isRecord(body) ? body : {}
  if (echo !== reference || !isIdentifier(registrationId)) throw poison()
  return registrationId
}

function poison(): ProviderUnavailable {
  return new ProviderUnavailable('registry', 'poison')
}
