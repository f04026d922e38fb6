import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { LongField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { filedOf, signFiled, stopFiled, type Filed } from './ask'

/** What is filed about a record of mine: what would change, by whom, until when; one button stops it, one agrees. */
export function FiledPage({ id }: { id: string }) {
  const { t } = useTranslation('records')
  const asked = useAsk(`filed ${id}`, () => filedOf(id))
  const [after, setAfter] = useState<Filed | null>(null)
  const filed = after ?? asked.data
  return (
    <Page
      title={filed ? `${filed.what}: ${filed.title}` : t('filed.title')}
      lead={filed ? t('filed.by', { office: filed.agency, type: filed.type_name }) : undefined}
      above={<Link href="/records">{t('back')}</Link>}
    >
      <div className="records">
        {asked.loading && !filed ? <Skeleton shape="row" rows={3} label={t('loading')} /> : null}
        {asked.problem && !filed ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {filed ? <Shown filed={filed} changed={setAfter} /> : null}
      </div>
    </Page>
  )
}

function Shown({ filed, changed }: { filed: Filed; changed: (filed: Filed) => void }) {
  const { t } = useTranslation('records')
  const [stopping, setStopping] = useState(false)
  const [why, setWhy] = useState('')
  const [wordless, setWordless] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const may = (what: string) => filed.you.includes(what)

  const act = async (question: () => Promise<{ data: Filed }>) => {
    setBusy(true)
    setProblem(null)
    try {
      changed((await question()).data)
      setStopping(false)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
    setBusy(false)
  }
  const stop = () => {
    setWordless(!why.trim())
    if (why.trim()) void act(() => stopFiled(filed.id, why.trim()))
  }

  return (
    <>
      {problem ? <Trouble problem={problem} /> : null}
      <div role="status">
        {filed.state === 'frozen' ? (
          <Notice tone="true" icon={<ShieldCheck aria-hidden="true" />} title={t('filed.stopped')}>
            {t('filed.stopped_text', { office: filed.agency })}
          </Notice>
        ) : (
          <Notice tone="lake">{filed.state_text}</Notice>
        )}
      </div>
      {may('object') && filed.waits_until_text ? (
        <Notice tone="warm" icon={<ShieldAlert aria-hidden="true" />}>
          {t('filed.until', { until: filed.waits_until_text })}
        </Notice>
      ) : null}
      {filed.entries.map((entry) => (
        <dl key={entry.record} className="filed__says">
          {entry.fields.map((field) => {
            const was = entry.was.find(({ name }) => name === field.name)
            return (
              <div key={field.name} data-changed={was ? true : undefined}>
                <dt>{field.label}</dt>
                <dd>
                  {field.text}
                  {was ? <small>{t('filed.was', { text: was.text })}</small> : null}
                </dd>
              </div>
            )
          })}
        </dl>
      ))}
      <p>{t('filed.by', { office: filed.made_by })}</p>
      <p>{t('filed.why', { reason: [filed.cause, filed.reason].filter(Boolean).join(' '), law: filed.law })}</p>
      {stopping ? (
        <div className="filed__sure" role="group" aria-label={t('filed.sure')}>
          <p>{t('filed.sure')}</p>
          <LongField
            label={t('filed.reason')}
            rows={2}
            value={why}
            onChange={setWhy}
            error={wordless ? t('filed.reason_missing') : null}
          />
          <div className="filed__steps">
            <Button kind="danger" disabled={busy} onClick={stop}>
              {t('filed.yes')}
            </Button>
            <Button kind="quiet" onClick={() => setStopping(false)}>
              {t('filed.no')}
            </Button>
          </div>
        </div>
      ) : (
        <div className="filed__steps">
          {may('sign') ? (
            <Button disabled={busy} onClick={() => void act(() => signFiled(filed.id))}>
              {t('filed.agree')}
            </Button>
          ) : null}
          {may('object') ? (
            <Button kind="danger" disabled={busy} onClick={() => setStopping(true)}>
              {t('filed.stop')}
            </Button>
          ) : null}
        </div>
      )}
    </>
  )
}
