import { ClipboardPaste, FileSearch, ScanQrCode, TriangleAlert, WifiOff } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState, type ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { LongField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Skeleton } from '~/design/Skeleton/Skeleton'
import { parseTrust } from '~verify/index'
import { Answer } from './Answer'
import { trustPack } from './ask'
import { check, type Finding } from './checking'
import { type Given, readFile, Unreadable } from './reading'
import { Scanner } from './Scanner'
import './Verify.css'

/** Anybody checks a paper or a proof here: on this device, with no account, and with nothing sent. */
export default function Verify() {
  const { t } = useTranslation('verify')
  const pack = useAsk('verify/trust', trustPack)
  const trust = useMemo(() => (pack.data ? parseTrust(JSON.stringify(pack.data)) : null), [pack.data])
  const [given, setGiven] = useState<Given | null>(null)
  const [scanning, setScanning] = useState(false)
  const [unreadable, setUnreadable] = useState<Unreadable | null>(null)
  const answer = useRef<HTMLDivElement>(null)
  const nowSeconds = Math.floor(Date.now() / 1000)
  const findings = useMemo(
    () => (given && trust ? check(given, trust, nowSeconds) : []),
    // The moment of checking is when something new was given, not each drawing of the page.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [given, trust],
  )
  const isDone = findings.length > 0 && findings[0]?.kind !== 'second'

  useEffect(() => {
    const again = () => {
      const found = takeFromAddress()
      if (found) setGiven(found)
    }
    // Not at the first drawing: the page may be drawn twice while its words are fetched.
    again()
    window.addEventListener('hashchange', again)
    return () => window.removeEventListener('hashchange', again)
  }, [])
  useEffect(() => {
    if (isDone) answer.current?.focus()
  }, [isDone, given])

  const take = useCallback((next: Given) => {
    setUnreadable(null)
    setGiven((before) => together(before, next))
  }, [])
  const scanned = (texts: string[]) => {
    const next = { text: texts.join('\n') }
    if (!trust) return
    const both = together(given, next)
    setGiven(both)
    if (check(both, trust, nowSeconds).every((one) => one.kind !== 'second')) setScanning(false)
  }
  const chosen = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = ''
    if (!file) return
    try {
      take(await readFile(file))
    } catch (error) {
      setGiven(null)
      setUnreadable(error instanceof Unreadable ? error : new Unreadable('no_code'))
    }
  }
  const startAgain = () => {
    setGiven(null)
    setUnreadable(null)
    setScanning(false)
  }

  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className="verify">
        {pack.loading ? <Skeleton shape="row" rows={2} label={t('title')} /> : null}
        {pack.problem ? (
          <Notice role="alert" tone="warm" icon={<WifiOff aria-hidden="true" />} title={t('trustNone')}>
            {t('trustNoneNext')}
          </Notice>
        ) : null}
        <div ref={answer} tabIndex={-1} aria-label={t('answer.label')} role="group" className="verify__answer" aria-live="polite">
          {unreadable ? (
            <Notice role="alert" tone="warm" icon={<TriangleAlert aria-hidden="true" />} title={t('unreadable.title')}>
              {t(`unreadable.${unreadable.why}`)}
            </Notice>
          ) : null}
          {findings.map((found: Finding, at) => (
            <Answer key={at} found={found} nowSeconds={nowSeconds} registers={pack.data?.registers ?? []} />
          ))}
        </div>
        {scanning ? <Scanner onCodes={scanned} onStop={() => setScanning(false)} /> : null}
        {isDone && !scanning ? (
          <Button onClick={startAgain}>{t('another')}</Button>
        ) : scanning ? null : (
          <Ways onScan={() => setScanning(true)} onFile={(event) => void chosen(event)} onText={(text) => take({ text })} />
        )}
        <p className="verify__offline">
          {t('offline')} {pack.keptAt ? t('trustAt', { when: new Date(pack.keptAt).toLocaleString() }) : ''}
        </p>
      </div>
    </Page>
  )
}

interface WaysProps {
  onScan: () => void
  onFile: (event: ChangeEvent<HTMLInputElement>) => void
  onText: (text: string) => void
}

/** The three ways to give something: camera, file, text. */
function Ways({ onScan, onFile, onText }: WaysProps) {
  const { t } = useTranslation('verify')
  const [text, setText] = useState('')
  return (
    <div className="verify__ways">
      <Button icon={<ScanQrCode aria-hidden="true" size={22} />} onClick={onScan}>
        {t('scan')}
      </Button>
      <label className="verify__file">
        <input type="file" accept="image/*,application/pdf,.pdf,.manto,.txt,.cbor" className="ams-visually-hidden" onChange={onFile} />
        <FileSearch aria-hidden="true" size={22} />
        <span>
          {t('file')} <small>{t('fileHint')}</small>
        </span>
      </label>
      <Disclosure summary={t('paste')}>
        <LongField label={t('pasteLabel')} hint={t('pasteHint')} value={text} onChange={setText} />
        <Button kind="secondary" icon={<ClipboardPaste aria-hidden="true" size={20} />} onClick={() => onText(text)}>
          {t('pasteCheck')}
        </Button>
      </Disclosure>
    </div>
  )
}

/** Codes add up: the second code of a paper serves the first. */
function together(before: Given | null, next: Given): Given {
  if (!before || !('text' in before) || !('text' in next)) return next
  return before.text.includes(next.text) ? before : { text: `${before.text}\n${next.text}` }
}

/** Take the code that stands behind the address's hash, and leave no trace of it in the browser's history. */
function takeFromAddress(): Given | null {
  const { hash, pathname } = window.location
  // A code, whole or cut off, begins with a digit; a place on this page does not.
  if (!/^#\d/.test(hash) && hash.length < 100) return null
  window.history.replaceState(null, '', pathname)
  return { text: hash.slice(1) }
}
