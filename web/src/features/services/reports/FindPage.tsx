import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Chip } from '~/design/Card/Card'
import { TextField } from '~/design/Field/Field'
import { ListRow } from '~/design/ListRow/ListRow'
import { Page } from '~/design/Page/Page'
import { myReports } from './ask'
import { TONE } from './tone'
import './reports.css'

/** Where one finds a report again: by its code or number, or among one's own. */
export function FindPage() {
  const { t } = useTranslation('services_reports')
  const [, go] = useLocation()
  const { session } = useHere()
  const [key, setKey] = useState('')
  const mine = useAsk(session?.resident ? 'my reports' : null, myReports)
  return (
    <Page title={t('find.title')} lead={t('find.lead')}>
      <form
        className="report"
        onSubmit={(event) => {
          event.preventDefault()
          if (key.trim()) go(`/services/reports/${encodeURIComponent(key.trim())}`)
        }}
      >
        <TextField label={t('find.code')} hint={t('find.hint')} autoComplete="off" value={key} onChange={setKey} />
        <div className="report__go">
          <Button type="submit">{t('find.act')}</Button>
          <ButtonLink kind="secondary" href="/services/report">
            {t('follow.another')}
          </ButtonLink>
        </div>
      </form>
      {mine.data?.length ? (
        <section aria-labelledby="my-reports">
          <h2 id="my-reports">{t('find.mine')}</h2>
          <ul className="rows">
            {mine.data.map((one) => (
              <ListRow
                key={one.number}
                level={3}
                title={one.title}
                href={`/services/reports/${one.number}`}
                after={<Chip tone={TONE[one.state]}>{one.state_text}</Chip>}
              >
                <p>{[one.address, one.filed_text].filter(Boolean).join(' · ')}</p>
              </ListRow>
            ))}
          </ul>
        </section>
      ) : null}
    </Page>
  )
}
