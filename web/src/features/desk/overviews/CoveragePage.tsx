import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Progress } from '~/design/Skeleton/Skeleton'
import type { Column } from '~/design/Table/Table'
import { dateText } from '~/features/residents/days'
import { coverage } from '../ask'
import type { Coverage } from '../types'
import { Overview } from './Overview'

/** Of how many residents each fact is known, how old the oldest is, and where it comes from. */
export function CoveragePage() {
  const { t, i18n } = useTranslation('desk')
  const { city } = useHere()
  const asked = useAsk('coverage', coverage)
  const number = new Intl.NumberFormat(i18n.language)
  const columns: Column<Coverage>[] = [
    { id: 'fact', title: t('coverage.fact'), kind: 'head', cell: (row) => row.label },
    {
      id: 'known',
      title: t('coverage.known'),
      cell: (row) => {
        if (row.hidden) return t('coverage.hidden')
        const share = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 })
        const part = (row.share_pct ?? 0) / 100
        return (
          <span className="coverage">
            <Progress value={part} label={row.label} />
            <span>{t('coverage.of', { share: share.format(part), residents: number.format(row.residents ?? 0) })}</span>
          </span>
        )
      },
    },
    {
      id: 'oldest',
      title: t('coverage.oldest'),
      cell: (row) => (row.oldest ? dateText(row.oldest, i18n.language, city?.time_zone) : '–'),
    },
    {
      id: 'source',
      title: t('coverage.source'),
      cell: (row) => row.sources.map((one) => t(`sources.${one}`, { defaultValue: one })).join(', ') || '–',
    },
  ]
  return (
    <Overview
      title={t('coverage.title')}
      text={t('coverage.text')}
      asked={asked}
      columns={columns}
      keyOf={(row) => row.name}
      empty={{ title: t('coverage.empty.title'), text: t('coverage.empty.text') }}
    />
  )
}
