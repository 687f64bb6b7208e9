import { describe, expect, test } from 'vitest'
import { texts } from '../../src/console/texts/texts.ts'
import {
  brandFields,
  campaignFields,
  draftFrom,
  emptyForm,
  lengthOf,
  valueAt,
  withSamples,
  withValue,
} from '../../src/console/view/formFields.ts'

describe('the form editor', () => {
  test('asks for every field that the form has, and names each', () => {
    const fields = [...brandFields, ...campaignFields].map(({ path }) => path)
    const brand = Object.keys(emptyForm.brand).map((name) => `brand.${name}`)
    const campaign = Object.keys(emptyForm.campaign).map((name) => `campaign.${name}`)
    expect([...fields, 'campaign.samples'].sort()).toEqual([...brand, ...campaign].sort())
    expect(fields.filter((path) => texts.form.field(path) === path)).toEqual([])
  })

  test('changes the one field that is written in', () => {
    const form = withSamples(withValue(emptyForm, 'brand.legalName', 'Larkspur'), ['one', 'two'])
    expect(valueAt(form, 'brand.legalName')).toBe('Larkspur')
    expect(form.campaign.samples).toEqual(['one', 'two'])
    expect(valueAt(emptyForm, 'brand.legalName')).toBe('')
  })

  test('goes on with a kept draft, and begins anew where it cannot be read', () => {
    const form = withValue(emptyForm, 'campaign.useCase', 'CUSTOMER_CARE')
    expect(draftFrom(JSON.stringify(form), emptyForm)).toEqual(form)
    expect(draftFrom('{', emptyForm)).toBe(emptyForm)
    expect(draftFrom('{"brand":{}}', emptyForm)).toBe(emptyForm)
    expect(draftFrom(null, form)).toBe(form)
  })

  test('counts characters as a reader does', () => {
    expect(lengthOf('  né👍 ')).toBe(3)
  })
})
