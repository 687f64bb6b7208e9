import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The system's own browser: none is downloaded. `CHROMIUM_PATH` names another. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter)
  const places = [env['CHROMIUM_PATH'] ?? '', ...names.flatMap((name) => folders.map((folder) => join(folder, name)))]
  return places.find((place) => place !== '' && existsSync(place))
}

export const whyNoBrowser =
  'there is no Chromium on this machine (looked for chromium, chromium-browser and google-chrome; CHROMIUM_PATH names another): the console is not tried in a browser'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args })
}

export type Visit = {
  readonly page: Page
  /** What went wrong in the page's own code, and what its policy has forbidden. */
  readonly failures: readonly string[]
  readonly close: () => Promise<void>
}

type Visiting = Parameters<Browser['newContext']>[0] & { readonly language?: 'en' | 'de' }

/** A visitor of the console with a memory of its own. */
export async function visit(browser: Browser, url: string, given: Visiting = {}): Promise<Visit> {
  const { language = 'en', ...options } = given
  const context: BrowserContext = await browser.newContext({
    baseURL: url,
    locale: language,
    viewport: { width: 1280, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const failures: string[] = []
  page.on('pageerror', (error) => failures.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text()))
      failures.push(message.text())
  })
  return { page, failures, close: () => context.close() }
}

/** As a person does it: types the token, and is let in. */
export async function signIn(page: Page, token: string): Promise<void> {
  await page.goto('/')
  await page.getByLabel('Token').fill(token)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What keeps somebody from reading or using the page: of each rule where. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.getByLabel('Reading…').first().waitFor({ state: 'detached' })
  const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze()
  return violations.map(
    ({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  )
}
