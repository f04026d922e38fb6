import { BellRing, Inbox } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { Chip } from '~/design/Card/Card'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { ListRow } from '~/design/ListRow/ListRow'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { inbox, readNotice } from '../ask'
import { Back } from '../cases/CasePage'

/** What one was told, the latest first, each with why it came. */
export function InboxPage() {
  const { t } = useTranslation('services')
  const asked = useAsk('inbox', inbox)
  return (
    <Page above={<Back />} title={t('inbox.title')} lead={t('inbox.lead')}>
      <KeptAt at={asked.keptAt} />
      {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
      {!asked.data && !asked.problem ? <Skeleton label={t('loading')} /> : null}
      {asked.data?.items.length === 0 ? (
        <EmptyState icon={<Inbox aria-hidden="true" />} title={t('inbox.empty')}>
          <p>{t('inbox.emptyNext')}</p>
        </EmptyState>
      ) : null}
      <ul className="rows">
        {asked.data?.items.map((notice) => (
          <ListRow
            key={notice.id}
            title={notice.title}
            href={notice.href}
            onOpen={() => void readNotice(notice.id).catch(() => undefined)}
            after={notice.read ? undefined : <Chip tone="warm">{t('inbox.new')}</Chip>}
          >
            <p>{notice.text}</p>
            <p className="inbox__why">
              {notice.at_text} · {notice.why}
            </p>
          </ListRow>
        ))}
      </ul>
      <ButtonLink kind="secondary" href="/services/inbox/choices" icon={<BellRing aria-hidden="true" size={18} />}>
        {t('inbox.choices')}
      </ButtonLink>
    </Page>
  )
}
