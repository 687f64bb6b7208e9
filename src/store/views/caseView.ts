import type { Actor } from '../../domain/fact.ts'
import type { CaseKind } from '../../domain/supportCase.ts'
import type { CaseId, DocumentId, Instant, OnboardingId, OrganisationId } from '../../domain/values.ts'
import { isInCase } from '../counts.ts'
import { instantText } from '../instantText.ts'
import type { Queryable } from '../pool.ts'
import { stands } from '../struck.ts'

export type CaseView = {
  readonly id: CaseId
  readonly version: number
  readonly onboardingId: OnboardingId
  /** Ours, for people; `ticket` is the desk's, which may come late. */
  readonly caseNumber: number
  readonly ticket: string | null
  readonly kind: CaseKind
  readonly phase: string
  /** The desk's last word. */
  readonly status: string
  readonly stage: string
  readonly formVersion: number
  readonly rejections: number
  readonly openedAt: Instant
  readonly endedAt: Instant | null
  /** The numbers in it now; none once it has ended. */
  readonly waiting: number
  readonly registered: number
  readonly rejected: number
  readonly owner: string | null
  readonly since: Instant | null
  readonly dueAt: Instant | null
  readonly isOverdue: boolean
}

export type CaseFilter = {
  readonly onboardingId?: string | undefined
  readonly phase?: string | undefined
  readonly kind?: string | undefined
  readonly stage?: string | undefined
  readonly owner?: string | undefined
}

export async function readCase(db: Queryable, orgId: OrganisationId, id: CaseId): Promise<CaseView | undefined> {
  const { rows } = await db.query<CaseView>(`select ${columns} from ${sources} where c.org_id = $1 and c.id = $2`, [
    orgId,
    id,
  ])
  return rows[0]
}

export async function listCases(
  db: Queryable,
  orgId: OrganisationId,
  { filter, after, limit }: { filter: CaseFilter; after: string | undefined; limit: number | null },
): Promise<readonly CaseView[]> {
  const { onboardingId, phase, kind, stage, owner } = filter
  const { rows } = await db.query<CaseView>(
    `select ${columns} from ${sources}
     where c.org_id = $1 and ($2::uuid is null or c.id > $2::uuid)
       and ($4::uuid is null or c.onboarding_id = $4::uuid) and ($5::text is null or c.phase = $5)
       and ($6::text is null or c.stage = $6) and ($7::text is null or w.owner = $7)
       and ($8::text is null or c.kind = $8)
     order by c.id limit $3`,
    [orgId, after ?? null, limit, onboardingId ?? null, phase ?? null, stage ?? null, owner ?? null, kind ?? null],
  )
  return rows
}

/** One version of the form: handed in here, sent to the desk, judged; judged more than once where it was judged in part. */
export type FormVersion = {
  readonly formVersion: number
  readonly contentHash: string
  readonly documentId: DocumentId
  readonly submittedAt: Instant
  readonly submittedBy: Actor
  readonly sentAt: Instant | null
  readonly decisions: readonly FormDecision[]
}

export type FormDecision = {
  readonly outcome: string
  readonly campaignRef: string
  readonly codes: readonly string[]
  readonly registered: number
  readonly rejected: number
  readonly outstanding: number
  readonly decidedAt: Instant
}

/** The newest version first. */
export async function readForms(db: Queryable, orgId: OrganisationId, id: CaseId): Promise<readonly FormVersion[]> {
  const { rows } = await db.query<FormVersion>(
    `select (f.data->>'formVersion')::int as "formVersion", f.data->>'contentHash' as "contentHash",
       f.data->'document'->>'documentId' as "documentId", f.happened_at as "submittedAt", f.actor as "submittedBy",
       (select min(s.happened_at) from event s
        where s.stream_id = f.stream_id and s.type = 'CaseFormSent' and s.data->'formVersion' = f.data->'formVersion') as "sentAt",
       (select coalesce(jsonb_agg((d.data - 'formVersion') || jsonb_build_object('decidedAt', ${instantText('d.happened_at')})
          order by d.happened_at, d.version), '[]')
        from event d
        where d.stream_id = f.stream_id and d.type = 'CaseDecided' and d.data->'formVersion' = f.data->'formVersion'
          and ${stands('d')}) as decisions
     from event f where f.org_id = $1 and f.stream_id = $2 and f.type = 'CaseFormSubmitted' order by 1 desc`,
    [orgId, id],
  )
  return rows
}

/** The case's own stream, and those of the campaigns that it led to. */
export async function caseStreams(db: Queryable, orgId: OrganisationId, id: CaseId): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select $2::uuid as id union all select stream_id from campaign where org_id = $1 and case_id = $2::uuid`,
    [orgId, id],
  )
  return rows.map((row) => row.id)
}

const columns = `c.id, c.version, c.onboarding_id as "onboardingId", c.case_number as "caseNumber", c.kind, c.ticket, c.phase,
  c.status, c.stage, c.form_version as "formVersion", c.rejections, c.opened_at as "openedAt", c.ended_at as "endedAt",
  n.waiting, n.registered, n.rejected, w.owner, w.since, w."dueAt", coalesce(w."isOverdue", false) as "isOverdue"`

const sources = `support_case c
  cross join lateral (
    select count(*) filter (where ${isInCase('waiting', 'c.id')})::int as waiting,
      count(*) filter (where ${isInCase('registered', 'c.id')})::int as registered,
      count(*) filter (where ${isInCase('rejected', 'c.id')})::int as rejected
    from number where org_id = c.org_id and (case_id = c.id or order_id = c.id) and inventory <> 'gone') n
  left join lateral (
    select owner, opened_at as since, max(at) filter (where mark = 'due') as "dueAt",
      bool_or(mark = 'due' and said_at is not null) as "isOverdue"
    from wait where process_id = c.id and closed_at is null and paused_at is null
    group by owner, opened_at order by opened_at desc limit 1) w on true`
