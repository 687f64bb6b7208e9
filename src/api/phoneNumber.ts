import { type NumberType, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { NumberKind } from '../domain/number.ts'
import { brand, type E164 } from '../domain/values.ts'

/** What the numbering plans say about a text. `country` is null where it is not a valid number in E.164 form. */
export type ClassifiedNumber = { readonly e164: E164; readonly country: string | null; readonly kind: NumberKind }

/** Classifies and never refuses: whether such a number can be taken is for the domain to say. */
export function classifyNumber(text: string): ClassifiedNumber {
  const e164 = brand<E164>(text)
  const number = /^\+[1-9]\d{1,14}$/.test(text) ? parsePhoneNumberFromString(text) : undefined
  if (!number?.isValid()) return { e164, country: null, kind: 'standard' }
  return { e164, country: number.country ?? 'unassigned', kind: kindOf(number.getType()) }
}

function kindOf(type: NumberType): NumberKind {
  switch (type) {
    case 'TOLL_FREE':
      return 'tollFree'
    case 'FIXED_LINE':
    case 'FIXED_LINE_OR_MOBILE':
      return 'standard'
    case 'MOBILE':
      return 'mobile'
    // Premium rate, +1 500 and +1 600 among them: assigned to services, not to people's desks.
    default:
      return 'service'
  }
}
