import type { ClassInstants, NumberRow } from '../../domain/numberClass.ts'
import type { Instant, NumberId, OrganisationId } from '../../domain/values.ts'
import { askers } from '../counts.ts'
import { classKeySql, numberRowColumns, numberSources } from '../numberClass.ts'
import type { Queryable } from '../pool.ts'

/** A number with everything on which its verdict rests. `row` is what `explain` reads. */
export type NumberView = {
  readonly id: NumberId
  readonly version: number
  readonly e164: string
  readonly enteredAt: Instant | null
  readonly locationId: string | null
  readonly userId: string | null
  readonly orderId: string | null
  readonly letterId: string | null
  readonly caseId: string | null
  readonly campaignRef: string | null
  readonly row: NumberRow
}

export type NumberFilter = {
  readonly e164?: string | undefined
  /** Digits in a row, anywhere in the text. */
  readonly digits?: string | undefined
  readonly locationId?: string | undefined
  readonly orderId?: string | undefined
  readonly caseId?: string | undefined
  readonly userId?: string | undefined
  readonly authorisation?: string | undefined
  readonly registration?: string | undefined
  readonly inventory?: string | undefined
  readonly traffic?: string | undefined
  /** Only numbers of these classes: how a filter by verdict is asked, since a verdict is never stored. */
  readonly classKeys?: readonly string[] | undefined
}

/** By id, within one organisation. */
export async function readNumberRows(
  db: Queryable,
  orgId: OrganisationId,
  instants: ClassInstants,
  { filter, after, limit }: { filter: NumberFilter; after: string | undefined; limit: number },
): Promise<readonly NumberView[]> {
  const {
    e164,
    digits,
    locationId,
    orderId,
    caseId,
    userId,
    authorisation,
    registration,
    inventory,
    traffic,
    classKeys,
  } = filter
  const { rows } = await db.query<NumberCells & NumberRow>(
    `select ${numberColumns}, ${numberRowColumns} from ${numberSources}
     where n.org_id = $1 and ($5::uuid is null or n.id > $5::uuid)
       and ($7::text is null or n.e164 = $7)
       and ($8::uuid is null or n.location_id = $8::uuid)
       and ($9::uuid is null or n.order_id = $9::uuid)
       and ($10::text is null or n.authorisation = $10 or ${shownAuthorisation} = $10)
       and ($11::text is null or n.registration = $11 or ${shownRegistration} = $11)
       and ($12::text is null or n.inventory = $12)
       and ($13::text[] is null or ${classKeySql(placeholder)} = any($13::text[]))
       and ($14::uuid is null or n.case_id = $14::uuid)
       and ($15::uuid is null or n.user_id = $15::uuid)
       and ($16::text is null or n.traffic = $16)
       and ($17::text is null or position($17 in n.e164) > 0)
       and ($2::timestamptz, $3::timestamptz, $4::timestamptz) is not null
     order by n.id limit $6`,
    [
      orgId,
      ...instantParameters(instants),
      after ?? null,
      limit,
      e164 ?? null,
      locationId ?? null,
      orderId ?? null,
      authorisation ?? null,
      registration ?? null,
      inventory ?? null,
      classKeys ?? null,
      caseId ?? null,
      userId ?? null,
      traffic ?? null,
      digits ?? null,
    ],
  )
  return rows.map(readRow)
}

export async function readNumber(db: Queryable, orgId: OrganisationId, id: NumberId): Promise<NumberView | undefined> {
  // Named, so that a connection plans it once: planning the join costs more than running it.
  const { rows } = await db.query<NumberCells & NumberRow>({
    name: 'read number',
    text: `select ${numberColumns}, ${numberRowColumns} from ${numberSources} where n.org_id = $1 and n.id = $2`,
    values: [orgId, id],
  })
  return rows.map(readRow)[0]
}

export type NumberName = { readonly id: NumberId; readonly number: string }

/** The living numbers of an organisation that go by one of these ids or texts. */
export async function nameNumbers(
  db: Queryable,
  orgId: OrganisationId,
  { ids, texts }: { readonly ids: readonly string[]; readonly texts: readonly string[] },
): Promise<readonly NumberName[]> {
  const { rows } = await db.query<NumberName>(
    `select id, e164 as number from number
     where org_id = $1 and (id = any($2::uuid[]) or (e164 = any($3) and inventory <> 'gone'))`,
    [orgId, ids, texts],
  )
  return rows
}

export type ClassCount = { readonly key: string; readonly count: number }

/** The classes into which an organisation's numbers fall, or those of one onboarding's orders. */
export async function countClasses(
  db: Queryable,
  orgId: OrganisationId,
  instants: ClassInstants,
  onboardingId?: string,
): Promise<readonly ClassCount[]> {
  const { rows } = await db.query<ClassCount>(
    `select ${classKeySql(placeholder)} as key, count(*)::int as count from ${numberSources}
     where n.org_id = $1 and ($5::uuid is null or n.order_id in
         (select d.id from ${askers} d where d.org_id = $1 and d.onboarding_id = $5::uuid))
       and ($2::timestamptz, $3::timestamptz, $4::timestamptz) is not null
     group by 1`,
    [orgId, ...instantParameters(instants), onboardingId ?? null],
  )
  return rows
}

const placeholders = { at: '$2', newNumbersStartOff: '$3', unregisteredSwitchedOff: '$4' } as const
const placeholder = (name: keyof typeof placeholders) => `${placeholders[name]}::timestamptz`

/** `$2` to `$4` of a statement that holds a class key; such a statement names each once, whether the key does or not. */
function instantParameters({ at, newNumbersStartOff, unregisteredSwitchedOff }: ClassInstants): readonly Instant[] {
  return [at, newNumbersStartOff, unregisteredSwitchedOff]
}

const numberColumns = `n.id as "numberId", n.version, n.e164, n.entered as "enteredAt", n.location_id as "locationId",
  n.user_id as "userId", n.order_id as "orderId", n.letter_id as "letterId", n.case_id as "caseId",
  n.campaign_ref as "campaignRef"`

/** What people call the state of a number whose axes say it only together. */
const shownAuthorisation = `case when n.authorisation = 'selected' and n.loa = 'required'
  then case when n.letter_id is null then 'loaRequired' else 'loaSigned' end end`
const shownRegistration = `case when n.case_id is not null and n.registration not in ('submitted', 'registered', 'rejected')
  then 'inCase' end`

/** The number's own cells beside its class. */
type NumberCells = Omit<NumberView, 'id' | 'row'> & { readonly numberId: NumberId }

function readRow(flat: NumberCells & NumberRow): NumberView {
  const { numberId, version, e164, enteredAt, locationId, userId, orderId, letterId, caseId, campaignRef, ...row } =
    flat
  const belonging = { locationId, userId, orderId, letterId, caseId, campaignRef }
  return { id: numberId, version, e164, enteredAt, ...belonging, row }
}
