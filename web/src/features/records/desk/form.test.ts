import { expect, test } from 'vitest'
import type { FormField } from './ask'
import { askedInParts, balance, missingIn, saidBy, valuesOf } from './form'

const field = (name: string, kind: string, more: Partial<FormField> = {}): FormField => ({
  name,
  kind,
  label: name,
  unit: '',
  required: true,
  options: [],
  ...more,
})
const FIELDS = [
  field('parcel', 'string'),
  field('area_m2', 'integer'),
  field('price', 'integer', { unit: 'cents', required: false }),
  field('owners', 'parties'),
  field('from', 'list', { required: false }),
]
const SAYS = { parcel: 'E897-1', area_m2: 94, price: 18_500_000, owners: [{ name: 'Paolo', share: '1/1' }], from: ['A', 'B'] }

test('what a record says comes back unchanged from the form', () => {
  expect(saidBy(FIELDS, valuesOf(FIELDS, SAYS))).toEqual(SAYS)
})

test('amounts are typed in euros, with a comma or a point', () => {
  const values = { ...valuesOf(FIELDS, SAYS), price: '1200,50' }
  expect(saidBy(FIELDS, values)['price']).toBe(120_050)
})

test('what is empty is left out, and said to be missing when it must be there', () => {
  const values = { ...valuesOf(FIELDS, {}), parcel: ' ' }
  expect(saidBy(FIELDS, values)).toEqual({ owners: [{ name: '', share: '1/1' }] })
  expect(missingIn(FIELDS, values, ['price'])).toEqual(['parcel', 'area_m2', 'price', 'owners'])
})

test('the parts of a division are asked for what does not follow from what there was', () => {
  expect(askedInParts(FIELDS, ['owners', 'from']).map(({ name }) => name)).toEqual(['parcel', 'area_m2'])
})

test('what is missing after a division is said, and what is too much', () => {
  expect(balance([{ area_m2: '40' }, { area_m2: '50' }], 'area_m2', 94)).toEqual({ after: 90, gap: 4 })
  expect(balance([{ area_m2: '60' }, { area_m2: '' }], 'area_m2', 50)).toEqual({ after: 60, gap: -10 })
})
