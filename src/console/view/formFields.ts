import type { RegistrationForm } from '../api/contract.ts'

export type Limit = { readonly min: number; readonly max: number }
export type FieldKind = 'line' | 'text' | 'entity'
export type FormField = { readonly path: string; readonly kind: FieldKind; readonly limit: Limit }

const line = (path: string, max: number): FormField => ({ path, kind: 'line', limit: { min: 1, max } })
const text = (path: string, min: number, max: number): FormField => ({ path, kind: 'text', limit: { min, max } })

/** The form in the order in which it is filled in. Lengths are shown while one writes; the server judges. */
export const brandFields: readonly FormField[] = [
  line('brand.legalName', 255),
  { path: 'brand.entityType', kind: 'entity', limit: { min: 1, max: 20 } },
  line('brand.country', 2),
  line('brand.taxId', 21),
  line('brand.website', 100),
  line('brand.supportEmail', 100),
  line('brand.street', 100),
  line('brand.city', 100),
  line('brand.region', 20),
  line('brand.postalCode', 10),
]

export const campaignFields: readonly FormField[] = [
  line('campaign.useCase', 50),
  text('campaign.description', 40, 4096),
  text('campaign.messageFlow', 40, 2048),
  text('campaign.optInMessage', 20, 255),
  text('campaign.optOutMessage', 20, 255),
  text('campaign.helpMessage', 20, 255),
  line('campaign.privacyPolicyUrl', 255),
  line('campaign.termsUrl', 255),
]

export const sampleLimit: Limit = { min: 20, max: 1024 }
export const mostSamples = 5

export const emptyForm: RegistrationForm = {
  brand: {
    legalName: '',
    country: 'US',
    taxId: '',
    entityType: 'privateProfit',
    website: '',
    supportEmail: '',
    street: '',
    city: '',
    region: '',
    postalCode: '',
  },
  campaign: {
    useCase: '',
    description: '',
    messageFlow: '',
    samples: [''],
    optInMessage: '',
    optOutMessage: '',
    helpMessage: '',
    privacyPolicyUrl: '',
    termsUrl: '',
  },
}

export function valueAt(form: RegistrationForm, path: string): string {
  const [part = '', name = ''] = path.split('.')
  const fields: Readonly<Record<string, unknown>> = part === 'brand' ? form.brand : form.campaign
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}

export function withValue(form: RegistrationForm, path: string, value: string): RegistrationForm {
  const [part = '', name = ''] = path.split('.')
  return part === 'brand'
    ? { ...form, brand: { ...form.brand, [name]: value } }
    : { ...form, campaign: { ...form.campaign, [name]: value } }
}

export function withSamples(form: RegistrationForm, samples: readonly string[]): RegistrationForm {
  return { ...form, campaign: { ...form.campaign, samples } }
}

/** Characters as a reader counts them, without blanks at the ends. */
export function lengthOf(value: string): number {
  return [...value.trim()].length
}

/** A kept draft, or what there is to begin with where it cannot be read any more. */
export function draftFrom(kept: string | null, otherwise: RegistrationForm): RegistrationForm {
  if (kept === null) return otherwise
  try {
    const { brand, campaign } = JSON.parse(kept) as Partial<RegistrationForm>
    if (!brand || !campaign || !Array.isArray(campaign.samples)) return otherwise
    return { brand: { ...emptyForm.brand, ...brand }, campaign: { ...emptyForm.campaign, ...campaign } }
  } catch {
    return otherwise
  }
}

/** Every field with what was written, in the order of the form; the samples come last. */
export function fieldLines(form: RegistrationForm): readonly (readonly [path: string, value: string])[] {
  const fields = [...brandFields, ...campaignFields].map(({ path }) => [path, valueAt(form, path)] as const)
  const samples = form.campaign.samples.map((sample, index) => [`campaign.samples.${index}`, sample] as const)
  return [...fields, ...samples]
}
