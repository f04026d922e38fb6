import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { localeOf } from '~/app/i18n'
import { Button } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { SelectField, TextField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { giveAccess, myAccesses, revokeAccess, type Access, type Accesses } from '../ask'

const DAYS = ['7', '30', '90', '180']

/** The accesses that she gave to assistants of her own: given, seen in use, taken back at once. */
export default function AccessesPage() {
  const { t } = useTranslation('assistant_conversation_access')
  const asked = useAsk('my-accesses', myAccesses)
  const [after, setAfter] = useState<Accesses | null>(null)
  const [token, setToken] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const now = after ?? asked.data

  const revoke = (id: string) => {
    setProblem(null)
    revokeAccess(id)
      .then(({ data }) => setAfter(data))
      .catch((error: unknown) => setProblem(error as Problem))
  }
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className="me">
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : null}
        {problem ? <Trouble problem={problem} /> : null}
        {token ? (
          <Notice>
            <p>{t('token', { address: now?.address })}</p>
            <p>
              <code>{token}</code>
            </p>
          </Notice>
        ) : null}
        {!now ? asked.problem ? null : <Skeleton label={t('loading')} /> : null}
        {now?.given.map((one) => (
          <AccessCard key={one.id} one={one} revoke={() => revoke(one.id)} />
        ))}
        {now ? (
          <AccessForm
            tools={now.tools}
            given={(made) => {
              setToken(made.token)
              setAfter(made.accesses)
            }}
          />
        ) : null}
      </div>
    </Page>
  )
}

function AccessCard({ one, revoke }: { one: Access; revoke: () => void }) {
  const { t, i18n } = useTranslation('assistant_conversation_access')
  const moment = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: 'long', timeStyle: 'short' })
  const over = one.revoked_at !== null || new Date(one.expires_at) < new Date()
  return (
    <Card>
      <h2>{one.name}</h2>
      <p>
        {one.revoked_at
          ? t('revoked', { when: moment.format(new Date(one.revoked_at)) })
          : t('until', { when: moment.format(new Date(one.expires_at)) })}
      </p>
      <ul>
        {one.tools.map((tool) => (
          <li key={tool.tool}>{tool.title}</li>
        ))}
      </ul>
      <h3>{t('uses')}</h3>
      {one.uses.length === 0 ? <p>{t('unused')}</p> : null}
      <ul>
        {one.uses.map((use) => (
          <li key={`${use.at} ${use.title}`}>
            {moment.format(new Date(use.at))}: {use.title}
          </li>
        ))}
      </ul>
      {over ? null : (
        <Button kind="danger" onClick={revoke}>
          {t('revoke')}
        </Button>
      )}
    </Card>
  )
}

function AccessForm({
  tools,
  given,
}: {
  tools: Accesses['tools']
  given: (made: { token: string; accesses: Accesses }) => void
}) {
  const { t } = useTranslation('assistant_conversation_access')
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string[]>([])
  const [days, setDays] = useState('30')
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const turn = (tool: string, on: boolean) =>
    setChosen((before) => (on ? [...before, tool] : before.filter((one) => one !== tool)))
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    setProblem(null)
    if (!name.trim() || chosen.length === 0) return
    giveAccess({ id: crypto.randomUUID(), name, tools: chosen, days: Number(days) })
      .then(({ data }) => {
        given(data)
        setName('')
        setChosen([])
        setTried(false)
      })
      .catch((error: unknown) => setProblem(error as Problem))
  }
  return (
    <form className="me__form" onSubmit={send} noValidate>
      <h2>{t('new')}</h2>
      <TextField
        label={t('name')}
        hint={t('name_hint')}
        error={tried && !name.trim() ? t('name_missing') : null}
        value={name}
        onChange={setName}
      />
      <fieldset className="field choices">
        <legend>{t('tools')}</legend>
        {tried && chosen.length === 0 ? <p className="field__error">{t('tools_missing')}</p> : null}
        {tools.map(({ tool, title }) => (
          <label key={tool} className="choice">
            <input
              type="checkbox"
              checked={chosen.includes(tool)}
              onChange={(event) => turn(tool, event.target.checked)}
            />
            <span className="choice__label">{title}</span>
          </label>
        ))}
      </fieldset>
      <SelectField
        label={t('days')}
        value={days}
        onChange={setDays}
        options={DAYS.map((value) => ({ value, label: t('days_count', { count: Number(value) }) }))}
      />
      {problem ? <Trouble problem={problem} /> : null}
      <Button type="submit">{t('give')}</Button>
    </form>
  )
}
