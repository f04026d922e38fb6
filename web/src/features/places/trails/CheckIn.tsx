import { LocateFixed } from 'lucide-react'
import { useEffect, useEffectEvent, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import { beingThere } from '~/geo/beingThere'
import { location, usePosition } from '~/geo/position'
import { answerHash } from '~/offline/riddles'
import type { CheckIn as How } from '~/offline/walks'
import { distanceText } from '../words'
import type { Stop } from './useTrails'

interface Props {
  stop: Stop
  /** Notice by itself when one arrives. */
  guided: boolean
  reached: (how: How) => void
}

/** Say that one is there: by the code at the totem, by position as far as it can be trusted, or on one's word. */
export function CheckIn({ stop, guided, reached }: Props) {
  const { t, i18n } = useTranslation('places_trails')
  const position = usePosition()
  const [pressed, setPressed] = useState(false)
  const asked = pressed || guided
  const [code, setCode] = useState('')
  const [wrong, setWrong] = useState(false)
  const known = position.state === 'known' ? position : null
  const seen = known
    ? beingThere(known.point, known.accuracy_m, { lat: stop.at[0]!, lon: stop.at[1]! }, stop.radius_m)
    : null
  const far = (metres: number) => distanceText(metres, i18n.language)

  const arrived = asked && seen?.verdict === 'there'
  const tell = useEffectEvent(() => reached('there'))
  useEffect(() => {
    if (arrived) tell()
  }, [arrived])

  const here = () => {
    setPressed(true)
    location.ask()
  }
  const byCode = (event: SubmitEvent) => {
    event.preventDefault()
    const typed = code.replace(/^.*\/t\//, '').replace(/[^A-Za-z0-9]/g, '')
    void answerHash(stop.salt, typed.toUpperCase()).then((hash) => {
      if (stop.codes.includes(hash)) reached('code')
      else setWrong(true)
    })
  }
  return (
    <div className="checkin">
      <Button icon={<LocateFixed aria-hidden="true" size={18} />} onClick={here}>
        {t('checkin.here')}
      </Button>
      <div role="status" className="checkin__said">
        {asked && position.state === 'asking' ? <p>{t('checkin.asking')}</p> : null}
        {asked && (position.state === 'refused' || position.state === 'missing') ? <p>{t('checkin.noPosition')}</p> : null}
        {asked && known && seen?.verdict === 'away' ? (
          <p>{t('checkin.away', { far: far(seen.metres), accuracy: far(Math.max(10, known.accuracy_m)) })}</p>
        ) : null}
        {asked && known && seen?.verdict === 'unsure' ? (
          <p>{t('checkin.unsure', { accuracy: far(Math.max(10, known.accuracy_m)) })}</p>
        ) : null}
      </div>
      {asked && (!seen || seen.verdict === 'unsure') ? (
        <Button kind="secondary" onClick={() => reached('word')}>
          {t('checkin.word')}
        </Button>
      ) : null}
      {stop.codes.length > 0 ? (
        <form onSubmit={byCode} className="checkin__code">
          <TextField
            label={t('checkin.code')}
            hint={t('checkin.codeHint')}
            error={wrong ? t('checkin.wrongCode') : null}
            autoComplete="off"
            autoCapitalize="characters"
            value={code}
            onChange={(next) => {
              setCode(next)
              setWrong(false)
            }}
          />
          <Button kind="secondary" type="submit">
            {t('checkin.useCode')}
          </Button>
        </form>
      ) : null}
    </div>
  )
}
