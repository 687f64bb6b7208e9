/** How far the product's clock is from this machine's: in a rehearsal by months, and often by some seconds. */
let ahead = 0

export function tellTime(at: string, received = Date.now()): void {
  ahead = Date.parse(at) - received
}

export function productNow(): number {
  return Date.now() + ahead
}
