import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import type { Column } from '~/design/Table/Table'
import { outcomes } from '../ask'
import type { OutcomeCounts } from '../types'
import { Overview } from './Overview'

const COUNTS = ['shown', 'opened', 'accepted', 'not_now', 'not_this', 'done'] as const

/** What residents did with the offers, by policy and by place on Today; small counts are hidden. */
export function OutcomesPage() {
  const { t, i18n } = useTranslation('desk')
  const asked = useAsk('outcomes', outcomes)
  const number = new Intl.NumberFormat(i18n.language)
  const columns: Column<OutcomeCounts>[] = [
    { id: 'policy', title: t('outcomes.policy'), kind: 'head', cell: (row) => row.policy },
    { id: 'slot', title: t('outcomes.slot'), kind: 'number', cell: (row) => row.slot },
    ...COUNTS.map((count): Column<OutcomeCounts> => ({
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
      keyOf={(row) => `${row.policy} ${row.slot}`}
      empty={{ title: t('outcomes.empty.title'), text: t('outcomes.empty.text') }}
    />
  )
}
