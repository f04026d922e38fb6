import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '~/api/problem'
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { localeOf } from '~/app/i18n'
import { Button } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Table, type Column } from '~/design/Table/Table'
import { Trouble } from '~/design/Trouble/Trouble'
import { useMoment } from '~/features/desk/overviews/moment'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/desk/fairness'> {}
}

type Fairness = components['schemas']['FairnessOut']
type Row = Fairness['rows'][number]

const fairness = () => ask(api.GET('/api/v1/desk/fairness'))

/** What the card that is drawn earns beside the one that would come first, or why that cannot be told. */
function LastCard({ told, percent }: { told: Fairness['last_card']; percent: Intl.NumberFormat }) {
  const { t, i18n } = useTranslation('assistant_desk')
  if (!told) return null
  const worth = new Intl.NumberFormat(localeOf(i18n.language)).format(told.effective)
  const { useful, value, low, high } = told
  const said =
    useful === null
      ? t('last_card.too_few', { worth })
      : value === null || low === null || high === null
        ? t('last_card.no_difference', { worth, useful: percent.format(useful) })
        : t('last_card.said', {
            worth,
            useful: percent.format(useful),
            share: percent.format(value),
            low: percent.format(low),
            high: percent.format(high),
          })
  return (
    <section>
      <h2>{t('last_card.title')}</h2>
      <p>{said}</p>
    </section>
  )
}

/** Whom Today reaches and to whom it is of use, by age and district, so that nobody is told of. */
export default function FairnessPage() {
  const { t, i18n } = useTranslation('assistant_desk')
  const asked = useAsk('fairness', fairness)
  const [made, setMade] = useState<Fairness | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const moment = useMoment()
  const percent = new Intl.NumberFormat(localeOf(i18n.language), { style: 'percent' })
  const share = (row: Row, told: Row['reached']) =>
    told
      ? t('between', {
          share: percent.format(told.share),
          low: percent.format(told.low),
          high: percent.format(told.high),
        })
      : t(row.residents === null ? 'few' : 'unsure')
  const columns: Column<Row>[] = [
    { id: 'group', title: t('group'), kind: 'head', cell: (row) => row.title },
    { id: 'residents', title: t('residents'), kind: 'number', cell: (row) => row.residents ?? t('few') },
    { id: 'reached', title: t('reached'), cell: (row) => share(row, row.reached) },
    { id: 'useful', title: t('useful'), cell: (row) => share(row, row.useful) },
  ]
  const make = () => {
    setBusy(true)
    setProblem(null)
    ask(api.POST('/api/v1/desk/fairness'))
      .then(({ data }) => setMade(data))
      .catch((error: unknown) => setProblem(error as Problem))
      .finally(() => setBusy(false))
  }

  return (
    <div className="desk__page desk__page--wide">
      <Subject title={t('title')} lead={t('text')}>
        {problem ? <Trouble problem={problem} /> : null}
        <Answered asked={asked}>
          {(before) => {
            const now = made ?? before
            return (
              <>
                {now.at ? <p>{t('made', { moment: moment(now.at) })}</p> : null}
                {now.rows.length > 0 ? (
                  (['age', 'district'] as const).map((dimension) => (
                    <Table
                      key={dimension}
                      caption={t(`by.${dimension}`)}
                      captionShown
                      columns={columns}
                      rows={now.rows.filter((row) => row.dimension === dimension)}
                      keyOf={(row) => row.group}
                    />
                  ))
                ) : (
                  <EmptyState title={t('none.title')}>{t('none.text')}</EmptyState>
                )}
                <LastCard told={now.last_card} percent={percent} />
                <p role="status">{t('left', { count: Math.floor(now.epsilon_left / now.epsilon) })}</p>
                <div className="desk__out">
                  <Button disabled={busy} onClick={make}>
                    {t('make')}
                  </Button>
                </div>
              </>
            )
          }}
        </Answered>
      </Subject>
    </div>
  )
}
