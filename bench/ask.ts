import type { NumberId } from '../src/domain/values.ts'
import type { Pool } from '../src/store/pool.ts'
import { listenBare, listenProduct, supportToken } from './api.ts'
import { type LoadClient, openClient } from './client.ts'
import { crowd } from './crowd.ts'
import type { Benchmark, Side } from './harness.ts'
import { readyOrganisation } from './premises.ts'

const lanes = 16
const number = 'number explained, with its history'
const why = 'why: gates, who must act, and the proof'
const mayText = 'may-text: the short answer by the text of a number'
const lookup = 'bare Fastify route with one look-up by key'

/** Reading over HTTP, with token, scope, budget, checked shapes and a log line, against none of it. */
export const ask: Benchmark = {
  name: 'ask',
  piece: 'one GET about one number',
  ratios: [
    { ours: number, bare: lookup, atLeast: 0.7 },
    { ours: why, bare: lookup, atLeast: 0.7 },
    { ours: mayText, bare: lookup, atLeast: 0.7 },
  ],
  open: async ({ store, owner, size }) => {
    const premises = await readyOrganisation(store, 1)
    const { orgId } = premises
    const ids = (await crowd(owner, premises, size(5_000, 50))).slice(0, size(1_000, 20))
    const ours = await listenProduct(store)
    const bare = await listenBare((app) => {
      app.get<{ Params: { id: string } }>('/numbers/:id', async (request) => {
        const values = [orgId, request.params.id]
        const { rows } = await store.pool.query('select * from number where org_id = $1 and id = $2', values)
        return rows[0]
      })
    })
    const texts = await textsOf(owner, ids)
    const authorization = `Bearer ${await supportToken(store, orgId)}`
    const clients = [openClient(), openClient()] as const
    const paths = (path: (id: string) => string) => ids.map(path)
    const ofNumber = (id: string) => `/v1/organisations/${orgId}/numbers/${id}`
    return {
      sides: {
        [number]: getting(clients[0], ours.origin, paths(ofNumber), { authorization }),
        [lookup]: getting(
          clients[1],
          bare.origin,
          paths((id) => `/numbers/${id}`),
        ),
        [why]: getting(
          clients[0],
          ours.origin,
          paths((id) => `${ofNumber(id)}/why`),
          { authorization },
        ),
        [mayText]: getting(
          clients[0],
          ours.origin,
          texts.map((e164) => `/v1/organisations/${orgId}/may-text?number=${encodeURIComponent(e164)}`),
          { authorization },
        ),
      },
      close: async () => {
        for (const each of clients) await each.close()
        await ours.close()
        await bare.close()
      },
    }
  },
}

async function textsOf(owner: Pool, ids: readonly NumberId[]): Promise<readonly string[]> {
  const { rows } = await owner.query<{ e164: string }>(`select e164 from number where id = any($1::uuid[])`, [ids])
  return rows.map((row) => row.e164)
}

function getting(
  client: LoadClient,
  origin: string,
  paths: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Side {
  const requests = paths.map((path) => ({ method: 'GET' as const, path, headers }))
  return {
    ops: paths.length,
    ready: () => client.lay({ origin, connections: lanes, expected: 200, requests }),
    run: () => client.send(),
  }
}
