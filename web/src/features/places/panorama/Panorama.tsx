import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Minus, Plus, type LucideIcon } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { sphere } from './sphere'
import { directionOf, FIRST_VIEW, KEYS, moved, turned, type Move, type View } from './view'
import './Panorama.css'

const BUTTONS: [Move, LucideIcon][] = [
  ['left', ArrowLeft],
  ['right', ArrowRight],
  ['up', ArrowUp],
  ['down', ArrowDown],
  ['nearer', Plus],
  ['farther', Minus],
]

interface Props {
  url: string
  /** What there is to see, for who cannot. */
  alternative: string
}

/** A picture all around, turned by buttons, keys or dragging; without WebGL it is shown flat. */
export default function Panorama({ url, alternative }: Props) {
  const { t } = useTranslation('places')
  const canvas = useRef<HTMLCanvasElement>(null)
  const [view, setView] = useState<View>(FIRST_VIEW)
  const [draw, setDraw] = useState<((view: View) => void) | null>(null)
  const [flat, setFlat] = useState(false)

  useEffect(() => {
    let gone = false
    const picture = new Image()
    picture.src = url
    picture.decode().then(
      () => {
        const made = gone || !canvas.current ? null : sphere(canvas.current, picture)
        if (made) setDraw(() => made)
        else setFlat(true)
      },
      () => setFlat(true),
    )
    return () => {
      gone = true
    }
  }, [url])

  useEffect(() => {
    const element = canvas.current
    if (!draw || !element) return
    const watch = new ResizeObserver(() => draw(view))
    watch.observe(element)
    return () => watch.disconnect()
  }, [draw, view])

  const drag = useDrag((right_px, down_px, high_px) =>
    setView((last) => turned(last, (-right_px * last.high_deg) / high_px, (down_px * last.high_deg) / high_px)),
  )
  const keys = (event: KeyboardEvent) => {
    const move = KEYS[event.key]
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    setView((last) => moved(last, move))
  }
  if (flat) return <img src={url} alt={alternative} />
  return (
    <div className="panorama" role="group" aria-label={t('panorama.label')}>
      <canvas
        ref={canvas}
        className="panorama__picture"
        role="img"
        aria-label={alternative}
        data-drawn={draw ? true : undefined}
        data-yaw={view.yaw_deg.toFixed(0)}
        {...drag}
      />
      <div className="panorama__buttons">
        {BUTTONS.map(([move, Icon]) => (
          <button
            key={move}
            type="button"
            aria-label={t(`panorama.${move}`)}
            onKeyDown={keys}
            onClick={() => setView(moved(view, move))}
          >
            <Icon aria-hidden="true" size={20} />
          </button>
        ))}
      </div>
      <p className="panorama__where" role="status">
        {t(`panorama.to.${directionOf(view)}`)}
      </p>
    </div>
  )
}

function useDrag(by: (right_px: number, down_px: number, high_px: number) => void) {
  const last = useRef<[number, number] | null>(null)
  const end = () => (last.current = null)
  return {
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => {
      last.current = [event.clientX, event.clientY]
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => {
      if (!last.current) return
      by(event.clientX - last.current[0], event.clientY - last.current[1], event.currentTarget.clientHeight)
      last.current = [event.clientX, event.clientY]
    },
    onPointerUp: end,
    onPointerCancel: end,
  }
}
