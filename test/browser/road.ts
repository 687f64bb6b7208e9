import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { RegistrationForm } from '../../src/domain/form.ts'

/** From nothing ordered to a submitted order, by clicking; some of the numbers need a letter. */
export async function authoriseByWizard(page: Page, orgId: string, count: number): Promise<void> {
  await page.goto(`/organisations/${orgId}`)
  await page.getByRole('button', { name: 'Start the onboarding' }).click()
  await page.getByText('authorising numbers').waitFor()
  await page
    .getByRole('navigation', { name: 'Pages of this organisation' })
    .getByRole('link', { name: 'Authorise' })
    .click()
  await page.getByRole('button', { name: /^Next: US/ }).click()
  await page.getByRole('button', { name: 'Choose all that can be chosen' }).click()
  await page.getByText(`${count} numbers chosen`).waitFor()
  await page.getByRole('button', { name: 'Next', exact: true }).click()
}

export async function signLetter(page: Page): Promise<void> {
  await page.getByText(/wants a letter of authorisation for/).waitFor()
  for (const [label, text] of [
    ['First name', 'Ana'],
    ['Last name', 'Díaz'],
    ['Title', 'Owner'],
    ['Signature, written as your full name', 'A. Díaz'],
  ] as const)
    await page.getByLabel(label).fill(text)
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  await page.getByLabel('The signature differs from the name, and that is right').check()
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  await page.getByText('No number of this order waits for a letter.').waitFor()
}

const labels: Readonly<Record<string, string>> = {
  legalName: 'Legal name, as in the tax register',
  country: 'Country (two letters)',
  taxId: 'Tax id (EIN)',
  website: 'Website',
  supportEmail: 'Mail address for support',
  street: 'Street',
  city: 'City',
  region: 'State or province',
  postalCode: 'Postal code',
  useCase: 'Use case',
  description: 'What the messages are for',
  messageFlow: 'How people come to be texted, and how they agreed',
  optInMessage: 'Message after opting in',
  optOutMessage: 'Message after opting out',
  helpMessage: 'Answer to HELP',
  privacyPolicyUrl: 'Address of the privacy policy',
  termsUrl: 'Address of the terms',
}

export async function fillForm(page: Page, form: RegistrationForm): Promise<void> {
  const fields = Object.entries({ ...form.brand, ...form.campaign })
  for (const [name, value] of fields) {
    const label = labels[name]
    if (label !== undefined) await page.getByLabel(label, { exact: true }).fill(String(value))
  }
  await page.getByLabel('Sample message 1', { exact: true }).fill(form.campaign.samples[0] ?? '')
}

/** Where the keyboard stands. */
export async function expectFocus(page: Page, label: string): Promise<void> {
  await expect
    .poll(() => page.getByLabel(label, { exact: true }).evaluate((each) => each.matches(':focus')), { timeout: 30_000 })
    .toBe(true)
}
