import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ask } from '~/api/client'
import { Problem } from '~/api/problem'
import { useHere } from '~/app/session'
import { useOnline } from '~/app/useOnline'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { SelectField, TextField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import type { Point } from '~/geo/geo'
import { nearest } from '~/geo/walking/streets'
import type { Told } from '~/geo/walking/telling'
import { usePosition } from '~/geo/position'
import type { useWays } from './useWays'

const KINDS = ['blocked', 'kerb', 'steps', 'steep', 'narrow', 'surface'] as const
type Kind = (typeof KINDS)[number]
const MEASURED: Kind[] = ['kerb', 'steps', 'steep', 'narrow']
const HERE = 'here'

/** Report something in the way: what, and on which part of it. The ways of everybody change at once. */
export function Report({ ways, told }: { ways: ReturnType<typeof useWays>; told: Told }) {
  const { t } = useTranslation('places_way')
  const { session } = useHere()
  const online = useOnline()
  const position = usePosition()
  const [kind, setKind] = useState<Kind>('blocked')
  const [where, setWhere] = useState('0')
  const [measure, setMeasure] = useState('')
  const [said, setSaid] = useState<Problem | 'done' | null>(null)
  const here = position.state === 'known' && ways.network ? nearest(ways.network.streets, position.point) : null
  const spots = told.steps.map((step, i) => ({ value: String(i), label: step.name || t(`unnamed.${step.kind}`) }))
  if (here && here.off_m <= 35) spots.unshift({ value: HERE, label: t('report.here') })
  const spot = (): Point => (where === HERE && here ? here.point : middleOf(told, Number(where)))

  async function send() {
    const value = MEASURED.includes(kind) && measure !== '' ? Number(measure.replace(',', '.')) : undefined
    try {
      await ask(api.POST('/api/v1/barriers', { body: { kind, ...spot(), value } }))
      setSaid('done')
      ways.reported.again()
    } catch (error) {
      setSaid(error instanceof Problem ? error : new Problem({ status: -1, detail: String(error) }))
    }
  }

  return (
    <>
      <Disclosure summary={t('report.title')}>
        {!session?.resident ? (
          <div className="way-report">
            <p>{t('report.signIn')}</p>
            <ButtonLink href="/sign-in">{t('report.goSignIn')}</ButtonLink>
          </div>
        ) : (
          <div className="way-report">
            <p>{t('report.why')}</p>
            <SelectField
              label={t('report.what')}
              value={kind}
              onChange={(next) => setKind(next as Kind)}
              options={KINDS.map((one) => ({ value: one, label: t(`barrier.${one}`) }))}
            />
            <SelectField label={t('report.where')} value={where} onChange={setWhere} options={spots} />
            {MEASURED.includes(kind) ? (
              <TextField
                label={t(`measure.${kind}`)}
                hint={t('report.measureHint')}
                inputMode="decimal"
                value={measure}
                onChange={setMeasure}
              />
            ) : null}
            {online ? null : <p>{t('report.offline')}</p>}
            <Button onClick={() => void send()} disabled={!online} icon={<TriangleAlert aria-hidden="true" size={18} />}>
              {t('report.send')}
            </Button>
          </div>
        )}
      </Disclosure>
      {said === 'done' ? (
        <Notice tone="true" role="status">
          {t('report.done')}
        </Notice>
      ) : said ? (
        <Notice tone="false" role="alert">
          {[said.detail, said.nextStep].filter(Boolean).join(' ')}
        </Notice>
      ) : null}
    </>
  )
}

/** The middle of one step of a way. */
function middleOf(told: Told, index: number): Point {
  let before = told.steps.slice(0, index).reduce((sum, step) => sum + step.metres, 0) + told.steps[index]!.metres / 2
  const { points, pieces } = told.walk
  for (const [i, [, metres]] of pieces.entries()) {
    if (before <= metres) {
      const [a, b, share] = [points[i]!, points[i + 1]!, before / Math.max(metres, 1e-9)]
      return { lat: a.lat + share * (b.lat - a.lat), lon: a.lon + share * (b.lon - a.lon) }
    }
    before -= metres
  }
  return points.at(-1)!
}
