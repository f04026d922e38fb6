import { Table } from '~/design/Table/Table'
import { useTranslation } from 'react-i18next'

interface Said {
  name: string
  label: string
  text: string
}

/** What a record says, field by field; and what it said before, where that differs. */
export function Says({ title, fields, was = [] }: { title: string; fields: Said[]; was?: Said[] }) {
  const { t } = useTranslation('records_desk')
  const before = new Map(was.map((one) => [one.name, one.text]))
  const columns = [
    { id: 'label', title: t('field'), kind: 'head' as const, cell: (field: Said) => field.label },
    { id: 'text', title: t('value'), cell: (field: Said) => field.text },
  ]
  if (was.length > 0)
    columns.push({ id: 'was', title: t('was'), cell: (field: Said) => before.get(field.name) ?? t('same') })
  return <Table caption={title} captionShown columns={columns} rows={fields} keyOf={(field) => field.name} />
}
