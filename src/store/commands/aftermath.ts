import { aboutOf, type Done, type LeftEffect, type Past, type Unfounded, unfounded } from '../../domain/leftEffects.ts'
import { classInstants, parseClassKey } from '../../domain/numberClass.ts'
import { isWordOnLetter } from '../../domain/retraction.ts'
import { brand, type CaseId, type LoaId, type OnboardingId, type OrderId } from '../../domain/values.ts'
import { binding } from '../binding.ts'
import type { Effect } from '../command.ts'
import type { Context } from '../context.ts'
import { classKeySql, numberSources } from '../numberClass.ts'
import { callAttention, isOpen } from '../outbox.ts'
import type { Proofs } from './strikes.ts'
import { reportedCases, type ToldBefore } from './tellingAnew.ts'
import type { Touched } from './touched.ts'

/** How much was done for numbers of the organisation that are not ready for it, class by class. */
export async function unfoundedNow({ tx, orgId, policy, at }: Context): Promise<Unfounded> {
  const instants = classInstants(policy.pack, at)
  const { bind, values } = binding()
  const key = classKeySql((name) => bind(instants[name], 'timestamptz'))
  const { rows } = await tx.query<{ key: string; orderId: OrderId | null; caseId: CaseId | null; count: number }>(
    `select ${key} as key, n.order_id as "orderId", n.case_id as "caseId", count(*)::int as count
     from ${numberSources}
     where n.org_id = ${bind(orgId, 'uuid')} and n.inventory <> 'gone'
       and (n.texting = 'on' or n.authorisation = 'ordered' or n.case_id is not null)
     group by 1, 2, 3 order by 2, 3`,
    [...values],
  )
  const done = rows.map(({ key: text, ...each }): Done => ({ ...each, number: parseClassKey(text) }))
  return unfounded(done, policy.pack, at)
}

type Moved = { readonly effects: readonly Effect[]; readonly told: ToldBefore }

/** Letters that went out, cases and onboardings that have ended, of which something that they rested on has fallen. */
export async function pastOf(context: Context, touched: Touched, { effects, told }: Moved): Promise<Past> {
  const { tx } = context
  const moved = effects
    .filter(({ kind, axis }) => kind === 'number' && (axis === 'authorisation' || axis === 'registration'))
    .map((effect) => effect.stream)
  const onboardings: OnboardingId[] = []
  for (const id of moved.length === 0 ? [] : told.onboardings) if (!(await isOpen(tx, id))) onboardings.push(id)
  const cases = new Set([...reportedCases(touched), ...(await casesLeft(context, moved))])
  const ended: CaseId[] = []
  for (const id of [...cases].sort()) if (!(await isOpen(tx, id))) ended.push(id)
  return { letters: await lettersOut(context, touched), cases: ended, onboardings }
}

/** The last case that each of these numbers was in and has left, decided. */
async function casesLeft({ tx }: Context, numberIds: readonly string[]): Promise<readonly CaseId[]> {
  const { rows } = await tx.query<{ id: CaseId }>(
    `select distinct last.id from unnest($1::uuid[]) as number(id)
     cross join lateral (
       select e.data->>'caseId' as id, e.type from event e
       where e.stream_id = number.id and e.type in ('NumberJoinedCase', 'NumberLeftCase')
       order by e.version desc limit 1) last
     where last.type = 'NumberLeftCase' order by 1`,
    [numberIds],
  )
  return rows.map((row) => row.id)
}

async function lettersOut({ tx, orgId }: Context, { events }: Touched): Promise<readonly LoaId[]> {
  const judged = events.filter(isWordOnLetter).map((event) => event.streamId)
  const { rows } = await tx.query<{ id: string }>(
    `select l.id from loa l join "order" o on o.org_id = l.org_id and o.id = l.order_id
     where l.org_id = $1 and l.id = any($2::uuid[]) and o.phase not in ('open', 'withdrawn') order by l.id`,
    [orgId, judged],
  )
  return rows.map((row) => brand<LoaId>(row.id))
}

/** Nothing here undoes them: each stands before a person's eyes, with whose turn it is. */
export async function callLeft({ tx, orgId, at }: Context, left: readonly LeftEffect[], proofs: Proofs): Promise<void> {
  const [retraction] = proofs.values()
  for (const each of left) {
    const subject = `${retraction}/${each.what}/${aboutOf(each)}`
    await callAttention(tx, {
      orgId,
      code: 'RETRACTION_LEFT_EFFECTS',
      subject,
      detail: { ...each, retraction },
      at,
    })
  }
}
