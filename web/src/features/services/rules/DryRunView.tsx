import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '~/design/Notice/Notice'
import { Segmented } from '~/design/Segmented/Segmented'
import { localeOf } from '~/app/i18n'
import { useHere } from '~/app/session'
import { dateText } from '~/features/residents/days'
import type { DryRun } from './ask'
import { Bars } from './Bars'

const CHANGES = ['gains', 'loses', 'becomes_unknown', 'becomes_known'] as const
const DIMENSIONS = ['district', 'age', 'household'] as const

/** Who gains, who loses and of whom it becomes unknown: four numbers first, then where and who they are. */
export function DryRunView({ run }: { run: DryRun }) {
  const { t, i18n } = useTranslation('services_rules')
  const { city } = useHere()
  const [dimension, setDimension] = useState<string>('district')
  const number = new Intl.NumberFormat(localeOf(i18n.language))
  const total = (change: string) => run.totals.find((one) => one.change === change)?.count
  const said = (count: number | null | undefined) => (count == null ? t('few') : number.format(count))
  const changing = CHANGES.filter((change) => total(change) !== 0)
  const state = (letter: string) => run.states.find((one) => one.state === letter)

  return (
    <section className="dryrun" aria-label={t('dryrun.title')}>
      <h3>{t('dryrun.title')}</h3>
      <p className="dryrun__lead">
        {t('dryrun.lead', {
          day: dateText(run.on, i18n.language, city?.time_zone),
          residents: number.format(run.residents),
          before: said(state('y')?.before),
          after: said(state('y')?.after),
        })}
      </p>
      <dl className="dryrun__totals">
        {CHANGES.map((change) => (
          <div key={change} data-change={change} data-none={total(change) === 0 || undefined}>
            <dt>{t(`change.${change}`)}</dt>
            <dd>{said(total(change))}</dd>
          </div>
        ))}
      </dl>
      {changing.length === 0 ? (
        <Notice tone="plain">{t('dryrun.nobody')}</Notice>
      ) : (
        <>
          <Segmented
            label={t('dryrun.by')}
            value={dimension}
            onChange={setDimension}
            options={DIMENSIONS.map((one) => ({ value: one, label: t(`dimension.${one}`) }))}
          />
          {changing.map((change) => {
            const shown = run.breakdowns.find((one) => one.change === change && one.dimension === dimension)
            return shown ? <Bars key={`${change} ${dimension}`} breakdown={shown} /> : null
          })}
          <p className="desk__small">{t('dryrun.small')}</p>
        </>
      )}
    </section>
  )
}
