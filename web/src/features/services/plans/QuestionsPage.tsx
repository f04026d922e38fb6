import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Redirect } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { Trouble } from '~/design/Trouble/Trouble'
import { tellOwnWord } from '~/features/residents/ask'
import { plan, service, serviceForMe, type Question } from '../ask'
import { Asked } from './Asked'

interface Open {
  title: string
  questions: Question[]
}

/** The fewest questions that settle the most of a plan, one a page; each says what it settles. */
export function QuestionsPage({ id, subject }: { id: string; subject: string }) {
  return (
    <Questions
      name={`plan ${id} ${subject}`}
      open={() => plan(id, subject)}
      subject={subject}
      back={`/services/plans/${id}/${subject}`}
    />
  )
}

/** The questions that settle whether one service is for somebody. */
export function ServiceQuestionsPage({ id, subject }: { id: string; subject: string }) {
  const open = async () => {
    const [{ data: one }, { data: said }] = await Promise.all([service(id), serviceForMe(id, subject)])
    return { data: { title: one.title, questions: said.questions }, keptAt: null }
  }
  return <Questions name={`questions ${id} ${subject}`} open={open} subject={subject} back={`/services/about/${id}`} />
}

interface Props {
  name: string
  open: () => Promise<{ data: Open; keptAt: string | null }>
  subject: string
  back: string
}

function Questions({ name, open, subject, back }: Props) {
  const { t } = useTranslation('services')
  const asked = useAsk(name, open)
  const [after, setAfter] = useState<Open | null>(null)
  const [answered, setAnswered] = useState(0)
  const one = after ?? asked.data
  const question = one?.questions[0]

  if (!one)
    return (
      <Page title={t('plan.title')}>
        {asked.problem ? <Trouble problem={asked.problem} again={asked.again} /> : <Skeleton label={t('loading')} />}
      </Page>
    )
  if (!question) return <Redirect to={back} replace />
  const at = answered + 1
  const of = answered + one.questions.length
  return (
    <Asked
      key={question.fact}
      question={question}
      above={t('journey.at', { title: one.title, at, of })}
      at={at}
      of={of}
      back={back}
      tell={async (value) => {
        await tellOwnWord(question.fact, value, null, subject)
        setAfter((await open()).data)
        setAnswered(at)
      }}
    />
  )
}
