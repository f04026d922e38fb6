import { Navigation, Square, Volume2 } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { localeOf } from '~/app/i18n'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Segmented } from '~/design/Segmented/Segmented'
import { Toggle } from '~/design/Toggle/Toggle'
import { beaconSound, callouts, courseOf, sideOf, SpeechQueue, type Verbosity } from '~/geo/callouts'
import { turnedFrom, type Standing } from '~/geo/now'
import { bearing_deg, distance_m, type Point } from '~/geo/geo'
import type { Heading } from '~/geo/heading'
import { useStandings, type Spot, type Stance } from '../faces/useStandings'
import { placeHref } from '../placeHref'
import type { Near } from '../usePlaces'
import { distanceText } from '../words'
import { Beacon } from './Beacon'
import { keepListening, keptListening } from './settings'
import { hush, speak } from './voice'
import './ListenFace.css'

const RADIUS_M = 300
const LINES_MAX = 30

interface Props {
  items: Near[]
  stance: Omit<Stance, 'heading_deg'>
  heading: Heading
  selected: string | null
  onSelect: (id: string | null) => void
}

interface Line {
  id: number
  text: string
}

/** What is around, for the ear: ahead, right, behind, left, as one walks; and a sound from where one wants to go. */
export default function ListenFace({ items, stance, heading, selected, onSelect }: Props) {
  const { t, i18n } = useTranslation('places')
  const [listening, setListening] = useState(keptListening)
  const [on, setOn] = useState(false)
  const [beaconOn, setBeaconOn] = useState(false)
  const { lines, say } = useVoice(listening.written, localeOf(i18n.language))
  const course = useCourse(stance.here)
  const looking = heading.state === 'known' && !heading.byHand ? heading.heading_deg : course
  const around = useStandings(items, { ...stance, heading_deg: looking }, RADIUS_M)
  const target = items.find(({ place }) => place.id === selected)

  const sentence = useCallback(
    (one: Standing<Spot>) => {
      const distance = distanceText(one.distance_m, i18n.language)
      const { name } = one.place.near.place
      if (one.is_here) return t('listen.here', { name })
      if (looking === null) return t('listen.somewhere', { name, distance })
      return t(`listen.${sideOf(one.relative_deg)}`, { name, distance })
    },
    [t, i18n.language, looking],
  )

  // On the way.
  const said = useRef(new Map<string, number>())
  useEffect(() => {
    if (!on) return
    const moment = Date.now() / 1000
    for (const one of callouts(around, said.current, moment, listening.verbosity)) {
      said.current.set(one.place.id, moment)
      say(sentence(one))
    }
  }, [on, around, listening.verbosity, say, sentence])
  useScreenStaysOn(on)

  // To the target.
  const way = useMemo(() => {
    if (!target) return null
    const metres = distance_m(stance.here, target.place)
    const bearing = bearing_deg(stance.here, target.place)
    return { metres, relative: looking === null ? null : turnedFrom(bearing, looking) }
  }, [target, stance.here, looking])
  useBeacon(beaconOn && target !== undefined, way)

  const change = (next: Partial<typeof listening>) => {
    const all = { ...listening, ...next }
    setListening(all)
    keepListening(all)
  }
  const ask = (which: (one: Standing<Spot>) => boolean, none: string) => {
    const found = around.filter(which).slice(0, 5)
    say(found.length > 0 ? found.map(sentence).join(' ') : none, true)
  }

  return (
    <section className="listen" aria-label={t('listen.label')}>
      <p className="listen__looking">{looking === null ? t('listen.noCourse') : t('listen.looking')}</p>
      <div className="listen__buttons">
        <Button
          icon={on ? <Square aria-hidden="true" size={18} /> : <Volume2 aria-hidden="true" size={18} />}
          aria-pressed={on}
          onClick={() => {
            setOn(!on)
            if (!on) say(t('listen.begun'), true)
          }}
        >
          {on ? t('listen.stop') : t('listen.start')}
        </Button>
        <Button kind="secondary" onClick={() => ask(() => true, t('listen.nothing'))}>
          {t('listen.askAround')}
        </Button>
        <Button
          kind="secondary"
          onClick={() => ask((one) => looking === null || sideOf(one.relative_deg) === 'ahead', t('listen.nothingAhead'))}
        >
          {t('listen.askAhead')}
        </Button>
      </div>
      {target ? (
        <div className="listen__target">
          <h2>{target.place.name}</h2>
          <p>{way ? distanceText(way.metres, i18n.language) : null}</p>
          <div className="listen__buttons">
            <Button
              kind="secondary"
              icon={<Navigation aria-hidden="true" size={18} />}
              aria-pressed={beaconOn}
              onClick={() => setBeaconOn(!beaconOn)}
            >
              {beaconOn ? t('listen.beaconStop') : t('listen.beacon')}
            </Button>
            <ButtonLink kind="quiet" href={placeHref(target.place.id)}>
              {t('map.open')}
            </ButtonLink>
          </div>
        </div>
      ) : (
        <p className="listen__looking">{t('listen.choose')}</p>
      )}
      <ol className="listen__lines" role="log" aria-live={listening.written ? 'polite' : 'off'} aria-label={t('listen.log')}>
        {lines.map((line) => (
          <li key={line.id}>{line.text}</li>
        ))}
      </ol>
      <h2 className="listen__head">{t('listen.nearest')}</h2>
      <ul className="listen__near">
        {around.slice(0, 8).map((one) => (
          <li key={one.place.id}>
            <button
              type="button"
              aria-pressed={one.place.id === selected}
              onClick={() => onSelect(one.place.id === selected ? null : one.place.id)}
            >
              {sentence(one)}
            </button>
          </li>
        ))}
      </ul>
      <Segmented<Verbosity>
        label={t('listen.verbosity')}
        value={listening.verbosity}
        onChange={(verbosity) => change({ verbosity })}
        options={(['few', 'some', 'all'] as const).map((value) => ({ value, label: t(`listen.${value}`) }))}
      />
      <Toggle
        label={t('listen.written')}
        hint={t('listen.writtenHint')}
        state={listening.written ? t('needs.on') : t('needs.off')}
        checked={listening.written}
        onChange={(written) => change({ written })}
      />
    </section>
  )
}

