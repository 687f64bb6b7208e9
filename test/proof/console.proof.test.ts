import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../../src/cli/client.ts'
import type { RunFile } from '../../src/local/runFile.ts'
import { barriers, findChromium, launch, signIn, visit, whyNoBrowser } from '../browser/browser.ts'
import { type Ground, makeGround } from '../browser/ground.ts'
import { authoriseByWizard, expectFocus, fillForm, signLetter } from '../browser/road.ts'
import { makeHome, operatorOf, until } from '../e2e/running.ts'
import { goodForm } from '../support/form.ts'

const chromium = findChromium()
if (chromium === undefined) console.warn(`skipped: ${whyNoBrowser}`)

const home = makeHome()
let browser: Browser
let run: RunFile
let operator: ApiClient
let ground: Ground
let url: string

beforeAll(async () => {
  if (chromium === undefined) return
  browser = await launch(chromium)
  run = await home.start().runFile()
  url = run.consoleUrl ?? ''
  operator = operatorOf(run)
  ground = await makeGround(operator, { name: 'Meadow Physiotherapy', areaCode: '415', count: 6, underLetter: 2 })
})
afterAll(async () => {
  await browser?.close()
  await home.clear()
})

type CaseLine = { readonly id: string; readonly stage: string; readonly caseNumber: number }
const cases = async () => (await operator.get<{ items: readonly CaseLine[] }>(`${ground.at}/cases`)).items
const verdicts = async () => (await operator.get<{ numbers: Readonly<Record<string, number>> }>(ground.at)).numbers

