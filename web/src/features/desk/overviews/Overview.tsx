import type { ReactNode } from 'react'
import type { Asked } from '~/api/useAsk'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Table, type Column } from '~/design/Table/Table'
import { Answered } from '../frame/Answered'
import { Subject } from '../frame/Subject'

interface Props<Row> {
  title: string
  text?: string
  above?: ReactNode
  below?: ReactNode
  asked: Asked<Row[]>
  columns: Column<Row>[]
  keyOf: (row: Row) => string | number
  empty: { title: string; text: string }
}

/** A page that is one table: its sentence, its filters, its rows. */
export function Overview<Row>({ title, text, above, below, asked, columns, keyOf, empty }: Props<Row>) {
  return (
    <div className="desk__page desk__page--wide">
      <Subject title={title} lead={text}>
        {above}
        <Answered asked={asked}>
          {(rows) =>
            rows.length > 0 ? (
              <Table caption={title} columns={columns} rows={rows} keyOf={keyOf} />
            ) : (
              <EmptyState title={empty.title}>{empty.text}</EmptyState>
            )
          }
        </Answered>
        {below}
      </Subject>
    </div>
  )
}
