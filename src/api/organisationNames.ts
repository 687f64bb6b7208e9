import type { OrganisationId } from '../domain/values.ts'
import type { Store } from '../store/execute.ts'
import { listOrganisations } from '../store/views/organisationView.ts'

export type OrganisationNames = (orgId: string | null) => string | null

/** The names of these organisations; null where one has none. */
export async function organisationNames(
  { pool, documents }: Pick<Store, 'pool' | 'documents'>,
  ids: readonly (string | null)[],
): Promise<OrganisationNames> {
  const scope = [...new Set(ids)].filter((id) => id !== null)
  const views = await listOrganisations(pool, { scope, after: undefined, limit: scope.length })
  const names = await Promise.all(
    views.map(async ({ id, nameDocumentId }) => [id, await nameOf(id, nameDocumentId)] as const),
  )
  const known = new Map<string, string | null>(names)
  return (orgId) => (orgId === null ? null : (known.get(orgId) ?? null))

  async function nameOf(
    orgId: OrganisationId,
    documentId: Parameters<typeof documents.open>[2] | null,
  ): Promise<string | null> {
    return documentId === null ? null : documents.open(pool, orgId, documentId)
  }
}
