import { useCallback, useEffect, useState } from 'react'
import { Problem } from '~/api/problem'
import { phone } from '~/offline/phone'
import { addPicture, fileReport } from './ask'
import { asReport, dropReport, emptyDraft, keepReport, keptReport, type ReportDraft } from './draft'
import { pictureOf } from './picture'

/**
 * The report that is being written: kept at every change, sent at once or as soon as there is a network.
 *
 * @param asked what the way here already says: the place, the kind.
 */
export function useReport(asked: Partial<ReportDraft>, sent: (code: string) => void) {
  const [draft, setDraft] = useState<ReportDraft | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  useEffect(() => {
    void keptReport(phone)
      .catch(() => null)
      .then((kept) => {
        const begun = kept ?? emptyDraft(crypto.randomUUID())
        setDraft(begun.waiting ? begun : { ...begun, ...asked }) // what waits to be sent stays as it was written
      })
    // What the address says is read once, as one arrives.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  const change = useCallback((changes: Partial<ReportDraft>) => {
    setDraft((before) => {
      if (!before) return before
      const after = { ...before, ...changes }
      void keepReport(phone, after).catch(() => undefined)
      return after
    })
  }, [])

  const send = useCallback(
    async (now: ReportDraft) => {
      setBusy(true)
      setProblem(null)
      try {
        const { data } = await fileReport(asReport(now))
        const code = data.mine!.code
        if (now.picture) await addPicture(code, pictureOf(now.picture))
        await dropReport(phone).catch(() => undefined)
        sent(code)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (error.offline) change({ waiting: true })
        else {
          change({ waiting: false })
          setProblem(error)
        }
      }
      setBusy(false)
    },
    [change, sent],
  )

  const waiting = draft?.waiting ?? false
  useEffect(() => {
    if (!waiting || !draft) return
    const go = () => void send(draft)
    window.addEventListener('online', go)
    return () => window.removeEventListener('online', go)
  }, [waiting, draft, send])

  const forget = useCallback(async () => {
    await dropReport(phone).catch(() => undefined)
    setProblem(null)
    setDraft(emptyDraft(crypto.randomUUID()))
  }, [])

  return { draft, change, send, forget, busy, problem }
}
