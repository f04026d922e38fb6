import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { Page } from '~/design/Page/Page'
import { Toggle } from '~/design/Toggle/Toggle'
import '../Around.css'
import { browserSaysNo, isCounted, letCount, THINGS_A_WEEK } from '~/offline/counted'

const COUNTED = ['what', 'noise', 'gone'] as const
const NEVER = ['where', 'who', 'when', 'path'] as const

/** What is counted of the use of stories, trails and codes, and what never is; with the switch that ends it. */
export default function CountedPage() {
  const { t } = useTranslation('places')
  const [counted, setCounted] = useState(() => isCounted(localStorage))
  const forced = browserSaysNo()
  return (
    <Page
      title={t('counted.title')}
      lead={t('counted.lead')}
      above={
        <ButtonLink kind="quiet" href="/around">
          {t('place.back')}
        </ButtonLink>
      }
    >
      <Card as="section" className="counted">
        <h2>{t('counted.counted')}</h2>
        <ul>
          {COUNTED.map((key) => (
            <li key={key}>{t(`counted.${key}`, { count: THINGS_A_WEEK })}</li>
          ))}
        </ul>
        <h2>{t('counted.never')}</h2>
        <ul>
          {NEVER.map((key) => (
            <li key={key}>{t(`counted.${key}`)}</li>
          ))}
        </ul>
      </Card>
      <Card as="section">
        <Toggle
          label={t('counted.switch')}
          hint={t(forced ? 'counted.browser' : 'counted.switchHint')}
          state={t(counted ? 'counted.on' : 'counted.off')}
          checked={counted}
          disabled={forced}
          onChange={(wanted) => {
            letCount(wanted, localStorage)
            setCounted(wanted)
          }}
        />
      </Card>
    </Page>
  )
}
