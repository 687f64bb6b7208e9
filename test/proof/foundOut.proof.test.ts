import { afterAll, expect, test } from 'vitest'
import { exampleScript } from '../../src/local/exampleScript.ts'
import { makeHome, scriptFile } from '../e2e/running.ts'

const home = makeHome()
afterAll(() => home.clear())

test('an outside world that answers otherwise is found out: the start says what is not as it must be, and fails', async () => {
  const [silent, , approved] = exampleScript.registry.campaigns
  const mild = { ...exampleScript, registry: { ...exampleScript.registry, campaigns: [silent, approved] } }
  const { code, out, err } = await home.once({ SIMULATOR_SCRIPT: scriptFile(home.path, mild) })
  expect(code).toBe(1)
  expect(err).toContain('The example did not come to its right end')
  expect(err).toContain('Larkspur Interiors: cases: ["closed, 0 rejections"] instead of ["closed, 1 rejections"]')
  expect(out).not.toContain('"onboardings"')
})
