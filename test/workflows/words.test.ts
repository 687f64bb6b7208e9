import { expect, test } from 'vitest'
import { brand, instant, type OrderId } from '../../src/domain/values.ts'
import { currentDetails } from '../../src/workflows/words.ts'

test('a support engineer reads who holds an onboarding, since when, until when, and what stands still', () => {
  const details = currentDetails({
    stage: 'authorisation',
    wait: {
      step: 'stage/3',
      waitId: 'an-id/stage/3',
      owner: 'customerAdmin',
      openedAt: instant('2025-03-01T09:00:00Z'),
      dueAt: instant('2025-03-29T09:00:00Z'),
      next: instant('2025-03-08T09:00:00Z'),
    },
    underWay: [{ kind: 'sendOrder', id: 'order/a', orderId: brand<OrderId>('a') }],
    settled: [
      { step: 'order/b', outcome: 'failed', position: 4, code: 'LOCATION_UNKNOWN', noted: true },
      { step: 'order/c', outcome: 'byHand' },
      { step: 'order/d', outcome: 'done' },
    ],
  })
  expect(details.split('\n\n')).toEqual([
    '**Waiting for numbers to be ordered, and the orders to be with the desk**',
    "Held by the customer's administrator since 2025-03-01 09:00 UTC, due 2025-03-29 09:00 UTC.",
    'Speaks next on 2025-03-08 09:00 UTC.',
    '- under way: Send order a to the PSTN support desk',
    '- refused for good: `order/b` (LOCATION_UNKNOWN)',
    '- to be done by hand: `order/c`',
  ])
})
