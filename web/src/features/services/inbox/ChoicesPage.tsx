import { CalendarPlus, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { Field } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Toggle } from '~/design/Toggle/Toggle'
import { Trouble } from '~/design/Trouble/Trouble'
import { chooseNotices, endCalendar, makeCalendar, noticeChoices, type NoticeChoices } from '../ask'
import { canBePushedTo, startPush, stopPush } from './push'

/** By which ways one is told, of what, and when it is night. */
export function ChoicesPage() {
  const { t } = useTranslation('services')
  const asked = useAsk('notice choices', noticeChoices)
  const [changed, setChanged] = useState<NoticeChoices | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [refused, setRefused] = useState(false)
  const now = changed ?? asked.data

  const attempt = async (what: () => Promise<{ data: NoticeChoices }>) => {
    setProblem(null)
    try {
      setChanged((await what()).data)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  const put = (next: NoticeChoices) =>
    attempt(() =>
      chooseNotices({
        channels: next.channels.filter((way) => way.on).map((way) => way.id),
        stopped: next.topics.filter((topic) => !topic.on).map((topic) => topic.id),
        quiet_from: next.quiet_from,
        quiet_to: next.quiet_to,
      }),
    )
  const turnWay = async (id: string, on: boolean) => {
    if (!now) return
    setRefused(false)
    if (id === 'push' && on && !(await startPush(now.push_key).catch(() => false))) {
      setRefused(true)
      return
    }
    if (id === 'push' && !on) await stopPush().catch(() => undefined)
    await put({ ...now, channels: now.channels.map((way) => (way.id === id ? { ...way, on } : way)) })
  }

  return (
    <Page
      above={
        <Link href="/services/inbox" className="back">
          {t('inbox.title')}
        </Link>
      }
      title={t('choices.title')}
      lead={t('choices.lead')}
    >
      <div className="journey">
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {problem ? <Trouble problem={problem} /> : null}
        {!now && !asked.problem ? <Skeleton label={t('loading')} /> : null}
        {now ? (
          <>
            <Card as="section" aria-labelledby="ways">
              <h2 id="ways">{t('choices.ways')}</h2>
              {refused ? <Notice tone="warm">{t('choices.refused')}</Notice> : null}
              {now.channels
                .filter((way) => way.id !== 'push' || canBePushedTo())
                .map((way) => (
                  <Toggle
                    key={way.id}
                    label={way.text}
                    state={way.on ? t('choices.on') : t('choices.off')}
                    checked={way.on}
                    onChange={(on) => void turnWay(way.id, on)}
                  />
                ))}
            </Card>
            <Card as="section" aria-labelledby="topics">
              <h2 id="topics">{t('choices.topics')}</h2>
              {now.topics.map((topic) => (
                <Toggle
                  key={topic.id}
                  label={topic.text}
                  state={topic.on ? t('choices.on') : t('choices.off')}
                  checked={topic.on}
                  onChange={(on) =>
                    void put({ ...now, topics: now.topics.map((one) => (one.id === topic.id ? { ...one, on } : one)) })
                  }
                />
              ))}
            </Card>
            <Card as="section" aria-labelledby="night">
              <h2 id="night">{t('choices.night')}</h2>
              <p>{t('choices.nightText')}</p>
              <div className="choices-night">
                {(['quiet_from', 'quiet_to'] as const).map((end) => (
                  <Field key={end} label={t(`choices.${end}`)}>
                    {(names) => (
                      <input
                        {...names}
                        type="time"
                        className="ams-text-input"
                        value={now[end]}
                        onChange={(event) => event.target.value && void put({ ...now, [end]: event.target.value })}
                      />
                    )}
                  </Field>
                ))}
              </div>
            </Card>
            <Calendar now={now} attempt={attempt} />
          </>
        ) : null}
      </div>
    </Page>
  )
}

function Calendar({
  now,
  attempt,
}: {
  now: NoticeChoices
  attempt: (what: () => Promise<{ data: NoticeChoices }>) => Promise<void>
}) {
  const { t } = useTranslation('services')
  const [copied, setCopied] = useState(false)
  return (
    <Card as="section" aria-labelledby="calendar">
      <h2 id="calendar">{t('calendar.title')}</h2>
      <p>{t('calendar.text')}</p>
      {now.calendar_url ? (
        <div className="journey">
          <p className="choices-address">{now.calendar_url}</p>
          <div className="journey__go">
            <Button
              kind="secondary"
              icon={<Copy aria-hidden="true" size={18} />}
              onClick={() => void navigator.clipboard.writeText(now.calendar_url!).then(() => setCopied(true))}
            >
              {copied ? t('calendar.copied') : t('calendar.copy')}
            </Button>
            <Button kind="quiet" onClick={() => void attempt(makeCalendar)}>
              {t('calendar.anew')}
            </Button>
            <Button kind="danger" onClick={() => void attempt(endCalendar)}>
              {t('calendar.end')}
            </Button>
          </div>
        </div>
      ) : (
        <Button
          kind="secondary"
          icon={<CalendarPlus aria-hidden="true" size={18} />}
          onClick={() => void attempt(makeCalendar)}
        >
          {t('calendar.make')}
        </Button>
      )}
    </Card>
  )
}
