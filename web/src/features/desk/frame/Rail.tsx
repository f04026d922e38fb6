import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { LanguageSwitch } from '~/app/Frame/LanguageSwitch'
import { useHere } from '~/app/session'
import { useLeave } from '~/features/signin/leave'
import { turnShortcuts, useShortcutsOn } from '../shortcuts'
import type { Desk } from '../types'

/** Which entry of the menu an address belongs to. */
export function entryOf(location: string): string {
  const entry = location.split('/')[2] ?? ''
  return entry === '' || entry === 'due' ? 'queue' : entry
}

/** The menu of one's role, and below it who one is, the switch for single keys, and the ways out. */
export function Rail({ desk }: { desk: Desk | null }) {
  const { t } = useTranslation('desk')
  const { session } = useHere()
  const [location] = useLocation()
  const leave = useLeave()
  const here = entryOf(location)
  return (
    <div className="desk__rail-inside">
      <nav aria-label={t('menu_label')}>
        {desk?.menu.map((part) => (
          <div key={part.id} className="desk__part">
            <p id={`desk-part-${part.id}`}>{part.title}</p>
            <ul className="desk__menu" aria-labelledby={`desk-part-${part.id}`}>
              {part.pages.map(({ id, title }) => (
                <li key={id}>
                  {id === 'admin' ? (
                    <a href="/admin/">{title}</a>
                  ) : (
                    <Link
                      href={id === 'queue' ? '/desk' : `/desk/${id}`}
                      aria-current={here === id ? 'page' : undefined}
                    >
                      {title}
                      {id === 'queue' && desk.queue.length > 0 ? (
                        <span className="desk__count">{desk.queue.length}</span>
                      ) : null}
                    </Link>
                  )}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="desk__foot">
        <p>{desk ? t('you', { name: desk.name, role: desk.role_text }) : (session?.name ?? '')}</p>
        <ShortcutSwitch />
        <div className="desk__ways">
          <Link href="/">{t('to_app')}</Link>
          <LanguageSwitch />
          <button type="button" onClick={() => void leave()}>
            {t('sign_out')}
          </button>
        </div>
      </div>
    </div>
  )
}

function ShortcutSwitch() {
  const { t } = useTranslation('desk')
  const on = useShortcutsOn()
  const [said, setSaid] = useState('')
  return (
    <div className="desk__keys-switch">
      <label>
        <input
          type="checkbox"
          checked={on}
          aria-describedby="desk-keys-hint"
          onChange={(event) => {
            turnShortcuts(event.target.checked)
            setSaid(event.target.checked ? t('keys.is_on') : t('keys.is_off'))
          }}
        />
        {t('keys.on')}
      </label>
      <p id="desk-keys-hint">{t('keys.on_hint')}</p>
      <p role="status" className="ams-visually-hidden">
        {said}
      </p>
    </div>
  )
}
