// The written-out roles are the point of this table; see the promise of `Table`.
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role */
import { useId, type ReactNode } from 'react'
import './Table.css'

export interface Column<Row> {
  id: string
  title: string
  cell: (row: Row) => ReactNode
  /** `head` names the row; `number` stands flush right. */
  kind?: 'head' | 'number' | 'text'
}

interface Props<Row> {
  /** What the table holds; read aloud, and shown when `captionShown`. */
  caption: string
  captionShown?: boolean
  columns: Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string | number
  className?: string
}

/**
 * A table that stays a table for a screen reader when a narrow page stacks its cells: the roles are written out,
 * since a stacked (display: block) table loses them, and each stacked cell repeats its column's title.
 */
export function Table<Row>({ caption, captionShown = false, columns, rows, keyOf, className = '' }: Props<Row>) {
  const id = useId()
  return (
    <table className={`table ${className}`} role="table" aria-labelledby={id}>
      <caption id={id} className={captionShown ? 'table__caption' : 'ams-visually-hidden'}>
        {caption}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.id} role="columnheader" scope="col" data-kind={column.kind}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map((column) => {
              const Cell = column.kind === 'head' ? 'th' : 'td'
              return (
                <Cell
                  key={column.id}
                  role={column.kind === 'head' ? 'rowheader' : 'cell'}
                  scope={column.kind === 'head' ? 'row' : undefined}
                  data-kind={column.kind}
                >
                  <span className="table__stacked" aria-hidden="true">
                    {column.title}
                  </span>
                  <span className="table__value">{column.cell(row)}</span>
                </Cell>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
