import type { Query } from '../api/client.ts'

/** What the list of numbers can be narrowed to, and to which values. */
export const choices = {
  verdict: ['can', 'willStop', 'cannot', 'unknown'],
  authorisation: [
    'none',
    'selected',
    'loaRequired',
    'loaSigned',
    'ordered',
    'authorised',
    'refused',
    'revoked',
    'unknown',
  ],
  registration: ['none', 'inCase', 'submitted', 'registered', 'rejected', 'released', 'unknown'],
  inventory: ['pending', 'inService', 'inactive', 'gone', 'unknown'],
} as const

const known = [...Object.keys(choices), 'number', 'digits', 'locationId', 'orderId', 'caseId', 'userId']

/** The filters of an address; a stranger in it is dropped, since the server would refuse it. */
export function filtersIn(search: URLSearchParams): Query {
  return Object.fromEntries([...search].filter(([name, value]) => known.includes(name) && value !== ''))
}

export function withFilter(search: URLSearchParams, name: string, value: string): URLSearchParams {
  const others = [...search].filter(([each]) => each !== name)
  const text = name === 'number' ? e164Of(value) : value
  return new URLSearchParams(text === '' ? others : [...others, [name, text]])
}

/** `+1 512 555 0101` or `(512) 555-0101` as the interface wants it. */
export function e164Of(text: string): string {
  const digits = text.replaceAll(/[^\d+]/g, '')
  if (digits === '' || digits.startsWith('+')) return digits
  return digits.length === 10 ? `+1${digits}` : `+${digits}`
}
