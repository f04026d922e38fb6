import i18next from 'i18next'
import { lazy, Suspense } from 'react'
import type { TaskProps } from '~/features/desk/types'

const Inside = lazy(async () => {
  const [{ QuestionSubject }] = await Promise.all([
    import('./QuestionSubject'),
    i18next.loadNamespaces('assistant_conversation_desk'),
  ])
  return { default: QuestionSubject }
})

/** A question that was handed over, as it is drawn beside the queue. */
export function QuestionTask({ subject, list, settled }: TaskProps) {
  return (
    <Suspense>
      <Inside id={subject} list={list} settled={settled} />
    </Suspense>
  )
}
