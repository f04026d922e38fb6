import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { Chip } from '~/design/Card/Card'
import { Toggle } from '~/design/Toggle/Toggle'
import { location } from '~/geo/position'
import type { CheckIn as How, Solved } from '~/offline/walks'
import { Finished } from './Finished'
import { Group } from './Group'
import { StopCard } from './StopCard'
import { inWords, type Trail } from './useTrails'
import { isDone, useWalk } from './useWalk'

/** One trail as one walks it: the stop that is next, what is done, one's group, and the badge. */
export function Walking({ trail }: { trail: Trail }) {
  const { t, i18n } = useTranslation('places_trails')
  const { walk, mine, change, forget, share } = useWalk(trail)
  const [chosen, setChosen] = useState<string | null>(null)
  const [byEar, setByEar] = useState(false)
  if (!walk) return null
  const next = trail.stops.find((stop) => !isDone(walk, stop))
  const current = trail.stops.find((stop) => stop.id === chosen) ?? next ?? null
  const reached = (how: How) => {
    if (!current) return
    setChosen(current.id)
    change({ ...walk, reached: { ...walk.reached, [current.id]: how } })
  }
  const solved = (how: Solved) => {
    if (current) change({ ...walk, solved: { ...walk.solved, [current.id]: how } })
  }
  const begun = Object.keys(walk.reached).length > 0 || walk.group
  return (
    <>
      <div className="trail__progress">
        <label htmlFor="trail-progress">{t('progress', { done: mine.length, total: trail.stops.length })}</label>
        <progress id="trail-progress" max={trail.stops.length} value={mine.length} />
      </div>
      <Toggle
        label={t('byEar.label')}
        state={byEar ? t('byEar.on') : t('byEar.off')}
        checked={byEar}
        onChange={(on) => {
          setByEar(on)
          if (on) location.ask()
        }}
      />
      {!next ? <Finished trail={trail} walk={walk} /> : null}
      {current ? (
        <StopCard trail={trail} stop={current} walk={walk} byEar={byEar} reached={reached} solved={solved} />
      ) : null}
      {current && next && current !== next && isDone(walk, current) ? (
        <Button onClick={() => setChosen(next.id)}>{t('next')}</Button>
      ) : null}
      <section aria-labelledby="trail-stops">
        <h2 id="trail-stops">{t('stops')}</h2>
        <ol className="trail__stops">
          {trail.stops.map((stop, at) => {
            const hidden = trail.kind === 'hunt' && !walk.reached[stop.id]
            const state = isDone(walk, stop) ? 'done' : walk.group?.done.includes(stop.id) ? 'byGroup' : null
            return (
              <li key={stop.id}>
                <Button
                  kind="quiet"
                  aria-pressed={stop === current}
                  disabled={hidden && stop !== next}
                  onClick={() => setChosen(stop.id)}
                >
                  {`${at + 1}. ${hidden ? t('stop.unknown') : inWords(stop.name, i18n.language)}`}
                </Button>
                {state ? <Chip tone="true">{t(`stop.${state}`)}</Chip> : null}
              </li>
            )
          })}
        </ol>
      </section>
      <Group walk={walk} mine={mine} total={trail.stops.length} change={change} share={share} />
      <p className="trail__small">{t('private')}</p>
      {begun ? (
        <Button
          kind="quiet"
          onClick={() => {
            setChosen(null)
            forget()
          }}
        >
          {t('forget')}
        </Button>
      ) : null}
    </>
  )
}
