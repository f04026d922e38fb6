import { Menu } from 'lucide-react'
import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Asked } from '~/api/useAsk'
import { Banners } from '~/app/Frame/Banners'
import { useHere } from '~/app/session'
import type { Desk } from '../types'
import { Rail } from './Rail'
import './DeskFrame.css'

/** The desk's own frame: a dark rail with the menu of one's role, and the page beside it (below it on a phone). */
export function DeskFrame({ asked, children }: { asked: Asked<Desk>; children: ReactNode }) {
  const { t } = useTranslation('desk')
  const { city } = useHere()
  const [location] = useLocation()
  const [openAt, setOpenAt] = useState<string | null>(null)
  const open = openAt === location // Going to another page closes the menu.
  const main = useRef<HTMLElement>(null)

  return (
    <div className="desk">
      <a
        className="frame__skip desk__skip"
        href="#page"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        {t('skip')}
      </a>
      <header className="desk__rail" data-open={open || undefined}>
        <div className="desk__brand">
          <strong>{t('of_city', { city: city?.name ?? '' })}</strong>
          <button
            type="button"
            className="desk__menu-button"
            aria-expanded={open}
            onClick={() => setOpenAt(open ? null : location)}
          >
            <Menu aria-hidden="true" size={20} />
            {t('menu')}
          </button>
        </div>
        <Rail desk={asked.data} />
      </header>
      <div className="desk__side">
        <Banners />
        <main id="page" tabIndex={-1} ref={main} className="desk__main">
          {children}
        </main>
      </div>
    </div>
  )
}
