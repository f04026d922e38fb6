import { useTranslation } from 'react-i18next'
import { Chip } from '~/design/Card/Card'
import { Table, type Column } from '~/design/Table/Table'
import type { Fact } from '~/features/residents/types'

/** Facts as a table: what, what is known, where from and since when, on what ground. */
export function FactsTable({ title, facts }: { title: string; facts: Fact[] }) {
  const { t } = useTranslation('desk')
  const columns: Column<Fact>[] = [
    { id: 'what', title: t('table.what'), kind: 'head', cell: (fact) => fact.label },
    {
      id: 'value',
      title: t('table.value'),
      cell: (fact) => (
        <>
          <strong>{fact.value_text}</strong>
          {fact.contested?.state === 'open' ? (
            <>
              {' '}
              <Chip tone="warm">{t('residents.contested')}</Chip>
            </>
          ) : null}
        </>
      ),
    },
    { id: 'from', title: t('table.from_since'), cell: (fact) => fact.source_text },
    { id: 'basis', title: t('table.basis'), cell: (fact) => fact.basis_text },
  ]
  return (
    <Table
      caption={title}
      captionShown
      className="facts-table"
      columns={columns}
      rows={facts}
      keyOf={(fact) => fact.id}
    />
  )
}
