import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tested } from './routes.ts'
import { unconnectedApp } from './testApi.ts'

type Operation = { readonly summary?: string; readonly responses: Readonly<Record<string, unknown>> }
type Document = {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

describe('the published description of the interface', () => {
  let app: FastifyInstance
  let document: Document

  beforeAll(async () => {
    app = await unconnectedApp()
    await app.ready()
    document = (await app.inject('/openapi.json')).json()
  })

  afterAll(() => app.close())

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
    )

  test('is the committed one', async () => {
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../../docs/openapi.json')
  })

  test('is OpenAPI 3.1 and holds the routes that there are, which are the routes that are tested', () => {
    const [, own = ''] = app.printRoutes({ commonPrefix: false }).split('/openapi.json (GET)')
    const served = [...own.matchAll(/\(([A-Z, ]+)\)/g)].flatMap(([, methods = '']) => methods.split(', '))
    expect(document.openapi).toBe('3.1.0')
    expect(
      operations()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(tested.map(({ route }) => route).sort())
    expect(served).toHaveLength(tested.length)
  })

  test('says of every route what it is for, and how it declines', () => {
    for (const { name, operation } of operations()) {
      expect(operation.summary, name).toMatch(/^[A-Z]/)
      if (name.includes('/v1/')) expect(operation.responses, name).toHaveProperty('default')
    }
  })

  test('is open to everybody, and so are its pages', async () => {
    expect((await app.inject('/openapi.json')).statusCode).toBe(200)
    expect((await app.inject('/docs')).statusCode).toBe(200)
  })
})

test('a route that does not say who may call it keeps the server from starting', async () => {
  const app = await unconnectedApp()
  expect(() => app.get('/v1/forgotten', async () => ({}))).toThrow('names no roles')
  await app.close()
})
