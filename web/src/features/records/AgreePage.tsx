import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { agree, decline, myRecords } from './ask'

/** A wallet has sent its holder here: which record may it have? */
export function AgreePage({ asked }: { asked: string }) {
  const { t } = useTranslation('records')
  const question = Object.fromEntries(new URLSearchParams(asked))
  const held = useAsk('me/records', myRecords)
  const [problem, setProblem] = useState<Problem | null>(null)
  const fitting = (held.data?.records ?? []).filter((one) => one.register_id === question.scope)

  const goBack = async (answer: ReturnType<typeof agree>) => {
    setProblem(null)
    try {
      window.location.assign((await answer).data.redirect)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }

  return (
    <Page title={t('agree.title')} lead={t('agree.lead', { client: question.client_id ?? '' })}>
      <div className="records">
        {held.loading ? <Skeleton shape="row" rows={2} label={t('loading')} /> : null}
        {held.problem ? <Trouble problem={held.problem} again={held.again} /> : null}
        {problem ? <Trouble problem={problem} /> : null}
        {held.data && fitting.length === 0 ? <p>{t('agree.none')}</p> : null}
        {fitting.map((one) => (
          <Button key={one.id} onClick={() => void goBack(agree(one.id, question))}>
            {t('agree.give', { title: one.title })}
          </Button>
        ))}
        <Button kind="quiet" onClick={() => void goBack(decline(question))}>
          {t('agree.no')}
        </Button>
      </div>
    </Page>
  )
}
