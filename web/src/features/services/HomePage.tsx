import { Bell, Building2, Search, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { ButtonLink } from '~/design/Button/Button'
import { Card, Chip } from '~/design/Card/Card'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { ListRow } from '~/design/ListRow/ListRow'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { cases, findServices, inbox, lifeEvents } from './ask'
import { TONE } from './cases/tone'
import { People } from './offices/OfficesPage'
import { DueList } from './plans/DueList'

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 250)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

/** What one needs, in one's own words; what is under way; what happens in a life. */
export function HomePage() {
  const { t } = useTranslation('services')
  const { session } = useHere()
  const [words, setWords] = useState('')
  const asked = useSettled(words.trim())
  return (
    <Page title={t('title')} lead={t('lead')} width="wide">
      <div className="services">
        <label className="services__search">
          <span className="ams-visually-hidden">{t('search')}</span>
          <Search aria-hidden="true" size={20} />
          <input
            type="search"
            value={words}
            placeholder={t('example')}
            autoComplete="off"
            maxLength={200}
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
        {asked ? (
          <Found words={asked} />
        ) : (
          <>
            {session?.resident ? (
              <>
                <DueList />
                <Mine />
              </>
            ) : null}
            <Events />
          </>
        )}
        <div className="services__people">
          <ButtonLink kind="secondary" href="/services/offices" icon={<Building2 aria-hidden="true" size={18} />}>
            {t('offices.title')}
          </ButtonLink>
          <ButtonLink kind="secondary" href="/services/report" icon={<TriangleAlert aria-hidden="true" size={18} />}>
            {t('report')}
          </ButtonLink>
          <ButtonLink kind="quiet" href="/services/reports">
            {t('reports')}
          </ButtonLink>
        </div>
        <People />
      </div>
    </Page>
  )
}

function Found({ words }: { words: string }) {
  const { t } = useTranslation('services')
  const asked = useAsk(`services ${words}`, () => findServices(words))
  return (
    <section aria-labelledby="found">
      <h2 id="found" className="ams-visually-hidden">
        {t('found')}
      </h2>
      <KeptAt at={asked.keptAt} />
      {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
      {asked.loading ? <Skeleton label={t('loading')} /> : null}
      <div role="status" className="ams-visually-hidden">
        {asked.data ? t('foundCount', { count: asked.data.length }) : ''}
      </div>
      {asked.data?.length === 0 ? (
        <EmptyState title={t('none', { words })}>
          <p>{t('noneNext')}</p>
        </EmptyState>
      ) : null}
      <ul className="rows">
        {asked.data?.map((one) => (
          <ListRow key={one.id} level={3} title={one.title} href={`/services/about/${one.id}`}>
            <p>{one.summary}</p>
            <p className="services__domain">{one.domain_text}</p>
          </ListRow>
        ))}
      </ul>
    </section>
  )
}

/** What waits for me, and what I was told. */
function Mine() {
  const { t } = useTranslation('services')
  const mine = useAsk('my cases', cases)
  const told = useAsk('inbox', inbox)
  return (
    <>
      <Link href="/services/inbox" className="services__inbox">
        <Bell aria-hidden="true" size={20} />
        <span>{t('inbox.title')}</span>
        {told.data && told.data.unread > 0 ? (
          <Chip tone="warm">{t('inbox.unread', { count: told.data.unread })}</Chip>
        ) : null}
      </Link>
      {mine.problem && !mine.problem.offline ? <Trouble problem={mine.problem} again={mine.again} /> : null}
      {mine.data && mine.data.length > 0 ? (
        <Card as="section" aria-labelledby="my-cases">
          <h2 id="my-cases">{t('mine.title')}</h2>
          <ul className="rows">
            {mine.data.slice(0, 8).map((one) => (
              <ListRow
                key={one.id}
                level={3}
                title={one.for_name ? t('check.for', { title: one.title, name: one.for_name }) : one.title}
                href={`/services/cases/${one.id}`}
                after={<Chip tone={TONE[one.state]}>{one.state_text}</Chip>}
              >
                {one.due_text ? <p>{t('case.due', { due: one.due_text })}</p> : null}
              </ListRow>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  )
}

function Events() {
  const { t } = useTranslation('services')
  const asked = useAsk('life events', lifeEvents)
  const served = asked.data?.filter((event) => event.services.length > 0)
  return (
    <section aria-labelledby="events">
      <h2 id="events">{t('events.title')}</h2>
      {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
      {!asked.data && !asked.problem ? <Skeleton label={t('loading')} /> : null}
      <ul className="services__events">
        {served?.map((event) => (
          <li key={event.id}>
            <Link href={`/services/events/${event.id}`}>
              <span>{event.title}</span>
              <small>{t('events.count', { count: event.services.length })}</small>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
