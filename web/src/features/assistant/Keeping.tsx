import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '~/design/Field/Field'
import { Toggle } from '~/design/Toggle/Toggle'
import { chooseBrief, KINDS, type Kind, type Learned } from './ask'
import { keepAt } from './here'
import { neighbourhoodTold, tellNeighbourhood } from './neighbourhood'

interface Props {
  now: Learned
  busy: boolean
  act: (doing: Promise<{ data: Learned }>, done: string) => Promise<void>
}

/** Where what one likes is kept, and of which kinds of offers the city hears all the same. */
export function Keeping({ now, busy, act }: Props) {
  const { t } = useTranslation('assistant')
  const [here, setHere] = useState(!neighbourhoodTold())
  const state = (on: boolean) => t(on ? 'keeping.on' : 'keeping.off')
  const share = (kind: Kind, on: boolean) => {
    const shared = KINDS.filter((one) => (one === kind ? on : now.shared.includes(one)))
    void act(keepAt(now, true, shared), t('keeping.sharedNow'))
  }
  return (
    <section aria-labelledby="learned-keeping" className="learned__keeping">
      <h2 id="learned-keeping">{t('keeping.title')}</h2>
      <Toggle
        label={t('keeping.phone')}
        hint={t('keeping.phoneHint')}
        state={state(now.on_phone)}
        checked={now.on_phone}
        disabled={busy}
        onChange={(on) => void act(keepAt(now, on, []), t(on ? 'keeping.isHere' : 'keeping.isThere'))}
      />
      {now.on_phone ? (
        <fieldset className="learned__shared">
          <legend>{t('keeping.shared')}</legend>
          {KINDS.map((kind) => (
            <Toggle
              key={kind}
              label={t(`keeping.kinds.${kind}`)}
              state={state(now.shared.includes(kind))}
              checked={now.shared.includes(kind)}
              disabled={busy}
              onChange={(on) => share(kind, on)}
            />
          ))}
        </fieldset>
      ) : null}
      <Toggle
        label={t('keeping.where')}
        hint={t('keeping.whereHint')}
        state={state(here)}
        checked={here}
        onChange={(kept) => {
          tellNeighbourhood(!kept)
          setHere(kept)
        }}
      />
    </section>
  )
}

/** The day told every morning, for whoever wants it. */
export function Brief({ now, busy, act }: Props) {
  const { t } = useTranslation('assistant')
  const [at, setAt] = useState(now.brief_at?.slice(0, 5) ?? '07:30')
  const on = now.brief_at !== null
  return (
    <section aria-labelledby="learned-brief" className="learned__keeping" id="brief">
      <h2 id="learned-brief">{t('brief.title')}</h2>
      <Toggle
        label={t('brief.wanted')}
        hint={t('brief.hint')}
        state={t(on ? 'keeping.on' : 'keeping.off')}
        checked={on}
        disabled={busy}
        onChange={(wanted) => void act(chooseBrief(wanted ? at : null), t(wanted ? 'brief.comes' : 'brief.stopped'))}
      />
      {on ? (
        <TextField
          label={t('brief.at')}
          type="time"
          value={at}
          onChange={(next) => {
            setAt(next)
            if (next) void act(chooseBrief(next), t('brief.comes'))
          }}
        />
      ) : null}
    </section>
  )
}

/** What was learned in which week: a bar for each kind, as long as it was chosen often. */
export function Weeks({ now }: { now: Learned }) {
  const { t } = useTranslation('assistant')
  const most = Math.max(1, ...now.weeks.flatMap((week) => week.kinds.map((one) => one.count)))
  return (
    <section aria-labelledby="learned-weeks">
      <h2 id="learned-weeks">{t('weeks.title')}</h2>
      <ol className="learned__weeks">
        {now.weeks.map((week) => (
          <li key={week.begins}>
            <h3>{week.title}</h3>
            <ul>
              {week.kinds.slice(0, 4).map((one) => (
                <li key={one.kind}>
                  <span>
                    {one.text} <strong>{one.count}</strong>
                  </span>
                  <span className="learned__bar" aria-hidden="true">
                    <span style={{ inlineSize: `${Math.round((100 * one.count) / most)}%` }} />
                  </span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  )
}
