import { brand, type DocumentId, type DocumentRef } from '../../domain/values.ts'
import type { Context } from '../context.ts'
import type { DocumentKind } from '../documents.ts'

/** What proves a report, encrypted; absent where nothing was given. */
export async function sealedEvidence(context: Context, evidence: string | undefined) {
  return evidence === undefined ? {} : { evidence: await seal(context, 'evidence', evidence) }
}

export function seal(context: Context, kind: DocumentKind, text: string): Promise<DocumentRef> {
  const { tx, orgId, at, documents, id } = context
  return documents.seal(tx, { id: brand<DocumentId>(id(kind)), orgId, kind, text, at })
}
