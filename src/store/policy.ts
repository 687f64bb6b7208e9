import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Clock } from '../clock.ts'
import { type DeploymentPolicy, effectivePack } from '../domain/policy/effectivePack.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import type { Instant } from '../domain/values.ts'
import type { Queryable } from './pool.ts'

/** The pack that decides here, the hash of its content, which every event records, and the deployment's part in it. */
export type Policy = { readonly pack: PolicyPack; readonly version: string; readonly chosen: DeploymentPolicy }

const versions = new WeakMap<PolicyPack, string>()

export function policyAt(at: Instant, chosen: DeploymentPolicy): Policy {
  const pack = effectivePack(at, chosen)
  return { pack, version: versionOf(pack), chosen }
}

/** The columns from which a statement over `deployment d` makes a `DeploymentPolicy`. */
export const chosenColumns = 'd.readings, d.postponed'

export async function readPolicy(db: Queryable, at: Instant): Promise<Policy> {
  const { rows } = await db.query<DeploymentPolicy>(`select ${chosenColumns} from deployment d`)
  return policyAt(at, theOne(rows))
}

/**
 * The time and what decides then, in one question. A command asks it behind its locks: what a choice committed while it
 * waited for them is seen.
 */
export async function readNow(db: Queryable, clock: Clock): Promise<{ readonly at: Instant; readonly policy: Policy }> {
  if (clock.sql === undefined) {
    const at = await clock.now(db)
    return { at, policy: await readPolicy(db, at) }
  }
  const { rows } = await db.query<DeploymentPolicy & { readonly at: Instant }>(
    `select ${clock.sql} as at, ${chosenColumns} from deployment d`,
  )
  const { at, ...chosen } = theOne(rows)
  return { at, policy: policyAt(at, chosen) }
}

function theOne<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('the deployment has no row')
  return row
}

/** The age and the content hash, which other readings change. */
export function versionOf(pack: PolicyPack): string {
  const version = versions.get(pack) ?? `${pack.id}:${contentHash(pack)}`
  versions.set(pack, version)
  return version
}

/** SHA-256 over RFC 8785 JSON: the order of keys does not count. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(canonical(content)).digest('hex')
}

function canonical(content: unknown): string {
  const text = canonicalize(content)
  if (text === undefined) throw new Error('content has no JSON form')
  return text
}
