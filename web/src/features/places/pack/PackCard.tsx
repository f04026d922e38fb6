import { Download } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { localeOf } from '~/app/i18n'
import { useHere } from '~/app/session'
import { useOnline } from '~/app/useOnline'
import { Button } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { bytesToFetch } from '~/offline/keptFile'
import { groundOf, keepMap } from './keepMap'
import { forgetSquares, keepSquares, ofCells, useKeptPacks } from './usePack'
import { MediaChoice } from './MediaChoice'
import { useSize } from './useSize'
import './Pack.css'

interface Props {
  /** The squares that belong together. */
  cells: string[]
  of: 'around' | 'trail'
}

/** Keep a neighbourhood or a trail on the phone, bring it up to date, or remove it: a choice, never done unasked. */
export function PackCard({ cells, of }: Props) {
  const { t, i18n } = useTranslation('places')
  const online = useOnline()
  const size = useSize()
  const { city } = useHere()
  const map_bytes = useMapBytes()
  const all = useKeptPacks()
  const packs = useMemo(() => (of === 'around' ? (all ?? []) : ofCells(all ?? [], cells)), [all, cells, of])
  const [state, setState] = useState<'idle' | 'busy' | 'failed' | 'done'>('idle')
  if (all === null) return null
  const bytes = packs.reduce((sum, pack) => sum + pack.bytes, 0)
  const day = packs.map((pack) => pack.head.day).sort().at(-1)
  const kept = of === 'around' ? packs.length > 0 : packs.length >= cells.length
  const keep = () => {
    setState('busy')
    keepSquares(cells).then(
      async () => {
        if (city) await keepMap(city).catch(() => undefined) // the list is kept, and is all that the map can say
        setState('done')
      },
      () => setState('failed'),
    )
  }
  return (
    <Card as="section" className="pack">
      <h2>{t(`pack.${of}.title`)}</h2>
      <p>{kept ? t('pack.kept', { size: size(bytes) }) : t(`pack.${of}.why`)}</p>
      {!kept && map_bytes ? <p>{t('pack.map', { size: size(map_bytes) })}</p> : null}
      {kept && day ? (
        <p>{t('pack.day', { date: new Date(`${day}T12:00`).toLocaleDateString(localeOf(i18n.language), { dateStyle: 'full' }) })}</p>
      ) : null}
      <p role="status">
        {state === 'busy' ? t('pack.busy') : state === 'failed' ? t('pack.failed') : state === 'done' ? t('pack.done') : null}
      </p>
      <div className="pack__buttons">
        <Button
          kind="secondary"
          icon={<Download aria-hidden="true" size={18} />}
          disabled={state === 'busy' || !online}
          onClick={keep}
        >
          {kept ? t('pack.update') : t('pack.keep')}
        </Button>
        {kept ? (
          <Button
            kind="quiet"
            onClick={() => {
              setState('idle')
              void forgetSquares(packs.map((pack) => pack.cell))
            }}
          >
            {t('pack.remove')}
          </Button>
        ) : null}
      </div>
      {kept ? <MediaChoice packs={packs} /> : null}
    </Card>
  )
}

/** How much the map's ground is, where this phone has yet to fetch it. */
function useMapBytes(): number | null {
  const { city } = useHere()
  const url = city ? groundOf(city) : null
  const [bytes, setBytes] = useState<number | null>(null)
  useEffect(() => {
    if (url) void bytesToFetch(url).then(setBytes)
  }, [url])
  return bytes
}
