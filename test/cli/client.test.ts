import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createApiClient, Declined, Unreachable } from '../../src/cli/client.ts'

/** An HTTP server on a free port of this machine, gone with the test. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a repeat after an answer that was lost goes out under the same key', async () => {
  const keys: (string | undefined)[] = []
  const url = await serve((request, response) => {
    keys.push(request.headers['idempotency-key']?.toString())
    if (keys.length === 1) return void request.socket.destroy()
    response.writeHead(201).end('{"id":"o1"}')
  })
  const api = createApiClient({ url, token: 't', patienceMs: 10_000 })
  expect(await api.post('/v1/organisations', {})).toEqual({ id: 'o1' })
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(1)
})

test('two wishes without a key of their own are two requests', async () => {
  const keys = new Set<unknown>()
  const url = await serve((request, response) => {
    keys.add(request.headers['idempotency-key'])
    response.end('{}')
  })
  const api = createApiClient({ url, token: 't' })
  await api.post('/v1/organisations', {})
  await api.post('/v1/organisations', {})
  expect(keys.size).toBe(2)
})

test('a list is read to its end', async () => {
  const url = await serve((request, response) => {
    const cursor = new URL(request.url ?? '', 'http://here').searchParams.get('cursor')
    response.end(
      JSON.stringify(cursor === null ? { items: [1, 2], nextCursor: 'c' } : { items: [3], nextCursor: null }),
    )
  })
  expect(await createApiClient({ url, token: 't' }).all('/v1/organisations')).toEqual([1, 2, 3])
})

test('what the API declines comes back in its own words', async () => {
  const problem = {
    code: 'ORDER_NOT_FOUND',
    title: 'No such order',
    status: 404,
    whatToDo: 'Look it up.',
    requestId: 'r',
  }
  const url = await serve((_request, response) => void response.writeHead(404).end(JSON.stringify(problem)))
  const asked = createApiClient({ url, token: 't' }).get('/v1/organisations/o/orders/x')
  await expect(asked).rejects.toThrow(Declined)
  await expect(asked).rejects.toMatchObject({ problem })
})

test('an API that is not there is told from one that declines', async () => {
  await expect(createApiClient({ url: 'http://127.0.0.1:9', token: 't' }).get('/v1/organisations')).rejects.toThrow(
    Unreachable,
  )
})
