import i18next from 'i18next'
import { lazy, Suspense } from 'react'
import type { TaskProps } from '~/features/desk/types'

const words = () => i18next.loadNamespaces('records_desk')

const Draft = lazy(async () => {
  const [{ DraftSubject }] = await Promise.all([import('./DraftSubject'), words(), import('./records-desk.css')])
  return { default: DraftSubject }
})

const Task = lazy(async () => {
  const [{ TaskSubject }] = await Promise.all([import('./TaskSubject'), words(), import('./records-desk.css')])
  return { default: TaskSubject }
})

/** A draft that waits for an officer, as it is drawn beside the queue. */
export function DraftWork({ subject, list, settled }: TaskProps) {
  return (
    <Suspense>
      <Draft id={subject} list={list} settled={settled} />
    </Suspense>
  )
}

/** What another record asks of one, as it is drawn beside the queue. */
export function TaskWork({ subject, list, settled }: TaskProps) {
  return (
    <Suspense>
      <Task id={subject} list={list} settled={settled} />
    </Suspense>
  )
}
