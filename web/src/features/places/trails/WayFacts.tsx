import { useTranslation } from 'react-i18next'
import { inWords, type Stop, type Words } from './useTrails'

const NUMBERS = ['kerb_cm', 'incline_pct', 'width_cm', 'door_cm', 'steps'] as const
const OF_USE = ['kerb_cm', 'incline_pct', 'width_cm', 'surface'] as const

/** What was measured on the way to a stop, and what nobody has measured. */
export function WayFacts({ way, all }: { way: Stop['way']; all: boolean }) {
  const { t, i18n } = useTranslation('places_trails')
  const lines: string[] = []
  if (way.step_free === true) lines.push(t('way.stepFree'))
  if (way.step_free === false) lines.push(t('way.step'))
  for (const name of NUMBERS) {
    const value: unknown = way[name]
    if (typeof value === 'number') lines.push(t(`way.${name}`, { value }))
  }
  if (typeof way.surface === 'string')
    lines.push(t('way.surface', { surface: t(`surface.${way.surface}`, { defaultValue: way.surface }) }))
  if (way.accessible_toilet === true) lines.push(t('way.toilet'))
  const unknown = all ? OF_USE.filter((name) => way[name] === undefined).map((name) => t(`measure.${name}`)) : []
  const note = inWords(way.note as Words | undefined, i18n.language)
  if (lines.length === 0 && unknown.length === 0) return null
  return (
    <section>
      <h3>{t('way.title')}</h3>
      <ul className="trail__facts">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {unknown.length > 0 ? <li>{t('way.unknown', { what: unknown.join(', ') })}</li> : null}
      </ul>
      {note ? <p>{note}</p> : null}
    </section>
  )
}
