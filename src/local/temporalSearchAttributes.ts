import { type Connection, isGrpcServiceError } from '@temporalio/client'
import { waitFor } from './process.ts'

export type SearchAttributeTypes = Readonly<Record<string, keyof typeof indexedValueTypes>>

// The numbers of the server's own enumeration, which the SDK does not export.
const indexedValueTypes = { Keyword: 2, Int: 3, Bool: 5, Datetime: 6 } as const

const alreadyExists = 6
const unimplemented = 12

/**
 * Makes the attributes that are missing, and waits until the server knows them all. To be done at each start: the dev
 * server's own flag is ignored once its file exists, and on the test server an unknown attribute fails a task for ever.
 */
export async function registerSearchAttributes(
  connection: Connection,
  namespace: string,
  wanted: SearchAttributeTypes,
): Promise<void> {
  const names = Object.keys(wanted)
  const known = await listed(connection, namespace)
  const missing = names.filter((name) => known?.[name] === undefined)
  if (missing.length > 0) await add(connection, namespace, wanted, missing)
  // The test server cannot list; what it has accepted it knows.
  if (known === undefined) return
  const visible = await waitFor(
    async () => {
      const now = await listed(connection, namespace)
      return names.every((name) => now?.[name] !== undefined) ? now : undefined
    },
    { timeoutMs: 60_000, everyMs: 100 },
  )
  if (visible === undefined) throw new Error(`Temporal does not show the search attributes ${missing.join(', ')}.`)
  for (const [name, type] of Object.entries(wanted)) {
    if (visible[name] === indexedValueTypes[type]) continue
    throw new Error(`Temporal has the search attribute ${name} already, and not as ${type}: remove or rename it there.`)
  }
}

async function add(
  connection: Connection,
  namespace: string,
  wanted: SearchAttributeTypes,
  names: readonly string[],
): Promise<void> {
  const searchAttributes = Object.fromEntries(
    Object.entries(wanted)
      .filter(([name]) => names.includes(name))
      .map(([name, type]) => [name, indexedValueTypes[type]]),
  )
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes })
  } catch (error) {
    // Another start was faster.
    if (!hasStatus(error, alreadyExists)) throw error
  }
}

async function listed(
  connection: Connection,
  namespace: string,
): Promise<Readonly<Record<string, number>> | undefined> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
    return customAttributes
  } catch (error) {
    if (hasStatus(error, unimplemented)) return undefined
    throw error
  }
}

function hasStatus(error: unknown, status: number): boolean {
  return isGrpcServiceError(error) && error.code === status
}
