import type { ApiClient } from '../cli/client.ts'
import type { Cast, Player } from './cast.ts'
import type { Act, OperatorAct } from './scenario.ts'

type ActOf<Kind extends OperatorAct['act']> = Extract<OperatorAct, { readonly act: Kind }>

type Doing<Given extends OperatorAct> = {
  readonly operator: ApiClient
  readonly at: string
  readonly act: Given
  readonly players: readonly Player[]
}

type Doers = { readonly [Kind in OperatorAct['act']]: (doing: Doing<ActOf<Kind>>) => Promise<unknown> }

export function isOperatorAct(act: Act): act is OperatorAct {
  return 'cutoff' in act
}

/** What an operator does for all organisations, over the public interface. */
export async function carryOutForAll(operators: Cast['operators'], act: OperatorAct, players: readonly Player[]) {
  const does = doers[act.act] as (doing: Doing<OperatorAct>) => Promise<unknown>
  await does({ operator: operators[act.by], at: `/v1/cutoffs/${act.cutoff}`, act, players })
}

const doers: Doers = {
  planCutoff: ({ operator, at }) => operator.post(`${at}/plans`, {}),
  approvePlan: async ({ operator, at }) => {
    const { plan } = await operator.get<{ plan: { hash: string } | null }>(at)
    return operator.post(`${at}/approvals`, { hash: plan?.hash })
  },
  exempt: ({ operator, at, act, players }) => operator.post(`${at}/exemptions`, exemptionOf(act, players)),
  undo: ({ operator, at, act, players }) => operator.post(`${at}/undo`, exemptionOf(act, players)),
  postpone: ({ operator, at, act: { until, reason } }) => operator.post(`${at}/postponements`, { until, reason }),
  revokeExemption: ({ operator, at, act: { reason } }) => operator.post(`${at}/revocations`, { reason }),
  confirm: ({ operator, at }) => operator.post(`${at}/confirmations`, {}),
  declareImportComplete: ({ operator, at }) => operator.post(`${at}/import-complete`, {}),
}

function exemptionOf({ of, ofNumbers, until, reason }: ActOf<'exempt' | 'undo'>, players: readonly Player[]) {
  const organisationId = players.find(({ name }) => name === of)?.orgId
  return { until, reason, organisationId, numbers: ofNumbers }
}
