import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Segmented } from './Segmented'

afterEach(cleanup)

const options = [
  { value: 'list', label: 'List' },
  { value: 'map', label: 'Map' },
]

it('shows the choice made and tells of another', () => {
  const onChange = vi.fn()
  render(<Segmented label="Show as" options={options} value="list" onChange={onChange} />)

  const before = screen.getByRole<HTMLInputElement>('radio', { name: 'List' }).checked
  fireEvent.click(screen.getByRole('radio', { name: 'Map' }))

  expect(before).toBe(true)
  expect(onChange).toHaveBeenCalledWith('map')
})

it('is a named group of radio buttons', () => {
  render(<Segmented label="Show as" options={options} value="map" onChange={() => undefined} />)

  expect(screen.getByRole('group', { name: 'Show as' })).toBeTruthy()
  expect(screen.getAllByRole('radio')).toHaveLength(2)
})
