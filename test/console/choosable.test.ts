import { describe, expect, test } from 'vitest'
import { changeOf, whyNotChoosable } from '../../src/console/view/choosable.ts'

const free = {
  authorisation: 'none',
  orderId: null,
  kind: 'standard',
  inventory: 'inService',
  registration: 'none',
  mayText: false,
  reason: 'NOT_AUTHORISED',
} as const

describe('beside each number that cannot be chosen stands why', () => {
  test.each([
    ['one that is free can be chosen', free, undefined],
    ['one that was refused can be ordered again', { ...free, authorisation: 'refused' }, undefined],
    ['one of this draft can stay in it', { ...free, authorisation: 'selected', orderId: 'this' }, undefined],
    ['one of another draft', { ...free, authorisation: 'selected', orderId: 'other' }, 'IN_ANOTHER_DRAFT'],
    ['one that is ordered', { ...free, authorisation: 'ordered', orderId: 'other' }, 'AUTHORISATION_PENDING'],
    ['one that is authorised', { ...free, authorisation: 'authorised' }, 'ALREADY_AUTHORISED'],
    ['one of a wrong location', { ...free, reason: 'NOT_CISCO_PSTN' }, 'NOT_CISCO_PSTN'],
    ['one without a licence', { ...free, reason: 'NO_LICENCE' }, 'NO_LICENCE'],
    ['a toll-free one', { ...free, kind: 'tollFree' }, 'TOLL_FREE_NOT_10DLC'],
    ['a service number', { ...free, kind: 'service' }, 'KIND_NOT_TEXTABLE'],
    ['one out of service', { ...free, inventory: 'inactive' }, 'NOT_IN_SERVICE'],
    ['one of which nobody knows', { ...free, inventory: 'unknown' }, 'INVENTORY_UNKNOWN'],
    ["one that is nobody's primary can still be authorised", { ...free, reason: 'NOT_A_PRIMARY_NUMBER' }, undefined],
  ])('%s', (_name, number, reason) => {
    expect(whyNotChoosable(number, 'this')).toBe(reason)
  })
})

test('only what has changed in a draft is sent', () => {
  expect(changeOf(['a', 'b'], ['b', 'c'])).toEqual({ add: ['c'], remove: ['a'] })
})
