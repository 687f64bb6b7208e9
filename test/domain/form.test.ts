import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { formFindings, type RegistrationForm } from '../../src/domain/form.ts'
import { goodForm } from '../support/form.ts'

const countries = ['US', 'CA']
const brand = (but: Partial<RegistrationForm['brand']>) => ({ ...goodForm, brand: { ...goodForm.brand, ...but } })
const campaign = (but: Partial<RegistrationForm['campaign']>) => ({
  ...goodForm,
  campaign: { ...goodForm.campaign, ...but },
})
const fields = (form: RegistrationForm) => formFindings(form, countries).map((each) => each.field)

describe('a registration form', () => {
  test('that nothing is wrong with has no findings', () => {
    expect(formFindings(goodForm, countries)).toEqual([])
  })

  test.each<[string, RegistrationForm, string]>([
    ['no legal name', brand({ legalName: '  ' }), 'brand.legalName'],
    ['too long a postal code', brand({ postalCode: 'x'.repeat(11) }), 'brand.postalCode'],
    ['a country that is not served', brand({ country: 'MX' }), 'brand.country'],
    ['an American tax number that is none', brand({ taxId: '12-345678' }), 'brand.taxId'],
    ['a website that is not safe', brand({ website: 'http://larkspur.example' }), 'brand.website'],
    ['a description that says nothing', campaign({ description: 'Texts.' }), 'campaign.description'],
    ['no word of how people agreed', campaign({ messageFlow: 'They agreed.' }), 'campaign.messageFlow'],
    ['no sample', campaign({ samples: [] }), 'campaign.samples'],
    [
      'six samples',
      campaign({ samples: Array(6).fill('Larkspur: your sofa arrives on Tuesday.') }),
      'campaign.samples',
    ],
    ['a sample that shows nothing', campaign({ samples: ['Hi'] }), 'campaign.samples.0'],
    ['no answer to HELP', campaign({ helpMessage: 'Help.' }), 'campaign.helpMessage'],
    ['no privacy policy', campaign({ privacyPolicyUrl: 'none' }), 'campaign.privacyPolicyUrl'],
    ['terms that are not safe', campaign({ termsUrl: 'ftp://larkspur.example/terms' }), 'campaign.termsUrl'],
  ])('with %s is sent back here, by its field', (_, form, field) => {
    expect(fields(form)).toEqual([field])
  })

  test('is told everything that is wrong with it at once, each finding with its place', () => {
    const findings = formFindings(
      { ...brand({ city: '', country: 'DE' }), campaign: campaign({ samples: [] }).campaign },
      countries,
    )
    expect(findings.map((each) => each.field)).toEqual(['brand.city', 'campaign.samples', 'brand.country'])
    expect(findings.map((each) => each.row)).toEqual([0, 1, 2])
    expect(new Set(findings.map((each) => each.code))).toEqual(new Set(['FORM_INVALID']))
  })

  test('takes American tax numbers with and without the dash, and any of another country', () => {
    expect(fields(brand({ taxId: '123456789' }))).toEqual([])
    expect(fields(brand({ country: 'CA', taxId: '801234567RC0001' }))).toEqual([])
  })

  test('measures what people see: signs of any script count once, blanks around them not at all', () => {
    expect(fields(brand({ postalCode: ` ${'😀'.repeat(10)} ` }))).toEqual([])
    expect(fields(brand({ postalCode: '😀'.repeat(11) }))).toEqual(['brand.postalCode'])
  })

  property.prop([fc.stringMatching(/^[a-z]{30,300}$/)], { numRuns: 300 })(
    'never quotes what somebody typed in what it says about it',
    (typed) => {
      const findings = formFindings(
        brand({ legalName: typed, taxId: typed, website: typed, country: typed }),
        countries,
      )
      expect(JSON.stringify(findings)).not.toContain(typed)
    },
  )
})
