import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { localeOf } from '~/app/i18n'
import { Card } from '~/design/Card/Card'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { assistantLog } from '../ask'

/** What the assistant answered wrongly, since when, mended when; and what it does not answer for now. For everybody. */
export default function LogPage() {
  const { t, i18n } = useTranslation('assistant_conversation_log')
  const asked = useAsk('assistant-log', assistantLog)
  const day = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: 'long' })
  const told = asked.data
  return (
    <Page title={t('title')} lead={t('lead')}>
      {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
      {!told ? asked.problem ? null : <Skeleton label={t('loading')} /> : null}
      {told && told.errors.length === 0 ? <EmptyState title={t('none.title')}>{t('none.text')}</EmptyState> : null}
      {told?.errors.map((one) => (
        <Card key={one.id}>
          {one.topic ? <p>{one.topic}</p> : null}
          <h2>{one.what}</h2>
          <p>{t('since', { day: day.format(new Date(one.since)) })}</p>
          <p>
            {one.mended
              ? t('mended', { day: day.format(new Date(one.mended)), how: one.how })
              : t('open')}
          </p>
        </Card>
      ))}
      {told && told.switched_off.length > 0 ? (
        <Card>
          <h2>{t('off')}</h2>
          <ul>
            {told.switched_off.map((one) => (
              <li key={one.topic}>
                <strong>{one.title}</strong>: {one.reason}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </Page>
  )
}
