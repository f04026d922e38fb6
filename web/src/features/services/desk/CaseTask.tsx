import i18next from 'i18next'
import { lazy, Suspense } from 'react'
import type { TaskProps } from '~/features/desk/types'

const Subject = lazy(async () => {
  const [{ CaseSubject }] = await Promise.all([import('./CaseSubject'), i18next.loadNamespaces('services_desk')])
  return { default: CaseSubject }
})

/** An application, as it is drawn beside the queue. */
export function CaseTask({ subject, list, settled }: TaskProps) {
  return (
    <Suspense>
      <Subject id={subject} list={list} settled={settled} />
    </Suspense>
  )
}
