import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { ownWord } from './ask'
import { Back } from './Back'
import { OwnWordCard } from './OwnWordCard'
import type { OwnWord } from './types'
import { useWhose, Whose } from './Whose'

/** What one may tell the city of oneself or of a child one acts for, and what one has told. */
export function OwnWordPage() {
  const { t } = useTranslation('residents')
  const { of } = useWhose()
  const asked = useAsk(`own word ${of}`, () => ownWord(of))
  const [said, setSaid] = useState<string | null>(null)
  const [after, setAfter] = useState<{ of?: string; lines: OwnWord[] } | null>(null)
  const all = after && after.of === of ? after.lines : (asked.data ?? [])
  // What a register says already is not told anew but contested, on the page of what the city knows.
  const lines = all.filter((line) => !line.known || line.own)
  const groups = [...new Set(lines.map((line) => line.group))]

  return (
    <Page title={t('own.title')} lead={t('own.intro')} above={<Back />}>
      <div className="me">
        <Whose changed={() => setSaid(null)} />
        <div role="status">{said ? <Notice tone="true">{said}</Notice> : null}</div>
        {asked.loading ? <Skeleton label={t('loading')} /> : null}
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {groups.map((group) => (
          <section key={group} aria-label={group} className="facts">
            <h2>{group}</h2>
            <ul className="facts__list">
              {lines
                .filter((line) => line.group === group)
                .map((line) => (
                  <OwnWordCard
                    key={`${of} ${line.name}`}
                    line={line}
                    of={of}
                    done={(fresh, words) => {
                      setAfter({ of, lines: fresh })
                      setSaid(words)
                    }}
                  />
                ))}
            </ul>
          </section>
        ))}
        {lines.length < all.length ? (
          <p>
            {t('own.registers')} <Link href={`/me/facts${of ? `?of=${of}` : ''}`}>{t('me.facts')}</Link>
          </p>
        ) : null}
      </div>
    </Page>
  )
}
