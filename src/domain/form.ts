import type { RowRefusal } from './decision.ts'

/** The registration form's first version: who sends (brand) and what is sent (one campaign). */
export type RegistrationForm = {
  readonly brand: {
    readonly legalName: string
    readonly country: string
    readonly taxId: string
    readonly entityType: 'privateProfit' | 'publicProfit' | 'nonProfit' | 'government'
    readonly website: string
    readonly supportEmail: string
    readonly street: string
    readonly city: string
    readonly region: string
    readonly postalCode: string
  }
  readonly campaign: {
    readonly useCase: string
    readonly description: string
    /** How people come to be texted, and how they agreed to it. */
    readonly messageFlow: string
    readonly samples: readonly string[]
    readonly optInMessage: string
    readonly optOutMessage: string
    readonly helpMessage: string
    readonly privacyPolicyUrl: string
    readonly termsUrl: string
  }
}

type Limit = { readonly min: number; readonly max: number }

/** Where reviewers differ the narrower bound stands: what fits it passes everywhere. Lengths are in characters. */
const limits: Readonly<Record<string, Limit>> = {
  'brand.legalName': { min: 1, max: 255 },
  'brand.taxId': { min: 1, max: 21 },
  'brand.website': { min: 1, max: 100 },
  'brand.supportEmail': { min: 1, max: 100 },
  'brand.street': { min: 1, max: 100 },
  'brand.city': { min: 1, max: 100 },
  'brand.region': { min: 1, max: 20 },
  'brand.postalCode': { min: 1, max: 10 },
  'campaign.useCase': { min: 1, max: 50 },
  'campaign.description': { min: 40, max: 4096 },
  'campaign.messageFlow': { min: 40, max: 2048 },
  'campaign.optInMessage': { min: 20, max: 255 },
  'campaign.optOutMessage': { min: 20, max: 255 },
  'campaign.helpMessage': { min: 20, max: 255 },
  'campaign.privacyPolicyUrl': { min: 1, max: 255 },
  'campaign.termsUrl': { min: 1, max: 255 },
}

const sampleLimit: Limit = { min: 20, max: 1024 }
const mostSamples = 5

/** Everything in a form that a reviewer would send back unread, each with its field; empty means that it can be sent. */
export function formFindings(form: RegistrationForm, countries: readonly string[]): readonly RowRefusal[] {
  const { brand, campaign } = form
  const texts = [...textsOf('brand', brand), ...textsOf('campaign', campaign)]
  const findings = [
    ...texts.flatMap(([field, text]) => lengthFinding(field, text, limits[field])),
    ...campaign.samples.flatMap((text, index) => lengthFinding(`campaign.samples.${index}`, text, sampleLimit)),
    ...(campaign.samples.length === 0 || campaign.samples.length > mostSamples
      ? [{ field: 'campaign.samples', detail: `1 to ${mostSamples} samples` }]
      : []),
    ...(countries.includes(brand.country)
      ? []
      : [{ field: 'brand.country', detail: `one of ${countries.join(', ')}` }]),
    ...(brand.country === 'US' && !/^\d{2}-?\d{7}$/.test(brand.taxId)
      ? [{ field: 'brand.taxId', detail: 'nine digits' }]
      : []),
    ...['brand.website', 'campaign.privacyPolicyUrl', 'campaign.termsUrl'].flatMap((field) =>
      linkFinding(field, texts),
    ),
  ]
  return findings.map((finding, row) => ({ row, code: 'FORM_INVALID', ...finding }))
}

type Finding = { readonly field: string; readonly detail: string }
type Texts = readonly (readonly [string, string])[]

function textsOf(part: string, fields: Readonly<Record<string, unknown>>): Texts {
  return Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${part}.${name}`, value]] : [],
  )
}

function lengthFinding(field: string, text: string, limit: Limit | undefined): readonly Finding[] {
  const length = [...text.trim()].length
  if (!limit || (length >= limit.min && length <= limit.max)) return []
  return [{ field, detail: `${limit.min} to ${limit.max} characters` }]
}

function linkFinding(field: string, texts: Texts): readonly Finding[] {
  const text = texts.find(([name]) => name === field)?.[1] ?? ''
  return text.startsWith('https://') ? [] : [{ field, detail: 'an https address' }]
}
