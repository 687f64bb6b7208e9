import { readAsked, readGrounded, readTold } from '../store/views/askedNumber.ts'
import type { Reads } from './access.ts'
import { uuidPart } from './cursor.ts'

type Found<Read extends (...given: never[]) => Promise<{ readonly found: unknown }>> = NonNullable<
  Awaited<ReturnType<Read>>['found']
>

export const mostTold = 100

/** The living number of the text in question. */
export const askedByText: Reads<Found<typeof readAsked>> = (store, asking, { query }) => {
  const { number: e164 } = query as { number?: unknown }
  return typeof e164 === 'string' && /^\+[1-9]\d{1,14}$/.test(e164) ? readAsked(store, asking, { e164 }) : undefined
}

/** The number in the address, with the beginning of its history and one event more. */
export const toldNumber: Reads<Found<typeof readTold>> = (store, asking, { params }) => {
  const id = numberIn(params)
  return id === undefined ? undefined : readTold(store, asking, id, mostTold + 1)
}

/** The number in the address, with all that its verdict rests on. */
export const groundedNumber: Reads<Found<typeof readGrounded>> = (store, asking, { params }) => {
  const id = numberIn(params)
  return id === undefined ? undefined : readGrounded(store, asking, id)
}

function numberIn(params: unknown): string | undefined {
  const { numberId } = params as { numberId?: string }
  const id = numberId?.toLowerCase()
  return id !== undefined && uuidPart.test(id) ? id : undefined
}
