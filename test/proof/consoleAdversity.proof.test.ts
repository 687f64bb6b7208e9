import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../../src/cli/client.ts'
import { findChromium, launch, signIn, visit, whyNoBrowser } from '../browser/browser.ts'
import { type Ground, makeGround } from '../browser/ground.ts'
import { makeHome, operatorOf, type Running } from '../e2e/running.ts'

const chromium = findChromium()
if (chromium === undefined) console.warn(`skipped: ${whyNoBrowser}`)

const home = makeHome()
let browser: Browser
let running: Running
let operator: ApiClient
let ground: Ground
let url: string

beforeAll(async () => {
  if (chromium === undefined) return
  browser = await launch(chromium)
  running = home.start()
  const run = await running.runFile()
  url = run.consoleUrl ?? ''
  operator = operatorOf(run)
  ground = await makeGround(operator, { name: 'Meadow Physiotherapy', areaCode: '415', count: 3 })
})
afterAll(async () => {
  await browser?.close()
  await home.clear()
})

describe.skipIf(chromium === undefined)('the console, where something is wrong', () => {
  test('says that nobody answers, keeps what it shows, and goes on by itself once somebody does', async () => {
    const { page, failures, close } = await visit(browser, url)
    await signIn(page, await ground.token('admin'))
    await page.goto(`/organisations/${ground.orgId}`)
    const status = page.getByRole('status')
    await status.getByText('live').waitFor()
    await page.context().setOffline(true)
    await status.getByText('no answer').waitFor()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Meadow Physiotherapy')
    await page.context().setOffline(false)
    await status.getByText('live').waitFor()

    const { children } = await running.runFile()
    process.kill(children['api'] ?? 0, 'SIGKILL')
    await operator.post(`${ground.at}/facts`, { fact: 'textingDefault', value: 'off' }, randomUUID())
    await page.getByRole('row', { name: "organisation's texting switch off" }).waitFor()
    expect(failures).toEqual([])
    await close()
  })

  test('a session that ends leads back to the sign-in, and what was typed is still there after it', async () => {
    const { page, close } = await visit(browser, url)
    await signIn(page, await ground.token('admin', 15_000))
    await page.goto(`/organisations/${ground.orgId}/cases/${randomUUID()}/form`)
    await page.evaluate(`sessionStorage.setItem('clearline.form.kept', 'a draft')`)
    await page.goto('/')
    await page.getByText('Your token is not accepted any more.').waitFor()
    await page.getByLabel('Token').fill(await ground.token('admin'))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'What needs you now' }).waitFor()
    expect(await page.evaluate(`sessionStorage.getItem('clearline.form.kept')`)).toBe('a draft')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Token').waitFor()
    expect(await page.evaluate(`sessionStorage.length`)).toBe(0)
    await close()
  })

  test('many changes in a moment are few questions', async () => {
    const { page, close } = await visit(browser, url)
    await signIn(page, await ground.token('admin'))
    await page.goto(`/organisations/${ground.orgId}/settings`)
    await page.getByRole('status').getByText('live').waitFor()
    await page.waitForTimeout(2_000)
    let asked = 0
    page.on('request', (request) => {
      if (request.url().includes('/v1/')) asked += 1
    })
    for (let times = 0; times < 40; times += 1) {
      const value = times % 2 === 0 ? 'on' : 'off'
      await operator.post(`${ground.at}/facts`, { fact: 'textingDefault', value }, randomUUID())
    }
    await page.getByText('Texting for the organisation is now off').waitFor()
    await page.waitForTimeout(3_000)
    console.log(`40 changes while a page was open: ${asked} requests`)
    expect(asked).toBeLessThan(80)
    await close()
  })

  test('ten thousand numbers are scrolled to the end and filtered, with no more rows on the page than fit it', async () => {
    const count = 10_000
    const many = await makeGround(operator, { name: 'Ten Thousand', areaCode: '628', count })
    const { page, failures, close } = await visit(browser, url)
    await signIn(page, await many.token('admin'))
    await page.goto(`/organisations/${many.orgId}/numbers`)
    await page.getByText('200 numbers so far').waitFor()
    const limit = Date.now() + 300_000
    while (!(await page.getByText('10000 numbers', { exact: true }).isVisible())) {
      if (Date.now() > limit) throw new Error('the end of the list was not reached')
      await page.keyboard.press('End')
      await page.waitForTimeout(50)
    }
    await page.keyboard.press('End')
    expect(await page.getByRole('row').count()).toBeLessThan(150)

    await page.keyboard.press('Home')
    const began = performance.now()
    const answered = page.waitForResponse((response) => response.url().includes('digits=2004321'))
    await page.getByLabel('Number', { exact: true }).fill('2004321')
    const { requestStart, responseEnd } = (await answered).request().timing()
    await page.getByText('1 number', { exact: true }).waitFor()
    const whole = performance.now() - began
    console.log(
      `a filter over 10,000 numbers: ${Math.round(whole)} ms, of which the interface ${Math.round(responseEnd - requestStart)} ms and 300 ms of rest for the hand`,
    )
    await page.getByRole('link', { name: '+1 628 200 4321' }).waitFor()
    expect(failures).toEqual([])
    await close()
  })
})
