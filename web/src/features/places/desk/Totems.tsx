import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { localeOf } from '~/app/i18n'
import { Button, ButtonLink } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import { makeTotem, revokeTotem, totems } from './ask'

/** The codes in the street that lead to a place: made, drawn, and taken out of use with a reason. */
export function Totems({ place, act }: { place: string; act: (step: () => Promise<unknown>, words: string) => void }) {
  const { t, i18n } = useTranslation('places_desk')
  const asked = useAsk('desk totems', totems)
  const [why, setWhy] = useState('')
  const then = (step: () => Promise<unknown>) => () => step().finally(asked.again)
  const held = (asked.data?.items ?? []).filter((one) => one.place === place)
  const day = (moment: string) => new Date(moment).toLocaleDateString(localeOf(i18n.language), { dateStyle: 'long' })
  const standing = held.filter((one) => !one.revoked_at)
  return (
    <section className="overlay-form" aria-labelledby="overlay-totems">
      <h2 id="overlay-totems">{t('totems.title')}</h2>
      {held.length === 0 ? <p>{t('totems.none')}</p> : null}
      {standing.length > 0 ? <TextField label={t('totems.why')} hint={t('totems.whyHint')} value={why} onChange={setWhy} /> : null}
      <ul className="overlay-totems">
        {held.map((one) => (
          <li key={one.code}>
            <strong>{one.code}</strong>
            {one.revoked_at ? (
              <span>{t('totems.revoked', { day: day(one.revoked_at), why: one.revoked_why })}</span>
            ) : (
              <>
                <span>{t('totems.made', { day: day(one.made_at) })}</span>
                <ButtonLink kind="quiet" href={`/api/v1/desk/totems/${one.code}/picture`}>
                  {t('totems.picture', { code: one.code })}
                </ButtonLink>
                <Button
                  kind="danger"
                  disabled={!why.trim()}
                  onClick={() => act(then(() => revokeTotem(one.code, why.trim())), t('totems.gone', { code: one.code }))}
                >
                  {t('totems.revoke', { code: one.code })}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      <Button kind="secondary" onClick={() => act(then(() => makeTotem(place)), t('totemMade'))}>
        {t('totem')}
      </Button>
    </section>
  )
}