/** Say lines aloud, or only write them for a screen reader: never both, so that no two voices speak at once. */
function useVoice(written: boolean, locale: string) {
  const [lines, setLines] = useState<Line[]>([])
  const count = useRef(0)
  const queue = useMemo(() => new SpeechQueue((text) => speak(text, locale), hush), [locale])
  useEffect(() => () => queue.stop(), [queue])
  const say = useCallback(
    (text: string, urgent = false) => {
      count.current += 1
      setLines((last) => [{ id: count.current, text }, ...last].slice(0, LINES_MAX))
      if (!written) queue.say(text, urgent)
    },
    [queue, written],
  )
  return { lines, say }
}

/** Where one goes, from the last spots one stood on. */
function useCourse(here: Point): number | null {
  const track = useRef<Point[]>([])
  const [course, setCourse] = useState<number | null>(null)
  useEffect(() => {
    track.current = [...track.current, here].slice(-20)
    const next = courseOf(track.current)
    if (next !== null) setCourse(next)
  }, [here])
  return course
}

function useBeacon(on: boolean, way: { metres: number; relative: number | null } | null) {
  const beacon = useMemo(() => new Beacon(), [])
  useEffect(() => {
    if (!on) return
    beacon.start()
    return () => beacon.stop()
  }, [on, beacon])
  useEffect(() => {
    if (on && way) beacon.aim(beaconSound(way.relative ?? 0, way.metres))
  }, [on, way, beacon])
}

/** In the pocket the screen must not go dark, or the browser stops listening for the position. */
function useScreenStaysOn(on: boolean) {
  useEffect(() => {
    if (!on || !('wakeLock' in navigator)) return
    let lock: WakeLockSentinel | null = null
    let gone = false
    navigator.wakeLock.request('screen').then(
      (held) => {
        if (gone) void held.release()
        else lock = held
      },
      () => undefined,
    )
    return () => {
      gone = true
      void lock?.release()
    }
  }, [on])
}
