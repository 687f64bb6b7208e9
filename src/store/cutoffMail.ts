import type { Language } from '../domain/contact.ts'
import { type CutoffCounts, daysUntil, type MailMatter } from '../domain/mail.ts'
import type { CutoffId } from '../domain/policy/policy.ts'
import type { ContactId, Instant, OrganisationId } from '../domain/values.ts'
import { byPlace, type NewMail, queueMails, reachable } from './mail.ts'
import { callForAdmins } from './missingContacts.ts'
import { readPolicy } from './policy.ts'
import type { Transaction } from './pool.ts'

export type Queued = {
  readonly queued: number
  /** Organisations of which nobody can be reached; each is put before a person. */
  readonly withoutContact: number
}

type Asked = { readonly cutoffId: CutoffId; readonly at: Instant }

/**
 * Tells every organisation that a cutoff lies ahead, those that never started too: one mail for each organisation and
 * mark, to its admin, with a copy to its partner. `mark` is the instant of the notice. Asked again, it queues what is missing.
 */
export async function queueCutoffNotices(tx: Transaction, asked: Asked & { readonly mark: Instant }): Promise<Queued> {
  const { mark, at } = asked
  const cutoff = await toldCutoff(tx, asked)
  const matter: MailMatter = { kind: 'cutoffNotice', days: daysUntil(cutoff.instant, at), ...cutoff }
  const telling = { ...asked, key: `cutoff/${keyOf(cutoff)}/${mark}`, matterFor: () => matter }
  let all: Queued = { queued: 0, withoutContact: 0 }
  for (let after: OrganisationId | undefined; ; ) {
    const ids = await organisationsAfter(tx, after)
    const { queued, withoutContact } = await queueTo(tx, ids, telling)
    all = { queued: all.queued + queued, withoutContact: all.withoutContact + withoutContact }
    after = ids.at(-1)
    if (ids.length < page) return all
  }
}

export type CutoffResult = { readonly orgId: OrganisationId; readonly counts: CutoffCounts }

/** What a cutoff has done, told to each organisation that has numbers in it. */
export async function queueCutoffResults(
  tx: Transaction,
  asked: Asked & { readonly results: readonly CutoffResult[] },
): Promise<Queued> {
  const cutoff = await toldCutoff(tx, asked)
  const told = new Map(asked.results.map(({ orgId, counts }) => [orgId, counts]))
  const matterFor = (orgId: OrganisationId): MailMatter | undefined => {
    const counts = told.get(orgId)
    return counts && { kind: 'cutoffResult', counts, ...cutoff }
  }
  return queueTo(tx, [...told.keys()], { ...asked, key: `cutoffResult/${keyOf(cutoff)}`, matterFor })
}

export type Reinstated = {
  readonly orgId: OrganisationId
  /** What brought them back, an event or a command: the same one is written of once. */
  readonly cause: string
  readonly numbers: number
}

/** Numbers that a cutoff had switched off text again. */
export async function queueReinstatement(tx: Transaction, asked: Asked & Reinstated): Promise<Queued> {
  const { orgId, cause, numbers } = asked
  const matter: MailMatter = { kind: 'reinstatement', numbers, ...(await toldCutoff(tx, asked)) }
  return queueTo(tx, [orgId], { ...asked, key: `reinstatement/${cause}`, matterFor: () => matter })
}

/** By its instant too: one that was put off is told anew. */
function keyOf({ cutoffId, instant }: ToldCutoff): string {
  return `${cutoffId}/${instant}`
}

type ToldCutoff = { readonly cutoffId: CutoffId; readonly instant: Instant; readonly zone: string }

async function toldCutoff(tx: Transaction, { cutoffId, at }: Asked): Promise<ToldCutoff> {
  const { pack } = await readPolicy(tx, at)
  return { cutoffId, instant: pack.instants[cutoffId], zone: pack.zone }
}

const page = 2_000

type Telling = {
  readonly key: string
  readonly matterFor: (orgId: OrganisationId) => MailMatter | undefined
} & Asked

async function organisationsAfter(
  tx: Transaction,
  after: OrganisationId | undefined,
): Promise<readonly OrganisationId[]> {
  const { rows } = await tx.query<{ id: OrganisationId }>(
    'select id from organisation where $1::uuid is null or id > $1::uuid order by id limit $2',
    [after ?? null, page],
  )
  return rows.map(({ id }) => id)
}

async function queueTo(
  tx: Transaction,
  ids: readonly OrganisationId[],
  { key, matterFor, cutoffId, at }: Telling,
): Promise<Queued> {
  const found = await adminsAndPartners(tx, ids)
  const mails = found.flatMap(({ orgId, contactId, language, copyId }): readonly NewMail[] => {
    const matter = matterFor(orgId)
    if (contactId === null || language === null || !matter) return []
    const mail = { key: `${key}/${orgId}`, orgId, to: { contactId, language }, matter }
    return [copyId === null ? mail : { ...mail, copyTo: copyId }]
  })
  const queued = mails.length === 0 ? 0 : await queueMails(tx, mails, at)
  const missing = found.flatMap(({ orgId, contactId }) => (contactId === null ? [orgId] : []))
  if (missing.length > 0) await callForAdmins(tx, missing, { cutoffId, at })
  return { queued, withoutContact: missing.length }
}

type Found = {
  readonly orgId: OrganisationId
  readonly contactId: ContactId | null
  readonly language: Language | null
  readonly copyId: ContactId | null
}

/** The admin's contact with a copy to the partner's; the partner's alone where the admin has none. */
async function adminsAndPartners(tx: Transaction, ids: readonly OrganisationId[]): Promise<readonly Found[]> {
  const { rows } = await tx.query<Found>(
    `select o.id as "orgId", coalesce(a.id, p.id) as "contactId", coalesce(a.language, p.language) as language,
       case when p.id <> a.id then p.id end as "copyId"
     from organisation o
     left join lateral (${contactOf('customerAdmin')}) a on true
     left join lateral (${contactOf('partner')}) p on true
     where o.id = any($1::uuid[]) order by o.id`,
    [ids],
  )
  return rows
}

function contactOf(act: 'customerAdmin' | 'partner'): string {
  return `select c.id, c.language from contact c
    where c.org_id = o.id and '${act}' = any(c.acts) and ${reachable} order by ${byPlace} limit 1`
}
