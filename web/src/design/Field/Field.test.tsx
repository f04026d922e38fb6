import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { ChoiceField, LongField, SelectField, TextField } from './Field'

afterEach(cleanup)

it('joins a field with its hint and its error, in that order', () => {
  render(<TextField label="Code" hint="From the message" error="Not right" value="" onChange={() => undefined} />)

  const field = screen.getByRole('textbox', { name: 'Code' })
  const described = field.getAttribute('aria-describedby')!.split(' ')

  expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual(['From the message', 'Not right'])
  expect(field.getAttribute('aria-invalid')).toBe('true')
})

it('is not invalid before one tried', () => {
  render(<LongField label="Reason" value="" onChange={() => undefined} />)

  const field = screen.getByRole('textbox', { name: 'Reason' })

  expect(field.hasAttribute('aria-invalid')).toBe(false)
  expect(field.hasAttribute('aria-describedby')).toBe(false)
})

it('tells what was typed and chosen', () => {
  const heard = vi.fn()
  const options = [
    { value: 'amend', label: 'Change it', hint: 'The resident is right.' },
    { value: 'keep', label: 'Keep it' },
  ]
  render(
    <>
      <TextField label="Name" value="" onChange={heard} />
      <SelectField label="Order" value="keep" options={options} onChange={heard} />
      <ChoiceField label="What next?" value={null} options={options} onChange={heard} />
    </>,
  )

  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'Fer' } })
  fireEvent.change(screen.getByRole('combobox'), { target: { value: 'amend' } })
  fireEvent.click(screen.getByRole('radio', { name: /Keep it/ }))

  expect(heard.mock.calls).toEqual([['Fer'], ['amend'], ['keep']])
})
