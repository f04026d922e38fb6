import { useTranslation } from 'react-i18next'
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { localeOf } from '~/app/i18n'
import { ButtonLink } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Table, type Column } from '~/design/Table/Table'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/desk/opened'> {}
}

type Opened = components['schemas']['OpenedOut']
type Week = Opened['weeks'][number]

/** How often stories, trails and codes are opened: by the week, with noise, and never by whom. */
export default function OpenedPage() {
  const { t, i18n } = useTranslation('places_desk')
  const asked = useAsk('desk opened', () => ask(api.GET('/api/v1/desk/opened')))
  const day = (date: string, style: 'long' | 'full' = 'long') =>
    new Date(`${date}T12:00`).toLocaleDateString(localeOf(i18n.language), { dateStyle: style })
  return (
    <div className="desk__page desk__page--wide">
      <Subject title={t('opened.title')} lead={t('opened.lead')}>
        <Answered asked={asked}>
          {(told) => (
            <>
              {told.weeks.length === 0 ? (
                <EmptyState title={t('opened.none.title')}>
                  {t('opened.none.text', { day: day(told.next_on, 'full') })}
                </EmptyState>
              ) : null}
              {told.weeks.map((week) => (
                <WeekTable key={week.week} week={week} title={t('opened.week', { from: day(week.week) })} />
              ))}
              {told.weeks.length > 0 ? <p>{t('opened.next', { day: day(told.next_on, 'full') })}</p> : null}
              <p>{t('opened.worth', { off: told.off_by_at_most })}</p>
              <p>
                {t('opened.budget', { epsilon: told.epsilon, left: told.epsilon_left, year: told.epsilon_of_a_year })}
              </p>
              <ButtonLink kind="quiet" href="/counted">
                {t('opened.statement')}
              </ButtonLink>
            </>
          )}
        </Answered>
      </Subject>
    </div>
  )
}

function WeekTable({ week, title }: { week: Week; title: string }) {
  const { t, i18n } = useTranslation('places_desk')
  const number = new Intl.NumberFormat(localeOf(i18n.language))
  const columns: Column<Week['rows'][number]>[] = [
    { id: 'name', title: t('opened.what'), kind: 'head', cell: (row) => row.name },
    { id: 'kind', title: t('opened.kind'), cell: (row) => t(`opened.kinds.${row.kind}`) },
    { id: 'times', title: t('opened.times'), kind: 'number', cell: (row) => number.format(row.times) },
  ]
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {week.rows.length > 0 ? (
        <Table caption={title} columns={columns} rows={week.rows} keyOf={(row) => row.kind + row.thing} />
      ) : null}
      <p>{t(week.rows.length > 0 ? 'opened.rest' : 'opened.few', { least: week.least, things: week.things })}</p>
    </section>
  )
}
