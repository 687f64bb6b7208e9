import { afterAll, beforeAll, expect, test } from 'vitest'
import { accepted, readyOrganisation } from '../support/store.ts'
import { openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let url: string
beforeAll(async () => {
  api = await openTestApi()
  url = await api.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => api.close())

type Told = { readonly id: string; readonly event: string; readonly data: Record<string, unknown> }

/** The next event of a kind; reads no further than it has to. */
async function* told(response: Response): AsyncGenerator<Told> {
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString()
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const line = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? ''
      yield { id: line('id'), event: line('event'), data: JSON.parse(line('data')) }
    }
  }
}

async function next(events: AsyncGenerator<Told>, event: string): Promise<Told> {
  for (;;) {
    const { value, done } = await events.next()
    if (done) throw new Error('the stream has ended')
    if (value.event === event) return value
  }
}

/** A transaction of another test's database on the same server holds back what is read in order; until then the past counts as new. */
async function settled(): Promise<void> {
  const ask = async () => {
    const { rows } = await api.store.pool.query<{ settled: boolean }>(
      'select max(tx) < pg_snapshot_xmin(pg_current_snapshot()) as settled from event',
    )
    return rows[0]?.settled
  }
  await expect.poll(ask, { timeout: 20_000 }).toBe(true)
}

test('whoever listens hears which streams have grown, never how, and goes on from where it was', async () => {
  const { orgId } = await readyOrganisation(api.store, 1)
  const other = await readyOrganisation(api.store, 1)
  const authorization = `Bearer ${await api.token('admin', [orgId])}`
  const listen = (headers: Record<string, string> = {}) =>
    fetch(`${url}/v1/organisations/${orgId}/stream`, { headers: { authorization, ...headers } })
  const report = (id: typeof orgId, value: 'on' | 'off') =>
    accepted(api.store, 'AttestOrganisationFact', id, { fact: 'textingDefault', value })

  await settled()
  const response = await listen()
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const events = told(response)
  const opened = await next(events, 'open')
  await report(other.orgId, 'off')
  await report(orgId, 'off')
  const changed = await next(events, 'changed')
  expect(changed.data).toEqual({ streams: [{ kind: 'organisation', id: orgId }] })
  await events.return(undefined)

  const again = told(await listen({ 'last-event-id': opened.id }))
  expect((await next(again, 'changed')).data).toEqual(changed.data)
  await again.return(undefined)
})

test('an open stream does not keep the server from closing', async () => {
  const own = await openTestApi()
  const address = await own.app.listen({ host: '127.0.0.1', port: 0 })
  const { orgId } = await readyOrganisation(own.store, 1)
  const authorization = `Bearer ${await own.token('admin', [orgId])}`
  const events = told(await fetch(`${address}/v1/organisations/${orgId}/stream`, { headers: { authorization } }))
  await next(events, 'open')
  await own.close()
  expect((await events.next()).done).toBe(true)
})
