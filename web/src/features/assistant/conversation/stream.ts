import i18next from 'i18next'
import { csrfToken } from '~/api/client'
import { Problem, problemOf } from '~/api/problem'
import type { components } from '~/api/schema'
import { eventsOf } from './events'

export type Answer = components['schemas']['AnswerOut']

/** What an answer is made of so far, while it comes. */
export type Coming = Pick<Answer, 'say' | 'quotes' | 'lines'>

/** Ask the assistant, and hear the answer as it comes; the whole of it is given at the end. */
export async function askAssistant(
  question: string,
  page: string,
  near: string | null,
  comes: (now: Coming) => void,
): Promise<Answer> {
  let response: Response
  try {
    response = await fetch('/api/v1/assistant/stream', {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'Content-Type': 'application/json',
        'Accept-Language': i18next.language,
        'X-CSRFToken': csrfToken(),
      },
      body: JSON.stringify({ question, page, near }),
    })
  } catch {
    throw new Problem({ status: 0 })
  }
  if (!response.ok || !response.body) throw problemOf(response.status, await response.json().catch(() => null))
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let waiting = ''
  let coming: Coming = { say: '', quotes: [], lines: [] }
  for (;;) {
    const { value, done } = await reader.read()
    if (done) throw new Problem({ status: 0 })
    const { events, rest } = eventsOf(waiting + value)
    waiting = rest
    for (const { name, data } of events) {
      const content = JSON.parse(data)
      if (name === 'answer') return content as Answer
      if (name === 'say') coming = { ...coming, say: content }
      if (name === 'quote') coming = { ...coming, quotes: [...coming.quotes, content] }
      if (name === 'line') coming = { ...coming, lines: [...coming.lines, content] }
      comes(coming)
    }
  }
}
