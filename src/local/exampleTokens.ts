import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ApiClient } from '../cli/client.ts'
import type { Role } from '../store/tokens.ts'
import type { NamedToken } from './runFile.ts'
import { type StateFolder, writeOwnerOnly } from './stateFolder.ts'

export type ExampleTokens = Readonly<Record<ExampleRole, readonly NamedToken[]>>
type ExampleRole = Exclude<Role, 'operator'>

const exampleRoles: readonly ExampleRole[] = ['admin', 'partner', 'support', 'auditor', 'integration']

/**
 * One token for each role of the example organisation. A secret is shown once, so it is written down at once: a start that
 * dies in between leaves a token that nobody holds, and the next one issues another.
 */
export async function exampleTokens(state: StateFolder, operator: ApiClient, orgId: string): Promise<ExampleTokens> {
  const file = join(state.path, 'tokens.json')
  const kept: Partial<ExampleTokens> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  let issued = kept
  for (const role of exampleRoles) {
    if (issued[role] !== undefined) continue
    const subject = `${role}-1`
    const { token } = await operator.post<{ token: string }>('/v1/tokens', { subject, role, organisations: [orgId] })
    issued = { ...issued, [role]: [{ subject, token }] }
    writeOwnerOnly(file, `${JSON.stringify(issued)}\n`)
  }
  return issued as ExampleTokens
}