describe.skipIf(chromium === undefined)('the console, in a browser', () => {
  test('carries an organisation from nothing to texting by clicking alone, over a rejection and a second form', async () => {
    const { page, failures, close } = await visit(browser, url)
    await signIn(page, await ground.token('admin'))
    await authoriseByWizard(page, ground.orgId, 6)
    await signLetter(page)
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByRole('button', { name: 'Submit: these were all' }).click()
    await page.getByRole('link', { name: 'Back to the organisation' }).click()
    await page.getByRole('button', { name: 'Open a case for the authorised numbers (6)' }).click()
    await page.getByRole('link', { name: /^Case \d+/ }).click()
    await page.getByRole('link', { name: 'Fill in the form' }).click()
    await badForm(page)
    await page.getByRole('button', { name: 'Submit the form' }).click()
    await page.getByRole('heading', { name: 'Registration forms' }).waitFor()

    await page.getByText('BRAND_NAME_MISMATCH', { exact: true }).first().waitFor()
    await page.getByRole('link', { name: 'Correct the form' }).click()
    await page.getByText('The last version was rejected with: BRAND_NAME_MISMATCH').waitFor()
    await page.getByLabel('Legal name, as in the tax register').fill('Meadow Physiotherapy LLC')
    await page.getByRole('button', { name: 'Submit the form' }).click()
    await page.getByText('Form 2', { exact: true }).waitFor()
    await page.getByText('Read this version').first().click()
    await page.getByText('1 field differs from version 1:').waitFor()

    await until(async () => (await verdicts())['can'] === 6, 'every number may text')
    await page.goto(`/organisations/${ground.orgId}/numbers`)
    await page.getByText('every gate is passed').nth(5).waitFor()
    expect(failures).toEqual([])
    await close()
  })

  /** What a reviewer would send back stands at its field, and nothing that was typed is lost. */
  async function badForm(page: Page): Promise<void> {
    await fillForm(page, { ...goodForm, brand: { ...goodForm.brand, taxId: '12' } })
    await page.getByRole('button', { name: 'Submit the form' }).click()
    await page.getByText('1 field would be sent back by a reviewer').waitFor()
    await expectFocus(page, 'Tax id (EIN)')
    await page.reload()
    expect(await page.getByLabel('Street', { exact: true }).inputValue()).toBe(goodForm.brand.street)
    await page.getByLabel('Tax id (EIN)', { exact: true }).fill(goodForm.brand.taxId)
  }

  test('tells what was believed on a day, and why one number may text and another not', async () => {
    const { page, failures, close } = await visit(browser, url)
    await signIn(page, await ground.token('auditor'))
    await page.getByRole('searchbox', { name: 'Search' }).fill('2000003')
    await page.getByRole('searchbox', { name: 'Search' }).press('Enter')
    await page.getByRole('link', { name: 'Number +1 415 200 0003' }).click()
    await page.getByText('This number may text.').waitFor()
    await page.getByLabel('Instant (UTC)').fill('2025-03-04T00:00:00')
    await page.getByText('Nobody had heard of this number.').waitFor()
    const [number] = (await operator.get<{ items: readonly { id: string }[] }>(`${ground.at}/numbers?digits=2000003`))
      .items
    type Clocks = { readonly recordedAt: string }
    const history = await operator.get<{ items: readonly Clocks[] }>(`${ground.at}/numbers/${number?.id}/history`)
    const heard = Date.parse(history.items[0]?.recordedAt ?? '')
    await page.getByLabel('Instant (UTC)').fill(new Date(heard + 1).toISOString().slice(0, 23))
    await page.getByText('believed otherwise today').waitFor()
    await page.getByText(/facts? learnt since/).waitFor()
    await page.getByLabel('Another number').fill('2000004')
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByText('They differ in nothing that counts.').waitFor()
    expect(failures).toEqual([])
    await close()
  })

  test('lays the record beside what Temporal did, and frames what belongs together', async () => {
    const { page, failures, close } = await visit(browser, url)
    await signIn(page, await ground.token('support'))
    const [found] = (await operator.get<{ items: readonly { id: string }[] }>(`${ground.at}/onboardings`)).items
    await page.getByRole('searchbox', { name: 'Search' }).fill(`onboarding/${found?.id}`)
    await page.getByRole('searchbox', { name: 'Search' }).press('Enter')
    await page.getByRole('link', { name: /^Onboarding/ }).click()
    await page
      .getByText(/^wrote \d+ facts?$/)
      .first()
      .click()
    await expect.poll(() => page.locator('.linked').count(), { timeout: 30_000 }).toBeGreaterThan(1)
    expect(failures).toEqual([])
    await close()
  })

  test('finds its way back in German, and remembers the language', async () => {
    const { page, close } = await visit(browser, url)
    await signIn(page, await ground.token('admin'))
    await page.getByLabel('Language').selectOption('de')
    await page.getByRole('heading', { name: 'Was Sie jetzt braucht' }).waitFor()
    await page.reload()
    await page.getByRole('link', { name: 'Organisationen' }).waitFor()
    await page.getByLabel('Sprache').selectOption('en')
    await page.getByRole('heading', { name: 'What needs you now' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await close()
  })

  test.each(['light', 'dark'] as const)(
    'can be read and used by everybody, every page of it, when %s',
    async (colorScheme) => {
      const [aCase] = await cases()
      const [delivery] = (await operator.get<{ items: readonly { id: string }[] }>('/v1/deliveries')).items
      const [number] = (await operator.get<{ items: readonly { id: string }[] }>(`${ground.at}/numbers`)).items
      const [onboarding] = (await operator.get<{ items: readonly { id: string }[] }>(`${ground.at}/onboardings`)).items
      const own = `/organisations/${ground.orgId}`
      const pages = [
        ...['/', '/organisations', '/attention', '/waits', '/deliveries', '/search?text=415', '/nowhere'],
        ...['diff', 'rules', 'readings', 'identify'].map((part) => `/rules?part=${part}`),
        ...['', '/numbers', '/authorise', '/forecast', '/what-if', '/settings'].map((path) => `${own}${path}`),
        ...[`/deliveries/${delivery?.id}`, `${own}/numbers/${number?.id}`, `${own}/cases/${aCase?.id}`],
        ...[`${own}/cases/${aCase?.id}/form`, `${own}/onboardings/${onboarding?.id}/history`],
      ]
      const { page, failures, close } = await visit(browser, url, { colorScheme })
      await page.goto('/')
      await page.getByLabel('Token').waitFor()
      const found = [...(await barriers(page))]
      await signIn(page, run.tokens.operator?.[0]?.token ?? '')
      for (const path of pages) {
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        found.push(...(await barriers(page)))
      }
      expect(found).toEqual([])
      expect(failures).toEqual([])
      await close()
    },
  )

  test('fits a narrow screen: nothing lies beside it, and the menu opens', async () => {
    const { page, close } = await visit(browser, url, { viewport: { width: 360, height: 740 } })
    await signInNarrow(page, await ground.token('admin'))
    for (const path of ['', '/numbers', '/settings', '/what-if', '/forecast']) {
      await page.goto(`/organisations/${ground.orgId}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      const root = page.locator('html')
      const [wide, screen] = [
        await root.evaluate((each) => each.scrollWidth),
        await root.evaluate((each) => each.clientWidth),
      ]
      expect(wide, path).toBeLessThanOrEqual(screen)
    }
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('link', { name: 'Rules' }).click()
    await page.getByRole('heading', { name: 'Rules' }).waitFor()
    await close()
  })

  async function signInNarrow(page: Page, token: string): Promise<void> {
    await page.goto('/')
    await page.getByLabel('Token').fill(token)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
})
