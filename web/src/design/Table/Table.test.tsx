import { cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { Table, type Column } from './Table'

afterEach(cleanup)

interface Row {
  id: string
  what: string
  value: number
}
const columns: Column<Row>[] = [
  { id: 'what', title: 'What', kind: 'head', cell: (row) => row.what },
  { id: 'value', title: 'Value', kind: 'number', cell: (row) => row.value },
]

it('is a named table whose rows are headed', () => {
  render(
    <Table caption="Facts" columns={columns} rows={[{ id: 'a', what: 'Street', value: 4 }]} keyOf={(row) => row.id} />,
  )

  const table = screen.getByRole('table', { name: 'Facts' })

  expect(
    within(table)
      .getAllByRole('columnheader')
      .map((head) => head.textContent),
  ).toEqual(['What', 'Value'])
  expect(within(table).getByRole('rowheader', { name: 'Street' })).toBeTruthy()
  expect(within(table).getByRole('cell', { name: '4' })).toBeTruthy()
})
