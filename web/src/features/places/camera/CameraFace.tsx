import { CameraOff } from 'lucide-react'
import { useEffect, useRef, useState, type CSSProperties, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'

import { compass, type Heading } from '~/geo/heading'
import { focal_px, type Standing } from '~/geo/now'
import { OpenText } from '../list/PlaceRow'
import { useStandings, type Spot, type Stance } from '../faces/useStandings'
import type { Near } from '../usePlaces'
import { distanceText } from '../words'
import { North } from './North'
import { Chosen, HereCard, OutOfView } from './Cards'
import { useCamera } from './useCamera'
import './CameraFace.css'

const RADIUS_M = 400
const LANE_PX = 74

interface Props {
  items: Near[]
  stance: Omit<Stance, 'heading_deg'>
  heading: Heading
  selected: string | null
  onSelect: (id: string | null) => void
  /** Without the camera's picture: a walk that is replayed has none. */
  blind?: boolean
}

/** What is around, over the picture of the camera. Its labels are buttons in a list: all it does, keys and ears do too. */
export default function CameraFace({ items, stance, heading, selected, onSelect, blind = false }: Props) {
  const { t } = useTranslation('places')
  const frame = useRef<HTMLDivElement>(null)
  const { video, state, long_px } = useCamera(!blind)
  const { width_px, view_deg } = usePicture(frame, long_px)
  const [adjusting, setAdjusting] = useState(false)
  const heading_deg = heading.state === 'known' ? heading.heading_deg : 0
  const around = useStandings(items, { ...stance, heading_deg }, RADIUS_M, { width_px, view_deg })

  const labelled = around.filter((one) => one.lane >= 0)
  const here = around.filter((one) => one.is_here)
  const elsewhere = around.filter((one) => one.lane < 0 && !one.is_here)
  const chosen = around.find((one) => one.place.id === selected)

  return (
    <section className="camera" aria-label={t('camera.label')}>
      <div
        className="camera__frame"
        ref={frame}
        data-heading={heading_deg.toFixed(3)}
        data-view={view_deg.toFixed(3)}
        data-adjusting={adjusting || undefined}
        {...useDrag(adjusting, focal_px({ width_px, view_deg }))}
      >
        <video ref={video} className="camera__video" muted playsInline aria-hidden="true" data-state={state} />
        {state === 'refused' || state === 'missing' ? (
          <p className="camera__dark">
            <CameraOff aria-hidden="true" size={20} />
            {t(`camera.${state}`)}
          </p>
        ) : null}
        <North heading={heading} adjusting={adjusting} onAdjusting={setAdjusting} />
        <ul className="camera__labels" aria-label={t('camera.inView')}>
          {labelled.map((one) => (
            <Label
              key={one.place.id}
              one={one}
              pressed={one.place.id === selected}
              onPress={() => onSelect(one.place.id === selected ? null : one.place.id)}
            />
          ))}
        </ul>
      </div>
      {chosen ? <Chosen one={chosen} onClose={() => onSelect(null)} /> : null}
      {here.length > 0 ? <HereCard here={here} onSelect={onSelect} /> : null}
      <OutOfView elsewhere={elsewhere} onSelect={onSelect} />
      {heading.state === 'known' && heading.byHand ? (
        <div className="camera__turn" role="group" aria-label={t('camera.turn')}>
          <Button kind="secondary" onClick={() => compass.turn(-15)}>
            {t('camera.turnLeft')}
          </Button>
          <Button kind="secondary" onClick={() => compass.turn(15)}>
            {t('camera.turnRight')}
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function Label({ one, pressed, onPress }: { one: Standing<Spot>; pressed: boolean; onPress: () => void }) {
  const { t, i18n } = useTranslation('places')
  const { place } = one.place.near
  const style = { '--x': `${one.x_px}px`, '--up': `${one.lane * LANE_PX}px` } as CSSProperties
  return (
    <li className="camera__spot" style={style} data-place={place.id}>
      <button type="button" className="camera__label" aria-pressed={pressed} data-behind={one.is_behind || undefined} onClick={onPress}>
        <strong>{place.name}</strong>
        <span>
          {distanceText(one.distance_m, i18n.language)}
          {one.is_behind ? ` · ${t('camera.behindHouse')}` : null}
          {one.fits === 2 ? ` · ${t('needs.notForYou')}` : null}
        </span>
        {one.is_behind || one.fits === 2 ? null : <OpenText place={place} />}
      </button>
      <span className="camera__stem" aria-hidden="true" />
    </li>
  )
}

/** How wide the picture is drawn and how wide it sees: a phone's camera sees about 66 degrees along its longer side. */
function usePicture(frame: React.RefObject<HTMLDivElement | null>, long_px: (box: DOMRect) => number) {
  const [picture, setPicture] = useState({ width_px: 390, view_deg: 45 })
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const measure = () => {
      const box = element.getBoundingClientRect()
      const focal = long_px(box) / 2 / Math.tan((33 * Math.PI) / 180)
      const view = (2 * Math.atan(box.width / 2 / focal) * 180) / Math.PI
      setPicture({ width_px: box.width, view_deg: Math.max(20, Math.min(120, view)) })
    }
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    return () => watch.disconnect()
  }, [frame, long_px])
  return picture
}

/** Drag the labels to where things are: north is adjusted by as much. */
function useDrag(on: boolean, focal: number) {
  const last = useRef<number | null>(null)
  if (!on) return {}
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if ((event.target as Element).closest('button')) return
      last.current = event.clientX
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      if (last.current === null) return
      const moved = event.clientX - last.current
      last.current = event.clientX
      compass.adjust((-Math.atan2(moved, focal) * 180) / Math.PI)
    },
    onPointerUp: () => (last.current = null),
    onPointerCancel: () => (last.current = null),
  }
}
