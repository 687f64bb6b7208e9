import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtConsole } from '../../src/api/console.ts'
import { call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clearline-console-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Clearline</title>')
  writeFileSync(join(folder, 'assets/index-abc123.js'), 'export {}')
  api = await openTestApi({ consoleFolder: builtConsole(folder) })
})
afterAll(async () => {
  await api.close()
  rmSync(folder, { recursive: true })
})

const page = (url: string) => api.app.inject({ method: 'GET', url, headers: { accept: 'text/html,*/*' } })

describe('the console', () => {
  test.each(['/', '/rules', '/organisations/x/numbers?verdict=can'])('answers %s with its one page', async (url) => {
    const answer = await page(url)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain('text/html')
    expect(answer.body).toContain('Clearline')
  })

  test('may load and run nothing but its own files', async () => {
    const { headers } = await page('/')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("object-src 'none'")
    expect(policy).toContain("frame-ancestors 'self'")
    expect(policy).not.toContain('unsafe-eval')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  test('is asked for anew at every visit, and its files, named after their content, never again', async () => {
    expect((await page('/')).headers['cache-control']).toBe('no-cache')
    const asset = await api.app.inject('/assets/index-abc123.js')
    expect(asset.statusCode).toBe(200)
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(asset.headers['content-type']).toContain('javascript')
  })

  test.each(['/assets/index-gone.js', '/assets/', '/assets/..%2findex.html'])(
    'has no file at %s, and does not answer it with a page',
    async (url) => {
      const answer = await page(url)
      expect(answer.statusCode).toBe(404)
      expect(answer.headers['content-type']).toContain('application/problem+json')
    },
  )

  test('leaves the interface as it is', async () => {
    const unknown = await page('/v1/nothing')
    expect(unknown.json()).toMatchObject({ status: 404, code: 'ROUTE_NOT_FOUND' })
    expect((await page('/v1/organisations')).json()).toMatchObject({ status: 401 })
    expect((await api.app.inject('/health/live')).statusCode).toBe(200)
    const token = await api.token('operator')
    expect((await call(api.app, 'GET', '/v1/me', { token })).json()).toMatchObject({ role: 'operator' })
  })

  test('is no answer to a program that asks for a page that is not there', async () => {
    const answer = await api.app.inject({ method: 'GET', url: '/nothing', headers: { accept: 'application/json' } })
    expect(answer.json()).toMatchObject({ code: 'ROUTE_NOT_FOUND' })
  })
})

test('without a built console the interface runs, and says that there is no such page', async () => {
  expect(builtConsole(join(folder, 'none'))).toBeUndefined()
  const bare = await openTestApi()
  const answer = await bare.app.inject({ method: 'GET', url: '/', headers: { accept: 'text/html' } })
  expect(answer.statusCode).toBe(404)
  await bare.close()
})
