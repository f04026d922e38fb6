import { useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '~/api/problem'
import { useHere } from '~/app/session'
import { Button, ButtonLink } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import { Page } from '~/design/Page/Page'
import { Trouble } from '~/design/Trouble/Trouble'
import { erase } from './ask'
import { Back } from './Back'
import { confirms } from './confirms'
import type { Receipt } from './types'

/** Has everything about one removed: says first what goes and what the law keeps elsewhere. */
export function LeavePage({ left }: { left: (receipt: Receipt) => void }) {
  const { t } = useTranslation('residents')
  const { personChanged } = useHere()
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const word = t('leave.word')

  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    const sure = confirms(typed, word)
    setWrong(!sure)
    if (!sure) return field.current?.focus()
    setBusy(true)
    setProblem(null)
    try {
      const { data: receipt } = await erase()
      left(receipt)
      await personChanged()
    } catch (error) {
      setProblem(error as Problem)
      setBusy(false)
    }
  }

  return (
    <Page title={t('leave.title')} lead={t('leave.intro')} above={<Back />}>
      <div className="me">
        <section aria-labelledby="leave-goes" className="plain-list">
          <h2 id="leave-goes">{t('leave.goes')}</h2>
          <ul>
            <li>{t('leave.goes_1')}</li>
            <li>{t('leave.goes_2')}</li>
            <li>{t('leave.goes_3')}</li>
            <li>{t('leave.goes_4')}</li>
          </ul>
        </section>
        <section aria-labelledby="leave-stays" className="plain-list">
          <h2 id="leave-stays">{t('leave.stays')}</h2>
          <ul>
            <li>{t('leave.stays_1')}</li>
            <li>{t('leave.stays_2')}</li>
            <li>{t('leave.stays_3')}</li>
          </ul>
        </section>
        <section aria-labelledby="leave-first" className="plain-list">
          <h2 id="leave-first">{t('leave.first')}</h2>
          <p>{t('leave.first_text')}</p>
          <ButtonLink kind="secondary" href="/me/export">
            {t('leave.first_go')}
          </ButtonLink>
        </section>
        <form className="leave" onSubmit={(event) => void send(event)} noValidate>
          {problem ? <Trouble problem={problem} /> : null}
          <TextField
            ref={field}
            label={t('leave.confirm_label', { word })}
            hint={t('leave.confirm_hint')}
            error={wrong ? t('leave.confirm_wrong', { word }) : null}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            value={typed}
            onChange={setTyped}
          />
          <div className="me__row">
            <Button type="submit" className="leave__go" disabled={busy}>
              {t('leave.go')}
            </Button>
            <span role="status">{busy ? t('leave.working') : ''}</span>
          </div>
        </form>
      </div>
    </Page>
  )
}
