import { expect, test } from 'vitest'
import type { FormField } from './ask'
import { missingIn, saidBy, valuesOf } from './form'

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
