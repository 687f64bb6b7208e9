import type { DocumentId, Instant, OrganisationId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

/** What the organisation's row says, joined with its licence and its open onboarding. `unknown` where nobody has said. */
export type OrganisationView = {
  readonly id: OrganisationId
  readonly version: number
  readonly nameDocumentId: DocumentId | null
  readonly customerKind: string
  readonly subscriptionKind: string
  readonly callingPlan: string
  readonly dataRegion: string
  readonly textingDefault: string
  readonly healthcare: string
  readonly hipaaNotice: string
  /** When the row changes by itself; past that instant its facts count as unknown until it has been read again. */
  readonly turnsAt: Instant | null
  readonly licence: string | null
  readonly licenceTurnsAt: Instant | null
  readonly openOnboardingId: string | null
}

export async function readOrganisation(db: Queryable, orgId: OrganisationId): Promise<OrganisationView | undefined> {
  const { rows } = await db.query<OrganisationView>(`select ${columns} from ${sources} where o.id = $1`, [orgId])
  return rows[0]
}

/** By id, those in scope only. */
export async function listOrganisations(
  db: Queryable,
  { scope, after, limit }: { scope: readonly string[] | 'all'; after: string | undefined; limit: number },
): Promise<readonly OrganisationView[]> {
  const { rows } = await db.query<OrganisationView>(
    `select ${columns} from ${sources}
     where ($1::uuid[] is null or o.id = any($1::uuid[])) and ($2::uuid is null or o.id > $2::uuid)
     order by o.id limit $3`,
    [scope === 'all' ? null : scope, after ?? null, limit],
  )
  return rows
}

const columns = `o.id, o.version, o.name_document_id as "nameDocumentId", o.customer_kind as "customerKind",
  o.subscription_kind as "subscriptionKind", o.calling_plan as "callingPlan", o.data_region as "dataRegion",
  o.texting_default as "textingDefault", o.healthcare, o.hipaa_notice as "hipaaNotice", o.turns_at as "turnsAt", l.phase as licence, l.turns_at as "licenceTurnsAt",
  b.id as "openOnboardingId"`

const sources = `organisation o
  left join licence l on l.org_id = o.id
  left join onboarding b on b.org_id = o.id and b.phase = 'open'`
