import type { Number as NumberAnswer } from '../api/contract.ts'

type Choosing = Pick<
  NumberAnswer,
  'authorisation' | 'orderId' | 'kind' | 'inventory' | 'registration' | 'mayText' | 'reason'
>

/** Obstacles of the organisation or the location: no number behind them can be ordered. */
const shared = [
  'ONLINE_ORGANISATION',
  'TRIAL_SUBSCRIPTION',
  'NO_CISCO_CALLING_PLAN',
  'COUNTRY_NOT_US_CA',
  'DATA_REGION_UNSUPPORTED',
  'ORGANISATION_FACT_MISSING',
  'NO_LICENCE',
  'LICENCE_REQUESTED',
  'LICENCE_ORDERED',
  'LICENCE_LAPSED',
  'LICENCE_FACT_MISSING',
  'LOCATION_COUNTRY',
  'NOT_CISCO_PSTN',
  'TEXTING_NOT_OFFERED',
  'LOCATION_REMOVED',
  'LOCATION_FACT_MISSING',
]

/**
 * Why a number cannot be put into a draft, as a code with words; undefined where it can. This only spares a person a
 * refusal: the server decides, row by row, when the draft is made.
 */
export function whyNotChoosable(number: Choosing, orderId: string | undefined): string | undefined {
  if (number.authorisation === 'authorised') return 'ALREADY_AUTHORISED'
  if (number.authorisation === 'ordered') return 'AUTHORISATION_PENDING'
  if (number.authorisation === 'selected' && number.orderId !== orderId) return 'IN_ANOTHER_DRAFT'
  if (!number.mayText && shared.includes(number.reason)) return number.reason
  if (number.kind === 'tollFree') return 'TOLL_FREE_NOT_10DLC'
  if (number.kind !== 'standard') return 'KIND_NOT_TEXTABLE'
  if (number.inventory === 'unknown') return 'INVENTORY_UNKNOWN'
  if (number.inventory !== 'inService') return 'NOT_IN_SERVICE'
  return undefined
}

export type Change = { readonly add: readonly string[]; readonly remove: readonly string[] }

/** From what a draft holds to what is chosen. */
export function changeOf(held: readonly string[], chosen: readonly string[]): Change {
  return {
    add: chosen.filter((each) => !held.includes(each)),
    remove: held.filter((each) => !chosen.includes(each)),
  }
}
