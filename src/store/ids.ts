import { v5, v7 } from 'uuid'

const namespace = '5c8e5d0a-3b4f-4c9b-9a52-6f0a3d1f7e10'

/** A fresh opaque id; later ones sort after earlier ones. */
export function freshId(): string {
  return v7()
}

/** The id that belongs to a command and a role in it: the same command made twice names the same object. */
export function idFor(scope: string, commandId: string, role: string): string {
  return v5(JSON.stringify([scope, commandId, role]), namespace)
}

/** The id of the mail that a cause asks for: the same cause is written of once. */
export function mailIdFor(key: string): string {
  return v5(JSON.stringify(['mail', key]), namespace)
}
