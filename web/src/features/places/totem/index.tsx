import { QrCode } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Redirect, useParams } from 'wouter'
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { useCounted } from '../counted/useCounted'
import { useKeptPacks } from '../pack/usePack'
import { placeHref } from '../placeHref'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/totems/{code}'> {}
}

/** Where a code in the street leads: straight to its place, in the visitor's language, with nothing installed. */
export default function TotemPage() {
  const { code = '' } = useParams<{ code: string }>()
  const { t } = useTranslation('places')
  const asked = useAsk(`totem ${code}`, () => ask(api.GET('/api/v1/totems/{code}', { params: { path: { code } } })))
  const packs = useKeptPacks()
  const kept = asked.problem?.offline ? packs?.map((pack) => pack.items[`totem ${code.toUpperCase()}`]).find(Boolean) : null
  const place = asked.data?.state === 'stands' ? asked.data.place : kept ? (JSON.parse(kept) as { place: string }).place : null
  useCounted('totem', asked.data?.state === 'stands' && !asked.keptAt ? code : null)

  if (place) return <Redirect to={placeHref(place)} replace />
  const state = asked.data?.state
  return (
    <Page title={t('totem.title')}>
      {state ? (
        <EmptyState
          icon={<QrCode aria-hidden="true" />}
          title={t(`totem.${state}`)}
          action={<ButtonLink href="/around">{t('totem.around')}</ButtonLink>}
        >
          <p>{t(`totem.${state}Next`)}</p>
        </EmptyState>
      ) : asked.problem ? (
        <Trouble problem={asked.problem} again={asked.again} />
      ) : (
        <Skeleton label={t('totem.looking')} />
      )}
    </Page>
  )
}
