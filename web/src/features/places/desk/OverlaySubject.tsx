import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { useBusy } from '~/api/useBusy'
import { Button } from '~/design/Button/Button'
import { Chip } from '~/design/Card/Card'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { Field, LongField, SelectField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { useHere } from '~/app/session'
import { useKinds } from '~/features/places/usePlaces'
import { draftNew, keepDraft, overlay, publish, withdraw, type Changes, type OverlayEdit } from './ask'
import { Actions, type Action } from './Actions'
import { Audience } from './Audience'
import { heldAfter, heldFrom, isDirty, sent, written } from './held'
import { Measures } from './Measures'
import { Media, type Medium } from './Media'
import { Position } from './Position'
import { Totems } from './Totems'
import { WalkPreview } from './WalkPreview'

const LANGUAGES = ['it', 'en'] as const
const WORDS = ['name', 'about', 'story', 'text_alternative'] as const

type Words = Record<string, string>

interface Props {
  id: string
  list: string
  changed: () => void
}

/** One place on the editor's desk: write, measure, move, check, walk past it, publish. */
export function OverlaySubject({ id, list, changed }: Props) {
  const asked = useAsk(`desk overlay ${id}`, () => overlay(id))
  const [said, setSaid] = useState('')
  const done = (words: string, now: OverlayEdit | null) => {
    setSaid(words)
    if (now) asked.tell(now)
    else asked.again()
    changed()
  }
  return (
    <>
      <p role="status">{said}</p>
      <Answered asked={asked}>{(edit) => <Editor edit={edit} list={list} done={done} />}</Answered>
    </>
  )
}

const BLANK: OverlayEdit = {
  id: '',
  version: 0,
  base: null,
  changes: {},
  draft: null,
  source: '',
  source_changed: false,
  published_at: null,
  edited_at: null,
  findings: [],
}

/** A place that no source has: it begins in the middle of the city. */
export function NewOverlay({ list, changed }: Omit<Props, 'id'>) {
  const { city } = useHere()
  if (!city) return null
  const [lat, lon] = city.centre as [number, number]
  return <Editor edit={{ ...BLANK, changes: { category: 'monument', lat, lon } }} list={list} done={changed} />
}

interface EditorProps {
  edit: OverlayEdit
  list: string
  /** Told what was done, and how the place stands now where the answer said it. */
  done: (words: string, now: OverlayEdit | null) => void
}

/** Lives as long as the place is looked at: a newer answer neither folds a part in nor takes a word that is not kept. */
function Editor({ edit, list, done }: EditorProps) {
  const { t, i18n } = useTranslation('places_desk')
  const [held, setHeld] = useState(() => heldFrom(edit))
  const now = heldAfter(held, edit)
  if (now !== held) setHeld(now)
  const { changes } = now
  const { busy, problem, run } = useBusy()
  const [walks, setWalks] = useState(false)
  const [, go] = useLocation()
  const kinds = useKinds()
  const value = (key: string) => changes[key] ?? edit.base?.[key]
  const write = (next: Changes) => setHeld((last) => written(last, { ...last.changes, ...next }))
  const set = (key: string, next: unknown) => write({ [key]: next })
  const act = (step: () => Promise<OverlayEdit | null>, words: string, taken?: Changes) =>
    run(async () => {
      const next = await step()
      if (taken) setHeld((last) => sent(last, taken))
      done(words, next)
    })
  const words = (key: string) => (value(key) ?? {}) as Words
  const access = (value('access') ?? {}) as Record<string, unknown>
  const name = words('name')[i18n.language] || Object.values(words('name'))[0] || edit.id || t('new.title')
  const bars = edit.findings.filter((finding) => finding.bars)
  const isNew = edit.id === ''
  const keep = () =>
    isNew
      ? draftNew(changes).then(({ data }) => {
          go(`${list}/${encodeURIComponent(data.id)}`)
          return null
        })
      : keepDraft(edit.id, now.version, changes).then(({ data }) => data)
  const dirty = isDirty(now)

  return (
    <Subject
      title={name}
      lead={edit.source ? t('from', { source: edit.source }) : t(isNew ? 'new.lead' : 'ours')}
      chip={edit.draft ? <Chip tone="warm">{t('state.draft')}</Chip> : edit.published_at ? <Chip tone="lake">{t('state.published')}</Chip> : null}
      list={list}
    >
      {edit.source_changed ? <Notice tone="warm">{t('sourceChanged')}</Notice> : null}
      {problem ? <Notice tone="warm">{problem}</Notice> : null}
      <div className="overlay-form">
        <SelectField
          label={t('field.category')}
          value={String(value('category') ?? '')}
          onChange={(category) => set('category', category)}
          options={[...kinds.values()]
            .map(({ id, name: label }) => ({ value: id, label }))
            .sort((a, b) => a.label.localeCompare(b.label))}
        />
        {WORDS.map((key) => (
          <fieldset key={key}>
            <legend>{t(`field.${key}`)}</legend>
            {LANGUAGES.map((language) => (
              <LongField
                key={language}
                label={t(`language.${language}`)}
                rows={key === 'name' ? 1 : 3}
                value={words(key)[language] ?? ''}
                onChange={(text) => set(key, { ...words(key), [language]: text })}
              />
            ))}
          </fieldset>
        ))}
        <Position
          id={edit.id}
          name={name}
          category={String(value('category') ?? '')}
          lat={Number(value('lat'))}
          lon={Number(value('lon'))}
          onMove={(lat, lon) => write({ lat, lon })}
        />
        <Measures access={access} onChange={(measured) => set('access', measured)} />
        <Audience value={(value('audience') ?? []) as string[]} onChange={(who) => set('audience', who)} />
        <Media value={(value('media') ?? []) as Medium[]} onChange={(media) => set('media', media)} />
        <Actions value={(value('actions') ?? []) as Action[]} onChange={(actions) => set('actions', actions)} />
        <fieldset>
          <legend>{t('field.valid')}</legend>
          {(['valid_from', 'valid_to'] as const).map((key) => (
            <Field key={key} label={t(`field.${key}`)}>
              {(names) => (
                <input
                  {...names}
                  className="ams-text-input"
                  type="date"
                  value={String(value(key) ?? '').slice(0, 10)}
                  onChange={(event) => set(key, event.target.value ? `${event.target.value}T00:00:00+00:00` : '')}
                />
              )}
            </Field>
          ))}
        </fieldset>
      </div>
      {isNew ? null : <Check edit={edit} />}
      <div className="overlay-buttons">
        <Button aria-disabled={busy} onClick={() => act(keep, t('kept'), changes)}>
          {t('keep')}
        </Button>
        <Button
          kind="secondary"
          disabled={!edit.draft || dirty || bars.length > 0}
          aria-disabled={busy}
          onClick={() => act(() => publish(edit.id, now.version).then(({ data }) => data), t('published'), changes)}
        >
          {t('publish')}
        </Button>
        {edit.version > 0 ? (
          <Button
            kind="danger"
            aria-disabled={busy}
            onClick={() => act(() => withdraw(edit.id, now.version).then(() => null), t('withdrawn'), changes)}
          >
            {t('withdraw')}
          </Button>
        ) : null}
      </div>
      {isNew ? null : (
        <>
          <Totems place={edit.id} act={(step, told) => act(() => step().then(() => null), told)} />
          <Disclosure summary={t('walk.title')} onOpen={() => setWalks(true)}>
            {walks ? <WalkPreview id={edit.id} name={name} lat={Number(value('lat'))} lon={Number(value('lon'))} /> : null}
          </Disclosure>
        </>
      )}
    </Subject>
  )
}

/** What the check finds: what bars it first. */
function Check({ edit }: { edit: OverlayEdit }) {
  const { t } = useTranslation('places_desk')
  return (
    <section aria-labelledby="overlay-check">
      <h2 id="overlay-check">{t('check.title')}</h2>
      {edit.findings.length === 0 ? <p>{t('check.nothing')}</p> : null}
      <ul className="overlay-findings">
        {edit.findings.map((finding) => (
          <li key={finding.field + finding.text} data-bars={finding.bars || undefined}>
            <strong>{finding.bars ? t('check.bars') : t('check.advice')}</strong> {finding.text}
          </li>
        ))}
      </ul>
    </section>
  )
}
