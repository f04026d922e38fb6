import { CircleCheck, CircleX, ScanLine } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { localeOf } from '~/app/i18n'
import { useHere } from '~/app/session'
import { Card } from '~/design/Card/Card'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import type { Finding } from './checking'
import type { Register } from './ask'
import { inWords, momentIn, sentence } from './sentence'

type Shown = Extract<Finding, { kind: 'paper' | 'bundle' }>

/** What was found about one record: green or red, one line, and behind it what is proven and whose word is what. */
export function Answer({ found, nowSeconds, registers }: { found: Finding; nowSeconds: number; registers: readonly Register[] }) {
  const { t, i18n } = useTranslation('verify')
  const { city } = useHere()
  if (found.kind === 'second') {
    return (
      <Card as="section" tone="warm" className="answer">
        <ScanLine aria-hidden="true" size={32} />
        <div>
          <h2>{t('answer.second')}</h2>
          <p>{t('answer.secondText')}</p>
        </div>
      </Card>
    )
  }
  if (found.kind === 'refused') {
    return (
      <Card as="section" tone="false" className="answer">
        <CircleX aria-hidden="true" size={32} />
        <div>
          <h2>{t('answer.refused')}</h2>
          <p>{t(`refused.${found.refused.name}`)}</p>
        </div>
      </Card>
    )
  }
  const at = momentIn(localeOf(i18n.language), city?.time_zone)
  const Icon = found.valid ? CircleCheck : CircleX
  const register = registers.find((one) => found.verdict.record.startsWith(`${one.id}/`))
  return (
    <>
      <Card as="section" tone={found.valid ? 'true' : 'false'} className="answer">
        <Icon aria-hidden="true" size={32} />
        <div>
          <h2>{t(`answer.${headline(found)}`)}</h2>
          <p>{sentence(t, found, nowSeconds, at, register?.name)}</p>
        </div>
      </Card>
      <Details found={found} register={register} />
    </>
  )
}

function headline(found: Shown): 'valid' | 'absent' | 'not' | 'ended' {
  if (found.kind === 'paper' && found.verdict.standing !== undefined && found.verdict.standing !== 'valid') return 'ended'
  const exists = found.kind === 'paper' ? found.verdict.head : found.verdict.statement
  if (!exists) return 'absent'
  return found.valid ? 'valid' : 'not'
}

function Details({ found, register }: { found: Shown; register?: Register }) {
  const { t, i18n } = useTranslation('verify')
  const order = Object.keys(register?.fields ?? {})
  const shown = [...found.verdict.shown]
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .sort(([one], [other]) => order.indexOf(one) - order.indexOf(other))
  const say = (name: string, value: unknown) => {
    if (typeof value === 'boolean') return value ? t('yes') : t('no')
    const field = register?.fields[name]
    return field?.values?.[String(value)] ?? inWords(value as string | number, field?.unit, localeOf(i18n.language))
  }
  const office = found.kind === 'paper' ? found.verdict.issuer?.name : undefined
  const signatures = found.verdict.witnesses.length + (office ? 2 : 1)
  return (
    <>
      {shown.length > 0 ? (
        <Card as="section">
          <h3>{t('shown')}</h3>
          <dl className="answer__shown">
            {shown.map(([name, value]) => (
              <div key={name}>
                <dt>{register?.fields[name]?.label ?? name}</dt>
                <dd>{say(name, value)}</dd>
              </div>
            ))}
          </dl>
          {office ? <p className="answer__word">{t('word', { office: office[i18n.language] ?? Object.values(office)[0] })}</p> : null}
        </Card>
      ) : null}
      <Disclosure summary={t('how')}>
        <p>{t('howText', { count: signatures })}</p>
        <p>{t('howList')}</p>
        <p>
          {t('record')}: <code className="answer__record">{found.verdict.record}</code>
        </p>
      </Disclosure>
    </>
  )
}
