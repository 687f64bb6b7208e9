import { explain, type Verdict } from '../domain/explain.ts'
import { classInstants } from '../domain/numberClass.ts'
import { instant, type OrganisationId } from '../domain/values.ts'
import { readPolicy } from '../store/policy.ts'
import type { Queryable } from '../store/pool.ts'
import { readNumberRows } from '../store/views/numberView.ts'
import type { ExampleOrganisation } from './exampleWorld.ts'
import { misplacedMarks } from './verifyWaits.ts'

export type Looked = {
  readonly faults: readonly string[]
  readonly numbers: Readonly<Record<Verdict, number>>
  /** The reason of each number's verdict. */
  readonly reasons: readonly string[]
  readonly onboardings: number
}

/** What the record of an organisation says, held against what must be true of it at the end. */
export async function look(db: Queryable, orgId: OrganisationId, organisation: ExampleOrganisation): Promise<Looked> {
  const { name, numbers: all, outcome } = organisation
  const { texting, cannot, rejected, underLetter, rounds, forms, holds } = outcome
  const explained = await explainAll(db, orgId)
  const count = (verdict: Verdict) => explained.filter((each) => each.verdict === verdict).length
  const numbers = { can: count('can'), willStop: count('willStop'), cannot: count('cannot'), unknown: count('unknown') }
  const may = explained.flatMap(({ e164, verdict }) => (verdict === 'can' ? [e164] : [])).sort()
  const column = async (sql: string) =>
    (await db.query<{ value: unknown }>(sql, [orgId])).rows.map(({ value }) => value)
  const onboardings = await column('select phase as value from onboarding where org_id = $1')
  const { stopped, misplaced } = await misplacedMarks(db, orgId)
  const faults = [
    ...expect('onboardings', onboardings, ['completed']),
    ...expect('verdicts', numbers, { can: texting.length, willStop: 0, cannot, unknown: 0 }),
    ...expect('numbers that may text', may, [...texting].sort()),
    ...expect('events of numbers', await eventsOfNumbers(db, orgId), livesOf(organisation)),
    ...expect('orders', await column(orders), repeated('complete', rounds)),
    ...expect('letters', await column(letters), underLetter.length === 0 ? [] : [`accepted, ${underLetter.length}`]),
    ...expect('numbers under a letter', await column(covered), [...underLetter].sort()),
    ...expect('cases', await column(cases), [`closed, ${forms - 1} rejections`]),
    ...expect('campaigns', await column(campaigns), ['approved, verified']),
    ...expect(
      'forms',
      await column(formVersions),
      Array.from({ length: forms }, (_, index) => index + 1),
    ),
    ...expect('sealed forms', await column(sealedForms), [forms]),
    ...expect('cases on hold', await column(caseHolds), [holds]),
    ...expect('waits that a hold has stopped', stopped, holds * 2),
    ...expect('marks that lie elsewhere than rule and hold put them', misplaced, []),
    ...expect('mails that went out', await column(sentMails), ['contact', 'contact']),
    ...expect('what is left over', await leftOver(db, orgId), { facts: 0, waits: 0, calls: 0 }),
    ...expect('numbers entered', all.length, texting.length + cannot),
    ...expect('numbers rejected to the end', await column(rejections), [rejected]),
  ]
  return {
    faults: faults.map((fault) => `- ${name}: ${fault}`),
    numbers,
    reasons: explained.map(({ reason }) => reason),
    onboardings: onboardings.length,
  }
}

const sentMails = 'select kind as value from mail where org_id = $1 and sent_at is not null order by kind'
const orders = 'select phase as value from "order" where org_id = $1 order by id'
const letters = `select phase || ', ' || numbers as value from loa where org_id = $1 order by id`
const covered = 'select e164 as value from number where org_id = $1 and letter_id is not null order by e164 collate "C"'
const cases = `select phase || ', ' || rejections || ' rejections' as value from support_case where org_id = $1`
const campaigns = `select status || ', ' || brand_status as value from campaign where org_id = $1`
const formVersions = `select (data->>'formVersion')::int as value from event
  where org_id = $1 and type = 'CaseFormSubmitted' order by 1`
const sealedForms = `select count(*)::int as value from document where org_id = $1 and kind = 'registrationForm'`
const caseHolds = `select count(*)::int as value from event
  where org_id = $1 and type = 'CaseStageEntered' and data->>'stage' = 'licenceHold'`
const rejections = `select count(*)::int as value from number where org_id = $1 and registration = 'rejected'`

/** How many numbers have lived through what, and how often: what must happen once has happened once. */
function livesOf({ numbers, outcome }: ExampleOrganisation): readonly string[] {
  const { texting, rejected, forms } = outcome
  const authorised = texting.length + rejected
  return [
    `NumberAuthorised: ${authorised} × 1`,
    `NumberEntered: ${numbers.length} × 1`,
    `NumberJoinedCase: ${authorised} × 1`,
    `NumberOrdered: ${authorised} × 1`,
    `NumberRegistered: ${texting.length} × 1`,
    ...(forms > 1 ? [`NumberRegistrationRejected: ${texting.length} × ${forms - 1}`] : []),
    ...(rejected > 0 ? [`NumberRegistrationRejected: ${rejected} × ${forms}`] : []),
    `NumberRegistrationSubmitted: ${authorised} × ${forms}`,
    `NumberTextingActivated: ${texting.length} × 1`,
  ]
}

async function eventsOfNumbers(db: Queryable, orgId: OrganisationId): Promise<readonly string[]> {
  const { rows } = await db.query<{ type: string; times: number; numbers: number }>(
    `select type, times, count(*)::int as numbers
     from (select type, stream_id, count(*)::int as times from event
           where org_id = $1 and type = any($2) group by type, stream_id) each
     group by type, times order by type collate "C", times`,
    [orgId, lived],
  )
  return rows.map(({ type, times, numbers }) => `${type}: ${numbers} × ${times}`)
}

const lived = [
  'NumberAuthorised',
  'NumberEntered',
  'NumberJoinedCase',
  'NumberOrdered',
  'NumberRegistered',
  'NumberRegistrationRejected',
  'NumberRegistrationSubmitted',
  'NumberTextingActivated',
] as const

async function explainAll(db: Queryable, orgId: OrganisationId) {
  const at = instant(Date.now())
  const { pack } = await readPolicy(db, at)
  const views = await readNumberRows(db, orgId, classInstants(pack, at), { filter: {}, after: undefined, limit: 1_000 })
  return views.map(({ e164, row }) => {
    const { verdict, reason } = explain(row, pack, at)
    return { e164, verdict, reason }
  })
}

async function leftOver(db: Queryable, orgId: OrganisationId) {
  const { rows } = await db.query<{ facts: number; waits: number; calls: number }>(
    `select (select count(*)::int from outbox where org_id = $1 and delivered_at is null) as facts,
       (select count(*)::int from wait where org_id = $1 and closed_at is null) as waits,
       (select count(*)::int from attention where org_id = $1) as calls`,
    [orgId],
  )
  return rows[0]
}

function repeated(text: string, times: number): readonly string[] {
  return Array.from({ length: times }, () => text)
}

function expect(what: string, found: unknown, wanted: unknown): readonly string[] {
  const [seen, right] = [JSON.stringify(found), JSON.stringify(wanted)]
  return seen === right ? [] : [`${what}: ${seen} instead of ${right}`]
}
