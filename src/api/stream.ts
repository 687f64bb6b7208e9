import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { beginning, type Cursor } from '../store/eventStore.ts'
import type { Pool } from '../store/pool.ts'
import { changesSince, endOfRecord } from '../store/views/changesView.ts'
import { readers } from './access.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { problemResponse } from './problem.ts'
import { inOrganisation } from './schemas.ts'

const lookEveryMs = 1_000
const beatEveryMs = 15_000
const mostAtOnce = 5_000

/** A proxy, and whoever has been given less rights meanwhile, is made to ask again. */
const longestMs = 10 * 60_000

const resuming = z.object({
  'last-event-id': z.string().max(500).optional().describe('the id of the last event that was received'),
})

/** Says that something has changed, and of what: never how. Whoever hears it reads what is shown anew. */
export function streamRoutes({ store: { pool } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    const end = new AbortController()
    // An open stream would keep the server from closing.
    app.addHook('preClose', async () => end.abort())

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/stream',
      config: { roles: readers },
      schema: {
        tags: ['organisations'],
        summary: 'Hear of changes as they are recorded: server-sent events with ids and cursors, never with state',
        params: inOrganisation,
        headers: resuming,
        produces: ['text/event-stream'],
        response: { 200: z.custom<Readable>(() => true).describe('the events'), default: problemResponse },
      },
      handler: async (request, reply) => {
        const after = cursorOf(request.headers['last-event-id']) ?? (await endOfRecord(pool))
        const gone = new AbortController()
        request.raw.once('close', () => gone.abort())
        const signal = AbortSignal.any([end.signal, gone.signal, AbortSignal.timeout(longestMs)])
        return reply
          .headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
          .send(Readable.from(told(pool, request.params.orgId, after, signal)))
      },
    })
  }
}

/** Ends quietly where nobody listens any more, or where the database does not answer: the reader comes again by itself. */
async function* told(pool: Pool, orgId: string, from: Cursor, signal: AbortSignal): AsyncGenerator<string> {
  let after = from
  let saidAt = Date.now()
  yield `retry: 2000\nid: ${textOf(after)}\nevent: open\ndata: {}\n\n`
  while (!signal.aborted) {
    const read = await changesSince(pool, after, { orgIds: [orgId], limit: mostAtOnce }).catch(() => undefined)
    if (!read) return
    const isNew = read.cursor !== after
    after = read.cursor
    if (read.changes.length > 0) {
      yield `id: ${textOf(after)}\nevent: changed\ndata: ${JSON.stringify({ streams: streamsOf(read.changes) })}\n\n`
      saidAt = Date.now()
    } else if (Date.now() - saidAt > beatEveryMs) {
      yield `id: ${textOf(after)}\nevent: beat\ndata: {}\n\n`
      saidAt = Date.now()
    }
    if (isNew && !read.isAll) continue
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
}

const mostNamed = 100

/** Many at once are told by their kinds alone. */
function streamsOf(changes: readonly { readonly kind: string; readonly id: string }[]) {
  const named = [...new Map(changes.map(({ kind, id }) => [id, { kind, id }])).values()]
  if (named.length <= mostNamed) return named
  return [...new Set(named.map(({ kind }) => kind))].map((kind) => ({ kind }))
}

function textOf({ tx, seq }: Cursor): string {
  return encodeCursor('stream', [tx, seq])
}

function cursorOf(text: string | undefined): Cursor | undefined {
  const [tx = beginning.tx, seq = beginning.seq] = decodeCursor('stream', [/^\d{1,20}$/, /^\d{1,19}$/], text) ?? []
  return text === undefined ? undefined : { tx, seq }
}
