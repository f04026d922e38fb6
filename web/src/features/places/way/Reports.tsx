import { useTranslation } from 'react-i18next'
import { api, ask } from '~/api/client'
import { localeOf } from '~/app/i18n'
import { useHere } from '~/app/session'
import { Button } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import type { Told } from '~/geo/walking/telling'
import { distance_m } from '~/geo/geo'
import type { useWays } from './useWays'

const NEAR_M = 250
const SHOWN_MAX = 6

/** What others reported near this way, with its age; who is there says whether it still is. */
export function Reports({ ways, told }: { ways: ReturnType<typeof useWays>; told?: Told }) {
  const { t, i18n } = useTranslation('places_way')
  const { session } = useHere()
  const line = told ? [...told.walk.points, ...told.avoided.map((one) => one.at)] : null
  const near = (ways.reported.data?.items ?? [])
    .filter((one) => !line || line.some((point) => distance_m(point, one) <= NEAR_M))
    .slice(0, SHOWN_MAX)
  if (near.length === 0) return null

  async function say(id: number, there: boolean) {
    await ask(api.POST('/api/v1/barriers/{id}/words', { params: { path: { id } }, body: { there } })).catch(() => null)
    ways.reported.again()
  }
  return (
    <Card as="section">
      <h2>{t('reports')}</h2>
      <ul className="way-reports">
        {near.map((one) => {
          const name = `${t(`barrier.${one.kind}`)}, ${one.street || t('unnamed.street')}`
          const day = new Date(one.reported_at).toLocaleString(localeOf(i18n.language), {
            weekday: 'long',
            day: 'numeric',
            month: 'long',
            hour: '2-digit',
            minute: '2-digit',
          })
          return (
            <li key={one.id}>
              <h3>{name}</h3>
              <p>
                {t('since', { day })} {one.there > 1 ? t('confirmed', { count: one.there }) : ''}{' '}
                {one.state === 'doubtful' ? t('doubtful') : ''}
              </p>
              {session?.resident ? (
                <div className="way-words">
                  <Button kind="secondary" onClick={() => void say(one.id, true)} aria-label={t('stillThere', { name })}>
                    {t('still')}
                  </Button>
                  <Button kind="secondary" onClick={() => void say(one.id, false)} aria-label={t('isGone', { name })}>
                    {t('gone')}
                  </Button>
                </div>
              ) : null}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
