import { useTranslation } from 'react-i18next'
import { KEY_OF, useShortcutsOn, type Shortcut } from '../shortcuts'

/** The keys that work on this page, as small keycaps. */
export function Keys({ of }: { of: Shortcut[] }) {
  const { t } = useTranslation('desk')
  if (!useShortcutsOn()) return null
  return (
    <p className="keys">
      <span className="ams-visually-hidden">{t('keys.title')}: </span>
      {of.map((shortcut) => (
        <span key={shortcut}>
          {t(`keys.${shortcut}`)} <kbd>{KEY_OF[shortcut]}</kbd>
        </span>
      ))}
    </p>
  )
}
