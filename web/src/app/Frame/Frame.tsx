import { CalendarHeart, CircleUserRound, Landmark, MapPin, Wallet } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useHere } from '~/app/session'
import { AskBar } from '~/features/assistant/conversation/AskBar'
import { Banners } from './Banners'
import { LanguageSwitch } from './LanguageSwitch'
import './Frame.css'

const PLACES = [
  { id: 'today', href: '/', Icon: CalendarHeart },
  { id: 'around', href: '/around', Icon: MapPin },
  { id: 'services', href: '/services', Icon: Landmark },
  { id: 'records', href: '/records', Icon: Wallet },
  { id: 'me', href: '/me', Icon: CircleUserRound },
] as const

/** Which of the five places an address belongs to. */
export function placeOf(location: string): (typeof PLACES)[number]['id'] | null {
  if (location === '/') return 'today'
  if (location.startsWith('/places/') || location.startsWith('/events/')) return 'around'
  if (location.startsWith('/sign-in') || location.startsWith('/personas')) return 'me'
  return PLACES.find((place) => place.href !== '/' && location.startsWith(place.href))?.id ?? null
}

/** The frame of the residents' app: five places below on a phone, beside on a desktop. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('app')
  const [location] = useLocation()
  const { city, session } = useHere()
  const here = placeOf(location)

  return (
    <div className="frame">
      <a className="frame__skip" href="#page">
        {t('skip')}
      </a>
      <header className="frame__head">
        <Link href="/" className="frame__city">
          {city?.logo_url ? <span className="frame__logo" style={{ maskImage: `url("${city.logo_url}")` }} /> : null}
          <span>{city?.name ?? '\u00a0'}</span>
        </Link>
        <div className="frame__tools">
          {session?.role ? (
            <Link href="/desk" className="frame__tool">
              {t('desk')}
            </Link>
          ) : null}
          {session && !session.signed_in ? (
            <Link href="/sign-in" className="frame__tool">
              {t('signIn')}
            </Link>
          ) : null}
          <LanguageSwitch />
        </div>
      </header>
      <nav className="frame__places" aria-label={t('places.label')}>
        <ul>
          {PLACES.map(({ id, href, Icon }) => (
            <li key={id}>
              <Link href={href} aria-current={here === id ? 'page' : undefined}>
                <Icon aria-hidden="true" size={24} strokeWidth={here === id ? 2.4 : 1.8} />
                <span>{t(`places.${id}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Banners />
      <main id="page" className="frame__page" tabIndex={-1}>
        {children}
      </main>
      <AskBar />
    </div>
  )
}
