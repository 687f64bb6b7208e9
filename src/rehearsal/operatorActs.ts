import { deployment, type NumberId, type OrganisationId } from '../domain/values.ts'
import type { CommandType, Envelope, Exempted } from '../store/command.ts'
import { readPlan } from '../store/cutoff/plans.ts'
import type { Store } from '../store/execute.ts'
import type { Outcome } from '../store/store.ts'
import { readExemptions, readRequests } from '../store/views/cutoffView.ts'
import { NotDone } from './acts.ts'
import type { Player } from './cast.ts'
import type { Act, OperatorAct } from './scenario.ts'

type ActOf<Kind extends OperatorAct['act']> = Extract<OperatorAct, { readonly act: Kind }>

type Doing<Given extends OperatorAct> = {
  readonly act: Given
  readonly players: readonly Player[]
  readonly store: Store
}

type Doers = { readonly [Kind in OperatorAct['act']]: (doing: Doing<ActOf<Kind>>) => Promise<Outcome<CommandType>> }

export function isOperatorAct(act: Act): act is OperatorAct {
  return 'cutoff' in act
}

export async function carryOutForAll(store: Store, act: OperatorAct, players: readonly Player[]): Promise<void> {
  const does = doers[act.act] as (doing: Doing<OperatorAct>) => Promise<Outcome<CommandType>>
  const outcome = await does({ act, players, store })
  if (!outcome.ok) throw new NotDone(outcome.refusal.code)
}

const doers: Doers = {
  planCutoff: ({ store, act }) =>
    store.execute({ type: 'PlanCutoff', data: { cutoffId: act.cutoff, occasion: 'byHand' }, ...by(act) }),
  approvePlan: async ({ store, act }) => {
    const plan = await readPlan(store.pool, act.cutoff)
    const data = { cutoffId: act.cutoff, hash: plan?.hash ?? '' }
    return store.execute({ type: 'ApprovePlan', data, ...by(act) })
  },
  exempt: (doing) => requestExemption(doing, false),
  undo: (doing) => requestExemption(doing, true),
  postpone: ({ store, act }) => {
    const { cutoff: cutoffId, until, reason } = act
    return store.execute({ type: 'RequestPostponement', data: { cutoffId, until, reason }, ...by(act) })
  },
  revokeExemption: async ({ store, act }) => {
    const { cutoff: cutoffId, reason } = act
    const exemptionId = (await readExemptions(store.pool, cutoffId)).at(-1)?.exemptionId
    if (exemptionId === undefined) throw new NotDone('EXEMPTION_NOT_FOUND')
    return store.execute({ type: 'RequestRevocation', data: { cutoffId, exemptionId, reason }, ...by(act) })
  },
  confirm: async ({ store, act }) => {
    const { cutoff: cutoffId } = act
    const requestId = (await readRequests(store.pool, cutoffId)).at(-1)?.requestId
    if (requestId === undefined) throw new NotDone('REQUEST_NOT_FOUND')
    return store.execute({ type: 'ConfirmRequest', data: { cutoffId, requestId }, ...by(act) })
  },
  declareImportComplete: ({ store, act }) =>
    store.execute({ type: 'DeclareImportComplete', data: { cutoffId: act.cutoff }, ...by(act) }),
}

async function requestExemption({ store, act, players }: Doing<ActOf<'exempt' | 'undo'>>, isUndo: boolean) {
  const { cutoff: cutoffId, of, ofNumbers, until, reason } = act
  const orgId = players.find(({ name }) => name === of)?.orgId
  const whom = await whomOf(store, orgId, ofNumbers)
  const data = { cutoffId, whom, until, reason, isUndo }
  return store.execute({ type: 'RequestExemption', data, ...by(act) })
}

async function whomOf(
  store: Store,
  orgId: OrganisationId | undefined,
  numbers: readonly string[] | undefined,
): Promise<Exempted> {
  if (orgId === undefined) return { scope: 'all' }
  if (numbers === undefined) return { scope: 'organisation', orgId }
  const { rows } = await store.pool.query<{ id: NumberId }>(
    'select id from number where org_id = $1 and e164 = any($2)',
    [orgId, numbers],
  )
  return { scope: 'numbers', orgId, numberIds: rows.map(({ id }) => id) }
}

function by({ by: who, at, act, cutoff }: OperatorAct): Envelope {
  const subject = `operator-${who}`
  return {
    scope: `rehearsal/${who}`,
    commandId: `${at} ${act} ${cutoff}`,
    orgId: deployment,
    actor: { kind: 'person', subject, role: 'operator' },
    source: { kind: 'admin', id: subject },
  }
}
