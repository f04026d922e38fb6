import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import type { Column } from '~/design/Table/Table'
import { outcomes, rowsOf } from '../ask'
import type { OutcomeCount } from '../types'
import { Overview } from './Overview'

const COUNTS = ['shown', 'opened', 'accepted', 'refused'] as const

/** What residents did with the offers, by kind and reason; small counts are hidden. */
export function OutcomesPage() {
  const { t, i18n } = useTranslation('desk')
  const asked = useAsk('outcomes', async () => {
    const answer = await outcomes()
    return { ...answer, data: rowsOf(answer.data) }
  })
  const number = new Intl.NumberFormat(i18n.language)
  const columns: Column<OutcomeCount>[] = [
    { id: 'kind', title: t('outcomes.kind'), kind: 'head', cell: (row) => t(`outcomes.kinds.${row.kind}`, { defaultValue: row.kind }) },
    { id: 'why', title: t('outcomes.why'), cell: (row) => row.why },
    ...COUNTS.map((count): Column<OutcomeCount> => ({
      id: count,
      title: t(`outcomes.${count}`),
      kind: 'number',
      cell: (row) => (row[count] === null ? t('coverage.hidden') : number.format(row[count])),
    })),
  ]
  return (
    <Overview
      title={t('outcomes.title')}
      text={t('outcomes.text')}
      asked={asked}
      columns={columns}
      keyOf={(row) => `${row.kind} ${row.why}`}
      empty={{ title: t('outcomes.empty.title'), text: t('outcomes.empty.text') }}
    />
  )
}
