import { useState } from 'react'
import type { Answer } from '~/api/client'
import { Problem } from '~/api/problem'
import { useAsk, type Asked } from '~/api/useAsk'

interface Page<Row> {
  items: Row[]
  next_cursor: string | null
}

/** A list that comes page by page: what is there so far, whether there is more, and how to get it. */
export function useMore<P extends Page<unknown>>(key: string, question: (cursor?: string) => Promise<Answer<P>>) {
  const first = useAsk(key, () => question())
  const [later, setLater] = useState<{ key: string; pages: P[] }>({ key, pages: [] })
  const [problem, setProblem] = useState<Problem | null>(null)

  const pages = first.data ? [first.data, ...(later.key === key ? later.pages : [])] : []
  const next = pages.at(-1)?.next_cursor ?? null
  const more = async () => {
    if (next === null) return
    setProblem(null)
    try {
      const { data: page } = await question(next)
      setLater((before) => ({ key, pages: [...(before.key === key ? before.pages : []), page] }))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  const asked: Asked<P['items']> = { ...first, data: first.data ? pages.flatMap((page) => page.items) : null }
  return { asked, first, problem, more: next === null ? null : () => void more() }
}
