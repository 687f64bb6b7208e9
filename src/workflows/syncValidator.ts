/**
 * An update's validator has to decide at once: one that returns a promise is never awaited, and a rejection stops every
 * message to the run until other code is deployed. The type lets no asynchronous function through.
 */
export function syncValidator<Args extends unknown[]>(check: (...args: Args) => undefined): (...args: Args) => void {
  return check
}
