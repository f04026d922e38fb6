import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBusy } from '~/api/useBusy'
import { Button } from '~/design/Button/Button'
import { Field, LongField, SelectField, TextField } from '~/design/Field/Field'
import { LANGUAGES } from '~/app/i18n'
import { Notice } from '~/design/Notice/Notice'
import { giveMedium } from './ask'
import { Several } from './Several'

const KINDS = ['image', 'panorama', 'audio', 'video'] as const
const HEARD = ['audio', 'video']
const GIVEN = ['image', 'panorama', 'audio']

type Words = Record<string, string>

/** A picture, a sound or a film as it is written down: whose it is, under what licence, and what says the same in words. */
export interface Medium {
  kind: string
  url: string
  creator: string
  licence: string
  alternative: Words
  transcript?: Words
}

const EMPTY: Medium = { kind: 'image', url: '', creator: '', licence: '', alternative: {} }

interface Props {
  value: Medium[]
  onChange: (value: Medium[]) => void
}

/** What is shown or heard there, each with its rights and its words. */
export function Media({ value, onChange }: Props) {
  const { t } = useTranslation('places_desk')
  return (
    <Several legend={t('field.media')} add={t('media.add')} blank={EMPTY} value={value} onChange={onChange}>
      {(item, number, change, remove) => (
        <One key={number} number={number} item={item} onChange={change} onRemove={remove} />
      )}
    </Several>
  )
}

interface OneProps {
  number: number
  item: Medium
  onChange: (next: Medium) => void
  onRemove: () => void
}

function One({ number, item, onChange, onRemove }: OneProps) {
  const { t } = useTranslation('places_desk')
  const words = (key: 'alternative' | 'transcript') =>
    LANGUAGES.map((language) => (
      <LongField
        key={key + language}
        label={t(`media.${key}`, { language: t(`language.${language}`) })}
        rows={2}
        value={item[key]?.[language] ?? ''}
        onChange={(text) => onChange({ ...item, [key]: { ...item[key], [language]: text } })}
      />
    ))
  return (
    <div className="overlay-medium" role="group" aria-label={t('media.one', { number })}>
      <SelectField
        label={t('media.kind')}
        value={item.kind}
        onChange={(kind) => onChange({ ...item, kind })}
        options={KINDS.map((value) => ({ value, label: t(`media.kinds.${value}`) }))}
      />
      <TextField label={t('media.url')} hint={t('media.urlHint')} value={item.url} onChange={(url) => onChange({ ...item, url })} />
      <TextField label={t('media.creator')} value={item.creator} onChange={(creator) => onChange({ ...item, creator })} />
      <TextField
        label={t('media.licence')}
        hint={t('media.licenceHint')}
        value={item.licence}
        onChange={(licence) => onChange({ ...item, licence })}
      />
      {words('alternative')}
      {HEARD.includes(item.kind) ? words('transcript') : null}
      {GIVEN.includes(item.kind) ? <Give item={item} onGiven={onChange} /> : null}
      <Button kind="quiet" onClick={onRemove}>
        {t('media.remove', { number })}
      </Button>
    </div>
  )
}

/** Put a file on the city's own server; it is taken with its rights and its words, or not at all. */
function Give({ item, onGiven }: { item: Medium; onGiven: (next: Medium) => void }) {
  const { t } = useTranslation('places_desk')
  const [file, setFile] = useState<File | null>(null)
  const [said, setSaid] = useState('')
  const { busy, problem, run } = useBusy()
  const give = () =>
    run(async () => {
      if (!file) return
      const { bytes, ...medium } = await giveMedium(file, item)
      onGiven({ ...item, ...medium })
      setSaid(t('media.given', { size: Math.ceil(bytes / 1000) }))
    })
  return (
    <>
      <Field label={t('media.file')} hint={t(item.kind === 'audio' ? 'media.soundHint' : 'media.pictureHint')}>
        {(names) => (
          <input
            {...names}
            type="file"
            accept={item.kind === 'audio' ? '.mp3,.wav' : '.jpg,.jpeg,.png,.webp'}
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        )}
      </Field>
      {problem ? <Notice tone="warm">{problem}</Notice> : null}
      <p role="status">{said}</p>
      <div className="overlay-buttons">
        <Button kind="secondary" aria-disabled={busy || !file} onClick={give}>
          {t('media.give')}
        </Button>
      </div>
      {item.url.startsWith('/city/') && item.kind !== 'audio' ? (
        <img className="overlay-picture" src={item.url} alt={Object.values(item.alternative)[0] ?? ''} />
      ) : null}
    </>
  )
}
