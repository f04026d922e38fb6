import { useTranslation } from 'react-i18next'
import type { Doable, Obstacle } from './fits'

/** Whether she can do a trail, stop by stop: what stands in the way, and what nobody has measured. */
export function ForMe({ doable, stops }: { doable: Doable; stops: number }) {
  const { t } = useTranslation('places_trails')
  const { fits, obstacles, unknown } = doable
  const byStop = [...new Set(obstacles.map(({ stop }) => stop))]
  const said = ({ measure, value }: Obstacle) => (measure === 'step' ? t('way.step') : t(`way.${measure}`, { value }))
  return (
    <div className={`trail__for-me trail__for-me--${fits}`}>
      <p>{t(`forMe.${fits === 0 ? 'fits' : fits === 1 ? 'unknown' : 'not'}`)}</p>
      {byStop.length > 0 ? (
        <ul className="trail__facts">
          {byStop.map((stop) => (
            <li key={stop}>
              {t('forMe.at', { stop, what: obstacles.filter((one) => one.stop === stop).map(said).join(', ') })}
            </li>
          ))}
        </ul>
      ) : null}
      {unknown.length > 0 ? <p className="trail__small">{t('forMe.measured', { count: unknown.length, stops })}</p> : null}
    </div>
  )
}
