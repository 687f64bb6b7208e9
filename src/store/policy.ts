import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { packAt } from '../domain/policy/packs.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import type { Instant } from '../domain/values.ts'

/** The pack in force and the hash of its content, which every event records. */
export type Policy = { readonly pack: PolicyPack; readonly version: string }

const versions = new WeakMap<PolicyPack, string>()

export function policyAt(at: Instant): Policy {
  const pack = packAt(at)
  return { pack, version: versionOf(pack) }
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
