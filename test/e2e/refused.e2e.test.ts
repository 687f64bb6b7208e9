import { afterAll, expect, test } from 'vitest'
import { makeHome } from './running.ts'

const home = makeHome()
afterAll(() => home.clear())

test('a start that is pointed at servers which are not there says which setting is wrong and what else can be done', async () => {
  const noDatabase = await home.once({ DATABASE_URL: 'postgres://clearline_app:x@127.0.0.1:9/clearline' })
  expect(noDatabase.code).toBe(1)
  expect(noDatabase.err).toContain('Unset DATABASE_URL; then a Postgres is started here.')
  const noTemporal = await home.once({ TEMPORAL_ADDRESS: '127.0.0.1:9', TEMPORAL_NAMESPACE: 'clearline' })
  expect(noTemporal.code).toBe(1)
  expect(noTemporal.err).toContain('TEMPORAL_ADDRESS')
  expect(noTemporal.err).toContain("Unset TEMPORAL_ADDRESS; then Temporal's dev server is started here.")
})
