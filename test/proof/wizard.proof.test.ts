import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium, launch, signIn, visit, whyNoBrowser } from '../browser/browser.ts'
import { makeGround } from '../browser/ground.ts'
import { authoriseByWizard, signLetter } from '../browser/road.ts'
import { makeHome, operatorOf, until } from '../e2e/running.ts'

const chromium = findChromium()
if (chromium === undefined) console.warn(`skipped: ${whyNoBrowser}`)

const home = makeHome()
let browser: Browser | undefined

beforeAll(async () => {
  if (chromium !== undefined) browser = await launch(chromium)
})
afterAll(async () => {
  await browser?.close()
  await home.clear()
})

const firstLoadLimit = 250 * 1024

test.skipIf(chromium === undefined)(
  'an admin has numbers authorised by clicking: location, numbers, letter, summary, submitted',
  async () => {
    if (!browser) throw new Error(whyNoBrowser)
    const run = await home.start().runFile()
    const operator = operatorOf(run)
    const ground = await makeGround(operator, {
      name: 'Meadow Physiotherapy',
      areaCode: '415',
      count: 6,
      underLetter: 2,
    })
    const { page, failures, close } = await visit(browser, run.consoleUrl ?? '')
    const sizes: Promise<number>[] = []
    page.on('requestfinished', (request) => {
      if (/\/assets\/|\/$/.test(request.url())) sizes.push(request.sizes().then((each) => each.responseBodySize))
    })
    await signIn(page, await ground.token('admin'))
    await page.getByRole('heading', { name: 'What needs you now' }).waitFor()
    const firstLoad = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    console.log(`first load of the console: ${(firstLoad / 1024).toFixed(0)} KiB compressed`)
    expect(firstLoad).toBeGreaterThan(50 * 1024)
    expect(firstLoad).toBeLessThan(firstLoadLimit)

    await authoriseByWizard(page, ground.orgId, 6)
    await page.waitForURL(/order=/)
    // The draft is the server's: whoever loads the page again goes on with it.
    await page.reload()
    await page.getByText('6 numbers chosen').waitFor()
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await signLetter(page)
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByText('6 numbers will be ordered').waitFor()
    await page.getByRole('button', { name: 'Submit: these were all' }).click()
    await page.getByText('The order is submitted.').waitFor()

    type Order = { readonly phase: string; readonly numbers: Readonly<Record<string, number>> }
    const order = async () => (await operator.get<{ items: readonly Order[] }>(`${ground.at}/orders`)).items[0]
    await until(async () => (await order())?.phase === 'complete', 'the desk has authorised every number')
    expect((await order())?.numbers).toMatchObject({ authorised: 6 })
    await page.goto(`/organisations/${ground.orgId}`)
    await page.getByRole('button', { name: 'Open a case for the authorised numbers (6)' }).waitFor()
    expect(failures).toEqual([])
    await close()
  },
)
