import { ArrowLeft, CircleAlert, CircleCheck, ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { localeOf } from '~/app/i18n'
import { useHere } from '~/app/session'
import { useAsk } from '~/api/useAsk'
import { Card } from '~/design/Card/Card'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { KeptAt } from '~/design/KeptAt/KeptAt'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { myRecord, type MyRecord } from './ask'
import { Share } from './Share'

/** One record of one's own: how it stands, what it says, how to show it, who looked. */
export function RecordPage({ id }: { id: string }) {
  const { t } = useTranslation('records')
  const asked = useAsk(`me/records/${id}`, () => myRecord(id))
  const record = asked.data
  return (
    <Page title={record?.title ?? t('title')} above={<BackToRecords />} lead={record?.type_name}>
      <div className="records">
        <KeptAt at={asked.keptAt} />
        {asked.loading ? <Skeleton shape="row" rows={5} label={t('loading')} /> : null}
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {record ? <Whole record={record} changed={asked.again} /> : null}
      </div>
    </Page>
  )
}

function BackToRecords() {
  const { t } = useTranslation('records')
  return (
    <Link href="/records" className="record__back">
      <ArrowLeft aria-hidden="true" size={18} />
      {t('back')}
    </Link>
  )
}

function Whole({ record, changed }: { record: MyRecord; changed: () => void }) {
  const { t } = useTranslation('records')
  return (
    <>
      <Standing record={record} />
      <Card as="section" aria-label={t('says')}>
        <dl className="record__facts">
          {record.face.map((one) => (
            <Fact key={one.name} name={one.label}>
              {one.text}
            </Fact>
          ))}
          <Fact name={t('since')}>{record.since_text}</Fact>
          {record.until_text ? <Fact name={t('until')}>{record.until_text}</Fact> : null}
          {record.burdens.map((one) => (
            <Fact key={one.name} name={one.name}>
              {one.absent ? t('burden.none') : t('burden.there', { standing: one.standing })}
            </Fact>
          ))}
        </dl>
        {record.grade === 'legacy' ? <p className="record__why">{record.grade_text}</p> : null}
      </Card>
      {record.erased ? null : <Share record={record} given={changed} />}
      <Guard record={record} />
      <History record={record} />
    </>
  )
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Standing({ record }: { record: MyRecord }) {
  const { t, i18n } = useTranslation('records')
  const { city } = useHere()
  const time = new Intl.DateTimeFormat(localeOf(i18n.language), { timeZone: city?.time_zone, dateStyle: 'medium', timeStyle: 'short' })
  const Icon = record.valid ? CircleCheck : CircleAlert
  return (
    <Card as="section" tone={record.valid ? 'true' : 'false'} className="record__standing">
      <Icon aria-hidden="true" size={32} />
      <div>
        <h2>{record.valid ? t('standing.good') : record.status_text}</h2>
        {record.why ? <p>{record.why}</p> : null}
        <p>{t('standing.asOf', { when: time.format(new Date(record.as_of)), count: record.agencies })}</p>
      </div>
    </Card>
  )
}

function Guard({ record }: { record: MyRecord }) {
  const { t } = useTranslation('records')
  const [last] = record.looks
  return (
    <Card as="section" className="record__guard">
      <ShieldCheck aria-hidden="true" size={24} />
      <div>
        <h2>{t('guard.title')}</h2>
        <p>{t('guard.text')}</p>
        {record.alerts.map((one, at) => (
          <p key={at} className={one.can_object ? 'record__urgent' : 'record__why'}>
            {one.at_text}: {one.text}
          </p>
        ))}
        <p>{last ? t('guard.last', { who: last.who || last.role, day: last.at_text }) : t('guard.nobody')}</p>
        {record.looks.length > 0 ? (
          <Disclosure summary={t('guard.all')}>
            <ul className="record__lines">
              {record.looks.map((one, at) => (
                <li key={at}>
                  <strong>{one.who || one.role}</strong>, {one.at_text}
                  <br />
                  {one.reason}
                </li>
              ))}
            </ul>
          </Disclosure>
        ) : null}
      </div>
    </Card>
  )
}

function History({ record }: { record: MyRecord }) {
  const { t } = useTranslation('records')
  return (
    <Disclosure summary={t('history.title', { count: record.history.length })}>
      <ol className="record__lines">
        {record.history.map((one, at) => (
          <li key={at}>
            <strong>{one.what}</strong>, {one.recorded_text}
            {one.cause ? <p>{one.cause}</p> : null}
            {one.law ? <p>{one.law}</p> : null}
            {one.by.length > 0 ? <p className="record__why">{t('history.by', { who: one.by.filter(Boolean).join(', ') })}</p> : null}
          </li>
        ))}
      </ol>
      <p className="record__why">{record.publicity_law}</p>
      <p className="record__why">{record.retention_law}</p>
    </Disclosure>
  )
}
