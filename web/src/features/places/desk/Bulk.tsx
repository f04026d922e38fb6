import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { Button } from '~/design/Button/Button'
import { Field, TextField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { importOverlays } from './ask'

/** Many places at once from a GeoJSON file: whole or not at all, with whose it is and under what licence. */
export function Bulk({ done }: { done: () => void }) {
  const { t } = useTranslation('places_desk')
  const [source, setSource] = useState('')
  const [licence, setLicence] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState('')
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    setSaid('')
    setProblem('')
    const read = async () => {
      const text = await file!.text()
      const content = await Promise.resolve(text)
        .then(JSON.parse)
        .catch(() => Promise.reject(new Error(t('bulk.noJson'))))
      const { data } = await importOverlays({ source, licence, attribution: '', content })
      setSaid(t('bulk.done', { ...data }))
      done()
    }
    read().catch((error: unknown) =>
      setProblem(error instanceof Problem ? `${error.detail ?? error.title} ${error.nextStep ?? ''}` : (error as Error).message),
    )
  }
  return (
    <form className="overlay-form" onSubmit={send}>
      <p>{t('bulk.how')}</p>
      <Field label={t('bulk.file')}>
        {(names) => (
          <input
            {...names}
            type="file"
            required
            accept=".geojson,.json,application/geo+json"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        )}
      </Field>
      <TextField label={t('bulk.source')} required value={source} onChange={setSource} />
      <TextField label={t('bulk.licence')} hint={t('media.licenceHint')} required value={licence} onChange={setLicence} />
      {problem ? <Notice tone="warm">{problem}</Notice> : null}
      <p role="status">{said}</p>
      <Button type="submit" kind="secondary">
        {t('bulk.send')}
      </Button>
    </form>
  )
}
