import { Accessibility, Clock, Heart, Search, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { anyFilter, GROUPS, NO_FILTERS, type Filters } from './filters'
import './FilterBar.css'

/** Choose what to see: words, a group, open now, step-free. */
export function FilterBar({
  filters,
  likes,
  onChange,
}: {
  filters: Filters
  /** Whether anything is known of what one likes. */
  likes: boolean
  onChange: (filters: Filters) => void
}) {
  const { t } = useTranslation('places')
  return (
    <search className="filters">
      <label className="filters__search">
        <span className="ams-visually-hidden">{t('filters.search')}</span>
        <Search aria-hidden="true" size={20} />
        <input
          type="search"
          value={filters.text}
          placeholder={t('filters.search')}
          autoComplete="off"
          enterKeyHint="search"
          onChange={(event) => onChange({ ...filters, text: event.target.value })}
        />
      </label>
      <div className="filters__chips" role="group" aria-label={t('filters.label')}>
        <Toggle
          on={filters.openNow}
          icon={<Clock size={16} />}
          onPress={(openNow) => onChange({ ...filters, openNow })}
        >
          {t('filters.openNow')}
        </Toggle>
        <Toggle
          on={filters.stepFree}
          icon={<Accessibility size={16} />}
          onPress={(stepFree) => onChange({ ...filters, stepFree })}
        >
          {t('filters.stepFree')}
        </Toggle>
        {likes ? (
          <Toggle on={filters.liked} icon={<Heart size={16} />} onPress={(liked) => onChange({ ...filters, liked })}>
            {t('filters.liked')}
          </Toggle>
        ) : null}
        {GROUPS.map((group) => (
          <Toggle
            key={group}
            on={filters.group === group}
            onPress={(on) => onChange({ ...filters, group: on ? group : null })}
          >
            {t(`group.${group}`)}
          </Toggle>
        ))}
        {anyFilter(filters) ? (
          <button type="button" className="filters__clear" onClick={() => onChange(NO_FILTERS)}>
            <X aria-hidden="true" size={16} />
            {t('filters.clear')}
          </button>
        ) : null}
      </div>
    </search>
  )
}

function Toggle({
  on,
  icon,
  onPress,
  children,
}: {
  on: boolean
  icon?: ReactNode
  onPress: (on: boolean) => void
  children: ReactNode
}) {
  return (
    <button type="button" className="filters__toggle" aria-pressed={on} onClick={() => onPress(!on)}>
      {icon}
      {children}
    </button>
  )
}
