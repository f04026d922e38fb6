import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { api, ask } from '~/api/client'
import { useAsk } from '~/api/useAsk'
import { useBusy } from '~/api/useBusy'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Chip } from '~/design/Card/Card'
import { Notice } from '~/design/Notice/Notice'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { AddStop } from './AddStop'
import { hideTrail, keepTrail, publishTrail, restoreTrail, trail, type TrailEdit } from './ask'
import { Findings, StopForm } from './StopForm'
import { TrailForm } from './TrailForm'
import { blankTrail, moved, nameOf, withStop, type WrittenTrail } from './written'

const LIST = '/desk/trails'
const NEW: TrailEdit = {
  id: '',
  version: 0,
  shown: false,
  edited_at: '',
  content: {},
  draft: blankTrail() as unknown as Record<string, unknown>,
  folder: 'none',
  findings: [],
}

interface Props {
  changed: () => void
  /** Say aloud what was done; it outlives the page of a new trail. */
  say: (words: string) => void
}

/** One trail on the editor's desk: its stops, riddles and answers; check, publish, hide, go back to the folder's. */
export function TrailSubject({ id, changed, say }: Props & { id: string }) {
  const asked = useAsk(`desk trail ${id}`, () => trail(id))
  return (
    <Answered asked={asked}>
      {(edit) => (
        <Editor
          edit={edit}
          say={say}
          done={(now) => {
            asked.tell(now)
            changed()
          }}
        />
      )}
    </Answered>
  )
}

/** A trail that nobody has written yet. */
export function NewTrail({ changed, say }: Props) {
  const [, go] = useLocation()
  const done = (now: TrailEdit) => {
    changed()
    go(`${LIST}/${now.id}`)
  }
  return <Editor edit={NEW} say={say} done={done} />
}

function writtenIn(edit: TrailEdit): WrittenTrail {
  return { ...blankTrail(), ...((edit.draft ?? edit.content) as Partial<WrittenTrail>) }
}

function Editor({ edit, say, done }: Pick<Props, 'say'> & { edit: TrailEdit; done: (now: TrailEdit) => void }) {
  const { t, i18n } = useTranslation('places_desk')
  const [held, setHeld] = useState(() => ({ version: edit.version, written: writtenIn(edit), dirty: false }))
  const { busy, problem, run } = useBusy()
  // Another's version comes in only over what is kept: what is written here stays until it is.
  if (held.version !== edit.version && !held.dirty) {
    setHeld({ version: edit.version, written: writtenIn(edit), dirty: false })
  }
  const { written } = held
  const isNew = edit.id === ''
  const id = edit.id || nameOf(written.title)
  const change = (next: WrittenTrail) => setHeld((last) => ({ ...last, written: next, dirty: true }))
  const act = (step: () => Promise<{ data: TrailEdit }>, words: string) =>
    run(async () => {
      const { data } = await step()
      // What was typed while the answer was on its way goes on over the new version.
      setHeld((last) =>
        last.written === written
          ? { version: data.version, written: writtenIn(data), dirty: false }
          : { ...last, version: data.version },
      )
      say(words)
      done(data)
    })
  const names = useNames(written.stops.map((stop) => stop.place))
  const bars = edit.findings.some((finding) => finding.bars)
  const of = (stop: number) => (held.dirty ? [] : edit.findings.filter((finding) => finding.stop === stop))
  const title = written.title[i18n.language] || Object.values(written.title)[0] || t('trail.new')

  return (
    <Subject
      title={title}
      lead={t(isNew ? 'trail.newLead' : `trail.folder.${edit.folder}`)}
      chip={<Chip tone={edit.shown ? 'lake' : 'warm'}>{t(edit.draft ? 'state.draft' : edit.shown ? 'state.published' : 'trail.hidden')}</Chip>}
      list={LIST}
    >
      {problem ? <Notice tone="warm">{problem}</Notice> : null}
      <Findings findings={of(0)} />
      <TrailForm id={id} isNew={isNew} written={written} onChange={change} />
      <section aria-labelledby="trail-stops" className="overlay-form">
        <h2 id="trail-stops">{t('trail.stops', { count: written.stops.length })}</h2>
        <ol className="trail-stops">
          {written.stops.map((stop, at) => (
            <StopForm
              key={stop.id}
              number={at + 1}
              last={at === written.stops.length - 1}
              stop={stop}
              name={names.get(stop.place) ?? stop.place}
              findings={of(at + 1)}
              onChange={(next) => change({ ...written, stops: written.stops.map((one, other) => (other === at ? next : one)) })}
              onMove={(by) => {
                const stops = moved(written.stops, at, by)
                if (stops === written.stops) return
                change({ ...written, stops })
                say(t('trail.moved', { name: names.get(stop.place) ?? stop.place, number: at + 1 + by }))
              }}
              onRemove={() => {
                change({ ...written, stops: written.stops.filter((_, other) => other !== at) })
                say(t('trail.removed', { name: names.get(stop.place) ?? stop.place }))
              }}
            />
          ))}
        </ol>
      </section>
      <AddStop
        taken={written.stops.map((stop) => stop.place)}
        onAdd={(place) => {
          change({ ...written, stops: withStop(written.stops, place.id) })
          say(t('trail.added', { name: place.name, number: written.stops.length + 1 }))
        }}
      />
      <div className="overlay-buttons">
        <Button aria-disabled={busy || !id} onClick={() => id && act(() => keepTrail(id, held.version, written), t('kept'))}>
          {t('keep')}
        </Button>
        <Button
          kind="secondary"
          disabled={!edit.draft || held.dirty || bars || isNew}
          aria-disabled={busy}
          onClick={() => act(() => publishTrail(id, held.version), t('published'))}
        >
          {t('publish')}
        </Button>
        {edit.shown ? (
          <Button kind="danger" aria-disabled={busy} onClick={() => act(() => hideTrail(id, held.version), t('trail.hiddenNow'))}>
            {t('trail.hide')}
          </Button>
        ) : null}
        {edit.folder === 'other' ? (
          <Button kind="danger" aria-disabled={busy} onClick={() => act(() => restoreTrail(id, held.version), t('trail.restored'))}>
            {t('trail.restore')}
          </Button>
        ) : null}
        {edit.shown ? (
          <ButtonLink kind="quiet" href={`/trails/${id}`}>
            {t('trail.see')}
          </ButtonLink>
        ) : null}
      </div>
    </Subject>
  )
}

/** The names of places by id, as residents read them. */
function useNames(ids: string[]): Map<string, string> {
  const wanted = [...new Set(ids)].sort()
  const asked = useAsk(wanted.length > 0 ? `names ${wanted.join(' ')}` : null, async () => {
    const cards = await Promise.all(
      wanted.map((id) => ask(api.GET('/api/v1/places/{id}', { params: { path: { id } } })).catch(() => null)),
    )
    return { data: cards.flatMap((card) => (card ? [[card.data.id, card.data.name] as const] : [])), keptAt: null }
  })
  return new Map(asked.data)
}
