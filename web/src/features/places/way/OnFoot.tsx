import { CornerUpLeft, CornerUpRight, Footprints, MoveUp, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Place } from '~/api/types'
import { Card } from '~/design/Card/Card'
import { Notice } from '~/design/Notice/Notice'
import { Segmented } from '~/design/Segmented/Segmented'
import { bearing_deg, distance_m } from '~/geo/geo'
import type { Avoided, Told, Turn } from '~/geo/walking/telling'
import { SmallMap } from '../place/SmallMap'
import { useKinds } from '../usePlaces'
import { distanceText } from '../words'
import { Report } from './Report'
import { Reports } from './Reports'
import type { useWays } from './useWays'
import { avoidedText, helpLines, minutesOf, stepText, unknownLines } from './words'

const ICONS: Record<Turn, typeof MoveUp> = {
  start: Footprints,
  straight: MoveUp,
  left: CornerUpLeft,
  right: CornerUpRight,
  back: Undo2,
}

/** The ways on foot: how long, step by step, on a map, and what was avoided for whom. */
export function OnFoot({ place, ways }: { place: Place; ways: ReturnType<typeof useWays> }) {
  const { t, i18n } = useTranslation('places_way')
  const [chosen, setChosen] = useState('0')
  const all = ways.found?.ways ?? []
  const told = all[Number(chosen)] ?? all[0]

  if (!told) return <NoWay inTheWay={ways.found?.inTheWay ?? []} ways={ways} />
  const length = (one: Told) =>
    t('length', { distance: distanceText(one.walk.metres, i18n.language), count: minutesOf(one) })
  return (
    <div className="place">
      <div className="place__main">
        <p className="way-sum" role="status">
          {length(told)}
        </p>
        {all.length > 1 ? (
          <Segmented
            label={t('others')}
            value={String(all.indexOf(told))}
            onChange={setChosen}
            options={all.map((one, i) => ({ value: String(i), label: i === 0 ? t('best') : length(one) }))}
          />
        ) : null}
        <Card as="section">
          <h2>{t('steps')}</h2>
          <ol className="way-steps">
            {told.steps.map((step, i) => {
              const Icon = ICONS[step.turn]
              return (
                <li key={i}>
                  <Icon aria-hidden="true" size={20} />
                  <span>{stepText(step, t, i18n.language)}</span>
                </li>
              )
            })}
            <li>
              <Footprints aria-hidden="true" size={20} />
              <span>{t('arrived', { place: place.name })}</span>
            </li>
          </ol>
        </Card>
        <ToKnow told={told} />
        <Reports ways={ways} told={told} />
        <Report ways={ways} told={told} />
      </div>
      <div className="place__side">
        <Drawn place={place} told={told} ways={ways} />
      </div>
    </div>
  )
}

/** What was avoided and how much longer that is; what nobody knows; what helps. */
function ToKnow({ told }: { told: Told }) {
  const { t, i18n } = useTranslation('places_way')
  const unknown = unknownLines(told, t, i18n.language)
  const helps = helpLines(told, t, i18n.language)
  const longer = told.longer_m >= 10 ? t('longer', { distance: distanceText(told.longer_m, i18n.language) }) : ''
  if (told.avoided.length + unknown.length + helps.length === 0) return null
  return (
    <Card as="section">
      {told.avoided.length > 0 ? (
        <>
          <h2>{t('avoids')}</h2>
          <AvoidedList items={told.avoided} />
          {longer ? <p>{longer}</p> : null}
        </>
      ) : null}
      {unknown.length > 0 ? (
        <>
          <h2>{t('notKnown')}</h2>
          <ul className="entrance__facts">
            {unknown.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      ) : null}
      {helps.length > 0 ? (
        <>
          <h2>{t('onTheWay')}</h2>
          <ul className="entrance__facts">
            {helps.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      ) : null}
    </Card>
  )
}

function AvoidedList({ items }: { items: Avoided[] }) {
  const { t } = useTranslation('places_way')
  return (
    <ul className="entrance__facts">
      {items.map((one) => (
        <li key={`${one.fact} ${one.name} ${one.barrier}`}>
          {avoidedText(one, t)}
          {one.barrier ? ` ${t('reported')}` : ''}
        </li>
      ))}
    </ul>
  )
}

function NoWay({ inTheWay, ways }: { inTheWay: Avoided[]; ways: ReturnType<typeof useWays> }) {
  const { t } = useTranslation('places_way')
  return (
    <>
      <Notice tone="warm" role="status" title={t('noWay')}>
        {inTheWay.length > 0 ? (
          <>
            <p>{t('noWayBecause')}</p>
            <AvoidedList items={inTheWay} />
          </>
        ) : (
          <p>{t('noStreets')}</p>
        )}
      </Notice>
      <Reports ways={ways} />
    </>
  )
}

function Drawn({ place, told, ways }: { place: Place; told: Told; ways: ReturnType<typeof useWays> }) {
  const { t } = useTranslation('places_way')
  const kinds = useKinds()
  const start = told.walk.points[0] ?? place
  const near = {
    place: { ...place, source: place.source.name },
    kind: kinds.get(place.category),
    distance_m: distance_m(start, place),
    bearing_deg: bearing_deg(start, place),
  }
  return (
    <Card as="section">
      <h2 className="ams-visually-hidden">{t('map')}</h2>
      <SmallMap near={near} sources={ways.attributions} line={told.walk.points} />
      <p className="place__small">{t('foundHere')}</p>
    </Card>
  )
}
