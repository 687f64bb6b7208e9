import { expect, test } from 'vitest'
import { afterId, decodeCursor, encodeCursor, instantPart, pagedById, uuidPart } from '../../src/api/cursor.ts'

const id = '0199f3a2-1111-7000-8000-00000000000a'

test('a cursor leads to where its page ended', () => {
  expect(afterId('users', encodeCursor('users', [id]))).toBe(id)
  expect(afterId('users', undefined)).toBeUndefined()
})

test.each([
  ['of another list', encodeCursor('orders', [id])],
  ['with a part too many', encodeCursor('users', [id, id])],
  ['whose part is no id', encodeCursor('users', ["' or true"])],
  ['made by hand', 'bm9uc2Vuc2U'],
  ['of nothing', ''],
])('a cursor %s is refused', (_, cursor) => {
  expect(() => decodeCursor('users', [uuidPart], cursor)).toThrow('CURSOR_MALFORMED')
})

test('every part is held to its own form', () => {
  const cursor = encodeCursor('history', [id, '2025-01-01T00:00:00.000Z'])
  expect(() => decodeCursor('history', [instantPart, uuidPart], cursor)).toThrow('CURSOR_MALFORMED')
})

test('the last page has no cursor, the page before it has one', () => {
  const items = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
  expect(pagedById('users', 3, items).nextCursor).toBeNull()
  expect(pagedById('users', 2, items)).toMatchObject({
    items: [{ id: 'a' }, { id: 'b' }],
    nextCursor: expect.any(String),
  })
})
