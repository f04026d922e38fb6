import { Phone, Search, Siren } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '~/app/session'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { ListRow } from '~/design/ListRow/ListRow'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { KindIcon } from '~/features/places/KindIcon'
import { OpenText } from '~/features/places/list/PlaceRow'
import { Back } from '../cases/CasePage'
import { placeHref } from '~/features/places/placeHref'
import { usePosition } from '~/geo/position'
import { SERVICE_GROUPS, useOffices, type Service, type ServiceGroup } from './useOffices'
import '../Services.css'

/** How many services of a group are drawn before one asks for all. */
const FIRST = 5

/** The offices and services of the city, by what they help with. */
export function OfficesPage() {
  const { t } = useTranslation('services')
  const [words, setWords] = useState('')
  const { held, byGroup, searching } = useOffices(words)
  const located = usePosition().state === 'known'
  const groups = SERVICE_GROUPS.filter((group) => (byGroup?.get(group)?.length ?? 0) > 0)

  return (
    <Page above={<Back />} title={t('offices.title')} lead={t('offices.lead')} width="wide">
      <div className="services">
        <label className="services__search">
          <span className="ams-visually-hidden">{t('offices.search')}</span>
          <Search aria-hidden="true" size={20} />
          <input
            type="search"
            value={words}
            placeholder={t('offices.example')}
            autoComplete="off"
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
        {located ? <p className="service__small">{t('offices.stays')}</p> : null}
        <KeptAt at={held.keptAt} />
        {held.problem ? <Trouble problem={held.problem} again={held.again} /> : null}
        {!byGroup && !held.problem ? <Skeleton label={t('loading')} /> : null}
        <div className="services__groups">
          {groups.map((group) => (
            <GroupCard key={group} group={group} services={byGroup!.get(group)!} all={words.trim() !== ''} />
          ))}
        </div>
        {byGroup && groups.length === 0 && !searching ? (
          <EmptyState title={t('offices.none', { words })}>
            <p>{t('offices.noneNext')}</p>
          </EmptyState>
        ) : null}
        <People />
      </div>
    </Page>
  )
}

function GroupCard({ group, services, all }: { group: ServiceGroup; services: Service[]; all: boolean }) {
  const { t } = useTranslation('services')
  const [open, setOpen] = useState(false)
  const shown = all || open ? services : services.slice(0, FIRST)
  return (
    <Card as="section" className="services__group">
      <h2>{t(`offices.group.${group}`)}</h2>
      <ul className="rows">
        {shown.map(({ place, kind }) => (
          <ListRow
            key={place.id}
            level={3}
            before={<KindIcon category={kind.id} size={22} className="services__icon" />}
            title={place.name}
            href={placeHref(place.id)}
          >
            <p>{[kind.name === place.name ? '' : kind.name, place.address].filter(Boolean).join(' · ')}</p>
            <p className="services__open">
              <OpenText place={place} />
            </p>
          </ListRow>
        ))}
      </ul>
      {shown.length < services.length ? (
        <Button kind="quiet" onClick={() => setOpen(true)}>
          {t('offices.all', { count: services.length })}
        </Button>
      ) : null}
    </Card>
  )
}

/** Whom to call: a person at the town hall, or help in an emergency. */
export function People() {
  const { t } = useTranslation('services')
  const { city } = useHere()
  if (!city) return null
  const { phone } = city.contact
  return (
    <div className="services__people">
      {phone ? (
        <ButtonLink
          kind="secondary"
          href={`tel:${phone.replace(/[^+\d]/g, '')}`}
          icon={<Phone aria-hidden="true" size={18} />}
        >
          {t('person', { phone })}
        </ButtonLink>
      ) : null}
      <ButtonLink kind="danger" href={`tel:${city.emergency}`} icon={<Siren aria-hidden="true" size={18} />}>
        {t('emergency', { number: city.emergency })}
      </ButtonLink>
    </div>
  )
}
