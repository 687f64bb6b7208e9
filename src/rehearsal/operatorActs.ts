import type { ApiClient } from '../cli/client.ts'
import { NotDone } from './acts.ts'
import type { Cast, Player } from './cast.ts'
import type { Act, OperatorAct } from './scenario.ts'

type ActOf<Kind extends OperatorAct['act']> = Extract<OperatorAct, { readonly act: Kind }>

type Doing<Given extends OperatorAct> = {
  readonly operator: ApiClient
  /** The address of the cutoff. */
  readonly at: string
  readonly act: Given
  readonly players: readonly Player[]
}

type Doers = { readonly [Kind in OperatorAct['act']]: (doing: Doing<ActOf<Kind>>) => Promise<unknown> }

export function isOperatorAct(act: Act): act is OperatorAct {
  return 'cutoff' in act
}

/** What an operator does for all organisations, over the public interface. */
export async function carryOutForAll({ operators, all: players }: Cast, act: OperatorAct): Promise<void> {
  const does = doers[act.act] as (doing: Doing<OperatorAct>) => Promise<unknown>
  await does({ operator: operators[act.by], at: `/v1/cutoffs/${act.cutoff}`, act, players })
}

const doers: Doers = {
  planCutoff: ({ operator, at }) => operator.post(`${at}/plans`, {}),
  approvePlan: async ({ operator, at }) => {
    const { hash } = await operator.get<{ hash: string }>(`${at}/plan`)
    return operator.post(`${at}/approvals`, { hash })
  },
  exempt: async (doing) => doing.operator.post(`${doing.at}/exemptions`, await wishOf(doing)),
  undo: async (doing) => doing.operator.post(`${doing.at}/undo`, await wishOf(doing)),
  postpone: ({ operator, at, act: { until, reason } }) => operator.post(`${at}/postponement`, { until, reason }),
  revokeExemption: async ({ operator, at, act: { reason } }) => {
    const { exemptions } = await operator.get<{ exemptions: readonly { exemptionId: string }[] }>(at)
    const newest = newestOf(exemptions, 'EXEMPTION_NOT_FOUND')
    return operator.post(`${at}/exemptions/${newest.exemptionId}/revocation`, { reason })
  },
  confirm: async ({ operator, at }) => {
    const { requests } = await operator.get<{ requests: readonly { requestId: string }[] }>(at)
    const newest = newestOf(requests, 'REQUEST_NOT_FOUND')
    return operator.post(`${at}/requests/${newest.requestId}/confirm`, {})
  },
  declareImportComplete: ({ operator, at }) => operator.post(`${at}/import-complete`, {}),
}

/** Of all, of one organisation, or of some of its numbers. */
async function wishOf({ act, players }: Doing<ActOf<'exempt' | 'undo'>>) {
  const { of, ofNumbers, until, reason } = act
  const player = players.find(({ name }) => name === of)
  if (player === undefined) return { whom: { scope: 'all' }, until, reason }
  const { orgId } = player
  if (ofNumbers === undefined) return { whom: { scope: 'organisation', orgId }, until, reason }
  return { whom: { scope: 'numbers', orgId, numberIds: await idsOf(player, ofNumbers) }, until, reason }
}

async function idsOf({ at, people }: Player, numbers: readonly string[]): Promise<readonly string[]> {
  type Listed = { readonly items: readonly { readonly id: string; readonly number: string }[] }
  const { items } = await people.admin.get<Listed>(`${at}/numbers?limit=200`)
  return items.filter(({ number }) => numbers.includes(number)).map(({ id }) => id)
}

function newestOf<Each>(all: readonly Each[], code: string): Each {
  const newest = all.at(-1)
  if (newest === undefined) throw new NotDone(code)
  return newest
}
