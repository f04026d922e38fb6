import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem, problemOf } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { Notice } from '~/design/Notice/Notice'
import { Page } from '~/design/Page/Page'
import { Trouble } from '~/design/Trouble/Trouble'
import { Back } from './Back'
import { listText } from './days'
import { fileName, partsOf, saveFile, sizeText } from './files'

/** Fetches the export as the bytes that the resident keeps. */
async function fetchExport(language: string): Promise<{ file: string; bytes: Blob; content: unknown }> {
  let response: Response
  try {
    response = await fetch('/api/v1/me/export', { headers: { 'Accept-Language': language } })
  } catch {
    throw new Problem({ status: 0 })
  }
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null))
  const bytes = await response.blob()
  const file = fileName(response.headers.get('Content-Disposition'), 'manto.json')
  return { file, bytes, content: JSON.parse(await bytes.text()) as unknown }
}

/** Everything the city keeps about one, in one file; says beforehand what is in it and afterwards how much it was. */
export function ExportPage() {
  const { t, i18n } = useTranslation('residents')
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)

  const download = async () => {
    setBusy(true)
    setDone(null)
    setProblem(null)
    try {
      const { file, bytes, content } = await fetchExport(i18n.language)
      saveFile(file, bytes)
      const parts = partsOf(content).map(({ name, count }) => t(`export.part.${name}`, { count, defaultValue: '' }))
      const size = sizeText(bytes.size, i18n.language)
      setDone(t('export.done', { file, size, parts: listText(parts.filter(Boolean), i18n.language) }))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Page title={t('export.title')} lead={t('export.intro')} above={<Back />}>
      <div className="me">
        <section aria-labelledby="export-inside" className="plain-list">
          <h2 id="export-inside">{t('export.inside')}</h2>
          <ul>
            <li>{t('export.facts')}</li>
            <li>{t('export.consents')}</li>
            <li>{t('export.lookups')}</li>
            <li>{t('export.outcomes')}</li>
          </ul>
        </section>
        <p>{t('export.careful')}</p>
        {problem ? <Trouble problem={problem} /> : null}
        <div>
          <Button icon={<Download aria-hidden="true" size={18} />} disabled={busy} onClick={() => void download()}>
            {t('export.go')}
          </Button>
        </div>
        <div role="status">
          {busy ? t('export.working') : null}
          {done ? <Notice tone="true">{done}</Notice> : null}
        </div>
      </div>
    </Page>
  )
}
