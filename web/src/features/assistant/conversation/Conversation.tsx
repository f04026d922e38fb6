import { Mic, Trash2, X } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { Trouble } from '~/design/Trouble/Trouble'
import { coarse } from '~/geo/geo'
import { usePosition } from '~/geo/position'
import { forgetDialogue } from './ask'
import { Said } from './Said'
import { askAssistant, type Answer, type Coming } from './stream'
import { neighbourhoodTold } from '../neighbourhood'
import { Spoken } from './Spoken'
import { useVoice } from './useVoice'
import { canHear } from './voice'
import './Conversation.css'

interface Turn {
  at: number
  question: string
  coming: Coming
  whole: Answer | null
  problem: Problem | null
}

export interface Opened {
  /** The question that was just written in the field; each is asked once. */
  asked: { text: string; at: number; spoken: boolean } | null
  ask: (question: string, spoken?: boolean) => void
  close: () => void
}

const NOTHING: Coming = { say: '', quotes: [], lines: [] }
/** The turns of this visit, so that closing the panel forgets nothing that the city still remembers. */
let turnsOfThisVisit: Turn[] = []

/** The conversation, above the field from which it is held. */
export default function Conversation({ asked, ask, close }: Opened) {
  const { t, i18n } = useTranslation('assistant_conversation')
  const [page] = useLocation()
  const position = usePosition()
  const [turns, setTurns] = useState<Turn[]>(turnsOfThisVisit)
  const voice = useVoice(i18n.language, (words) => ask(words, true))
  const { say, quiet } = voice
  const [explains, setExplains] = useState(false)
  const log = useRef<HTMLDivElement>(null)
  const last = useRef(turnsOfThisVisit.at(-1)?.at ?? 0)
  const near = position.state === 'known' && neighbourhoodTold() ? coarse(position.point) : null

  const change = useCallback(
    (at: number, what: Partial<Turn>) =>
      setTurns((before) => before.map((turn) => (turn.at === at ? { ...turn, ...what } : turn))),
    [],
  )

  useEffect(() => {
    turnsOfThisVisit = turns
    // The question just asked stands at the top, its answer below it: it is read from its beginning.
    const turn = log.current?.querySelector<HTMLElement>('.talk__turn:last-child')
    if (turn) log.current?.scrollTo({ top: turn.offsetTop })
  }, [turns])

  useEffect(() => {
    if (!asked || asked.at <= last.current) return
    last.current = asked.at
    const { text, at, spoken } = asked
    quiet()
    setTurns((before) => [...before, { at, question: text, coming: NOTHING, whole: null, problem: null }])
    askAssistant(text, page, near, (coming) => change(at, { coming }))
      .then((whole) => {
        change(at, { whole, coming: whole })
        if (whole.topic === 'forget') setTurns((before) => before.slice(-1))
        if (spoken) say(whole)
      })
      .catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error
        change(at, { problem: error })
      })
  }, [asked, page, near, say, quiet, change])

  const forget = () =>
    void forgetDialogue().then(
      () => setTurns([]),
      () => undefined,
    )
  /** A button that was pressed is gone with its answer: the focus stays in what was said. */
  const choose = (question: string) => {
    log.current?.focus({ preventScroll: true })
    ask(question)
  }
  const latest = turns.at(-1)
  const comes = latest !== undefined && !latest.whole && !latest.problem

  return (
    <section className="talk" aria-label={t('title')}>
      <div className="talk__head">
        <h2>{t('title')}</h2>
        <button type="button" onClick={close} aria-label={t('close')}>
          <X aria-hidden="true" size={22} />
        </button>
      </div>
      {/* A log: an answer is read out once and whole, when all of it is here; it can be scrolled by keys. */}
      <div
        className="talk__log"
        role="log"
        aria-live="polite"
        aria-busy={comes}
        aria-label={t('log')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        ref={log}
      >
        {turns.length === 0 ? <p className="talk__lead">{t('lead')}</p> : null}
        {turns.map((turn) => (
          <div key={turn.at} className="talk__turn">
            <p className="talk__asked">
              <span className="talk__who">{t('you')}</span> {turn.question}
            </p>
            {turn.problem ? <Trouble problem={turn.problem} again={() => ask(turn.question)} /> : null}
            {turn.coming.say ? (
              <Said
                said={turn.coming}
                whole={turn.whole}
                question={turn.question}
                latest={turn.at === latest?.at}
                ask={choose}
              />
            ) : null}
          </div>
        ))}
      </div>
      <div className="talk__foot">
        <Button kind="quiet" icon={<Trash2 aria-hidden="true" size={18} />} onClick={forget}>
          {t('forget')}
        </Button>
        {canHear() ? (
          <Button
            kind="quiet"
            icon={<Mic aria-hidden="true" size={18} />}
            onClick={() => (voice.on ? voice.listen() : setExplains(true))}
          >
            {t('speak')}
          </Button>
        ) : null}
        <Link href="/assistant/log">{t('errors')}</Link>
      </div>
      <Spoken voice={voice} explains={explains} leave={() => setExplains(false)} />
      <p className="talk__note">{t('note')}</p>
    </section>
  )
}
