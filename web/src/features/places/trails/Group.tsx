import { Users } from 'lucide-react'
import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { localeOf } from '~/app/i18n'
import { useOnline } from '~/app/useOnline'
import { Button } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { TextField } from '~/design/Field/Field'
import { drawCode, readCode, withGroup, type Walk } from '~/offline/walks'

interface Props {
  walk: Walk
  mine: string[]
  total: number
  change: (walk: Walk) => void
  share: () => void
}

/** Play together by a code: no names, no accounts; what each phone solved is laid together, and forgotten in a day. */
export function Group({ walk, mine, total, change, share }: Props) {
  const { t, i18n } = useTranslation('places_trails')
  const online = useOnline()
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const join = (event: SubmitEvent) => {
    event.preventDefault()
    const code = readCode(typed)
    if (code) change(withGroup(walk, code, new Date()))
    else setWrong(true)
  }
  if (walk.group) {
    const together = new Set([...walk.group.done, ...mine]).size
    const until = new Date(walk.group.until).toLocaleString(localeOf(i18n.language), {
      weekday: 'long',
      hour: 'numeric',
      minute: '2-digit',
    })
    return (
      <Card as="section" className="group">
        <h2>{t('group.title')}</h2>
        <p className="group__code">
          {t('group.code')} <strong>{walk.group.code}</strong>
        </p>
        <p role="status">
          {t('group.together', { done: together, total })} {online ? '' : t('group.later')}
        </p>
        <p className="trail__small">{t('group.until', { until })}</p>
        <div className="trail__buttons">
          <Button kind="secondary" disabled={!online} onClick={share}>
            {t('group.again')}
          </Button>
          <Button kind="quiet" onClick={() => change({ ...walk, group: null })}>
            {t('group.leave')}
          </Button>
        </div>
      </Card>
    )
  }
  return (
    <Card as="section" className="group">
      <h2>{t('group.title')}</h2>
      <p>{t('group.why')}</p>
      <Button
        kind="secondary"
        icon={<Users aria-hidden="true" size={18} />}
        onClick={() => change(withGroup(walk, drawCode(), new Date()))}
      >
        {t('group.begin')}
      </Button>
      <form onSubmit={join} className="checkin__code">
        <TextField
          label={t('group.join')}
          error={wrong ? t('group.wrong') : null}
          autoComplete="off"
          autoCapitalize="characters"
          value={typed}
          onChange={(next) => {
            setTyped(next)
            setWrong(false)
          }}
        />
        <Button kind="secondary" type="submit">
          {t('group.enter')}
        </Button>
      </form>
    </Card>
  )
}
