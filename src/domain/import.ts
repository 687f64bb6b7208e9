import type { Refusal } from './decision.ts'
import type { PolicyPack } from './policy/policy.ts'

/** What can be told of a row before any state is looked at. `country` is null where the text is no valid number. */
export type ImportCandidate = { readonly e164: string; readonly country: string | null }

/** P1, P5: ten-digit numbers of the pack's countries. A toll-free number may be listed; it can only never be authorised. */
export function refuseCandidate({ e164, country }: ImportCandidate, pack: PolicyPack): Refusal | undefined {
  if (country === null || !/^\+1\d{10}$/.test(e164)) {
    if (country !== null && !pack.countries.includes(country)) return { code: 'NUMBER_NOT_US_CA', field: 'e164' }
    return { code: 'NUMBER_NOT_E164', field: 'e164' }
  }
  return pack.countries.includes(country) ? undefined : { code: 'NUMBER_NOT_US_CA', field: 'e164' }
}
