import { MessageCircle, Send } from 'lucide-react'
import { Suspense, useCallback, useEffect, useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { feature } from '~/app/feature'
import type { Opened } from './Conversation'
import './AskBar.css'

const Conversation = feature<Opened>('assistant_conversation', () => import('./Conversation'))

/** The field at the bottom of every place: what is written here opens the conversation above it. */
export function AskBar() {
  const { t } = useTranslation('app')
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState<Opened['asked']>(null)
  const field = useRef<HTMLInputElement>(null)

  const ask = (question: string, spoken = false) => {
    if (!question.trim()) return
    setOpen(true)
    setAsked({ text: question.trim(), at: Date.now(), spoken })
    setText('')
  }
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    ask(text)
  }
  const close = useCallback(() => {
    setOpen(false)
    field.current?.focus()
  }, [])
  useEffect(() => {
    if (!open) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [open, close])

  return (
    <div className="ask">
      {open ? (
        <Suspense fallback={null}>
          <Conversation asked={asked} ask={ask} close={close} />
        </Suspense>
      ) : null}
      <form className="ask__bar" role="search" aria-label={t('ask.label')} onSubmit={send}>
        <button
          type="button"
          className="ask__open"
          aria-expanded={open}
          aria-label={open ? t('ask.close') : t('ask.open')}
          onClick={() => setOpen(!open)}
        >
          <MessageCircle aria-hidden="true" size={22} />
        </button>
        <input
          ref={field}
          type="search"
          className="ask__field"
          aria-label={t('ask.field')}
          placeholder={t('ask.placeholder')}
          maxLength={400}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="ask__send" aria-label={t('ask.send')}>
          <Send aria-hidden="true" size={20} />
        </button>
      </form>
    </div>
  )
}
