import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ApiClient } from '../cli/client.ts'
import type { Role } from '../store/tokens.ts'
import type { NamedToken } from './runFile.ts'
import { type StateFolder, writeOwnerOnly } from './stateFolder.ts'

export type ExampleTokens = Readonly<Record<ExampleRole, readonly ExampleToken[]>>
type ExampleToken = NamedToken & { readonly organisations: readonly string[] }
type ExampleRole = Exclude<Role, 'operator'>

type Grant = { readonly role: ExampleRole; readonly subject: string; readonly organisations: readonly string[] }

/** An admin for each organisation, in their order; everybody else serves all of them. The auditor only looks on. */
function grantsFor(orgIds: readonly string[]): readonly Grant[] {
  const admins = orgIds.map((orgId, index): Grant => {
    return { role: 'admin', subject: `admin-${index + 1}`, organisations: [orgId] }
  })
  const shared = (['partner', 'support', 'auditor', 'integration'] as const).map((role): Grant => {
    return { role, subject: `${role}-1`, organisations: orgIds }
  })
  return [...admins, ...shared]
}

/**
 * The tokens of the example's people. A secret is shown once, so it is written down at once: a start that dies in between
 * leaves a token that nobody holds, and the next one issues another.
 */
export async function exampleTokens(
  state: StateFolder,
  operator: ApiClient,
  orgIds: readonly string[],
): Promise<ExampleTokens> {
  const file = join(state.path, 'tokens.json')
  const kept: Partial<ExampleTokens> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  let issued: ExampleTokens = { ...none, ...kept }
  for (const grant of grantsFor(orgIds)) {
    const { role, subject, organisations } = grant
    if (issued[role].some((each) => String(each.organisations) === String(organisations))) continue
    const { token } = await operator.post<{ token: string }>('/v1/tokens', grant)
    const others = issued[role].filter((each) => each.subject !== subject)
    issued = { ...issued, [role]: [...others, { subject, token, organisations }] }
    writeOwnerOnly(file, `${JSON.stringify(issued)}\n`)
  }
  return issued
}

const none: ExampleTokens = { admin: [], partner: [], support: [], auditor: [], integration: [] }
