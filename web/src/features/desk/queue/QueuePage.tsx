import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asked } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { ContestSubject } from '../contests/ContestSubject'
import { Answered } from '../frame/Answered'
import { Panes } from '../frame/Panes'
import { Subject } from '../frame/Subject'
import { ImportSubject } from '../imports/ImportSubject'
import type { Desk, Work } from '../types'
import { useDueText } from './dueText'

/** What is due first, whatever it is, and the one chosen beside it. */
export function QueuePage({ asked, current = null }: { asked: Asked<Desk>; current?: string | null }) {
  const { t } = useTranslation('desk')
  const dueText = useDueText()
  const work = asked.data?.queue ?? []
  // What was just settled leaves the queue at once, but not the eyes of the one who settled it.
  const [settled, setSettled] = useState<Work | null>(null)
  const chosen = work.find((one) => one.id === current) ?? (settled?.id === current ? settled : null)
  const settle = (one: Work) => {
    setSettled(one)
    asked.again()
  }
  return (
    <Panes
      problem={asked.problem}
      title={t('queue.title')}
      lines={work.map((one) => ({
        id: one.id,
        href: `/desk/due/${encodeURIComponent(one.id)}`,
        title: one.title,
        text: one.due ? `${one.text} · ${dueText(one.due)}` : one.text,
      }))}
      none={
        <Answered asked={asked}>
          {(desk) => (
            <EmptyState title={t('queue.empty.title')}>
              {desk.role === 'registrar' ? t('queue.empty.registrar') : t('queue.empty.other')}
            </EmptyState>
          )}
        </Answered>
      }
      current={chosen ? chosen.id : null}
      keys={chosen?.kind === 'contest' ? ['decide'] : []}
    >
      {chosen ? <WorkSubject key={chosen.id} work={chosen} done={() => settle(chosen)} /> : null}
    </Panes>
  )
}

function WorkSubject({ work, done }: { work: Work; done: () => void }) {
  const { t } = useTranslation('desk')
  const id = Number(/^\/desk\/(?:contests|imports)\/(\d+)$/.exec(work.href)?.[1])
  if (work.kind === 'contest' && id) return <ContestSubject id={id} list="/desk" decided={done} />
  if (work.kind === 'import' && id) return <ImportSubject id={id} list="/desk" />
  return (
    <Subject title={work.title} lead={work.text} list="/desk">
      <div>
        <ButtonLink href={work.href}>{t('queue.open')}</ButtonLink>
      </div>
    </Subject>
  )
}
