import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asked } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Answered } from '../frame/Answered'
import { Panes } from '../frame/Panes'
import { Subject } from '../frame/Subject'
import { TASKS } from '../rooms'
import type { Desk, Task } from '../types'
import { useDueText } from './dueText'

/** What is due first, whatever it is, and the one chosen beside it. */
export function QueuePage({ asked, current = null }: { asked: Asked<Desk>; current?: string | null }) {
  const { t } = useTranslation('desk')
  const dueText = useDueText()
  const tasks = asked.data?.queue ?? []
  // What was just settled leaves the queue at once, but not the eyes of the one who settled it.
  const [settled, setSettled] = useState<Task | null>(null)
  const chosen = tasks.find((one) => one.id === current) ?? (settled?.id === current ? settled : null)
  const settle = (one: Task) => {
    setSettled(one)
    asked.again()
  }
  return (
    <Panes
      problem={asked.problem}
      title={t('queue.title')}
      lines={tasks.map((one) => ({
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
      keys={chosen?.kind === 'case' ? ['decide', 'law'] : ['contest', 'record-draft'].includes(chosen?.kind ?? '') ? ['decide'] : []}
    >
      {chosen ? <TaskSubject key={chosen.id} task={chosen} settled={() => settle(chosen)} /> : null}
    </Panes>
  )
}

function TaskSubject({ task, settled }: { task: Task; settled: () => void }) {
  const { t } = useTranslation('desk')
  const Drawn = TASKS[task.kind]
  if (Drawn) return <Drawn subject={task.subject} list="/desk" settled={settled} />
  return (
    <Subject title={task.title} lead={task.text} list="/desk">
      <div>
        <ButtonLink href={task.href}>{t('queue.open')}</ButtonLink>
      </div>
    </Subject>
  )
}
