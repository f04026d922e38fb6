import { BookLock, Car, FileBadge, HeartHandshake, House, IdCard, ScrollText, ShieldCheck, Store } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Page } from '~/design/Page/Page'
import './Records.css'

const KINDS = [
  { id: 'title', Icon: House },
  { id: 'vehicle', Icon: Car },
  { id: 'licence', Icon: Store },
  { id: 'passport', Icon: IdCard },
  { id: 'voter', Icon: ScrollText },
  { id: 'certificate', Icon: FileBadge },
  { id: 'insurance', Icon: ShieldCheck },
] as const

/** The wallet of public records. It is empty and says so: what will be here, and what one can do today. */
export default function Records() {
  const { t } = useTranslation('records')
  return (
    <Page title={t('title')} width="wide">
      <div className="records">
        <EmptyState
          icon={<BookLock aria-hidden="true" size={32} />}
          title={t('empty')}
          action={
            <div className="records__ways">
              <ButtonLink href="/me">{t('known')}</ButtonLink>
              <ButtonLink kind="quiet" href="/services">
                {t('offices')}
              </ButtonLink>
            </div>
          }
        >
          <p>{t('why')}</p>
          <p>{t('meanwhile')}</p>
        </EmptyState>
        <section>
          <h2>{t('coming')}</h2>
          <ul className="records__kinds">
            {KINDS.map(({ id, Icon }) => (
              <li key={id}>
                <Icon aria-hidden="true" size={22} />
                {t(`kind.${id}`)}
              </li>
            ))}
          </ul>
        </section>
        <Card as="section" tone="lake">
          <h2 className="records__promise">
            <HeartHandshake aria-hidden="true" size={22} />
            {t('promise')}
          </h2>
          <p>{t('promiseText')}</p>
        </Card>
      </div>
    </Page>
  )
}
