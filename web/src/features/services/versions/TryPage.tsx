import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { SelectField } from '~/design/Field/Field'
import { Notice } from '~/design/Notice/Notice'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { FieldInput } from '../journey/FieldInput'
import type { Journey, JourneyField, Value } from '../journey/types'
import { asTyped, readTyped } from '../journey/walking'
import { TryOne } from './TryOne'
import { journey, people, tried, type Tried } from './ask'

/** Two versions side by side, each drawn as residents see it, for somebody who does not exist; nothing is written. */
export function TryPage({ id, before, after }: { id: string; before: string; after: string }) {
  const { t } = useTranslation('services_versions')
  const [persona, setPersona] = useState('')
  const page = useAsk(`desk journey ${id}`, () => journey(id))
  const listed = useAsk(`people to try ${id}`, () => people(id))
  const asked = useAsk(`try ${before} ${after} ${persona}`, async () => {
    const [old, now] = await Promise.all([tried(id, before, persona), tried(id, after, persona)])
    return { data: { old: old.data, now: now.data }, keptAt: null }
  })
  const everybody = listed.data ?? []
  return (
    <div className="desk__page desk__page--wide">
      <Subject title={t('try.title', { title: page.data?.title ?? '' })} lead={t('try.lead')}>
        <div className="version__acts">
          <ButtonLink kind="secondary" href={`/desk/journeys/${id}`}>
            {t('back')}
          </ButtonLink>
          <ButtonLink kind="secondary" href={`/desk/journeys/${id}/compare/${before}/${after}`}>
            {t('compare')}
          </ButtonLink>
        </div>
        <SelectField
          label={t('try.on')}
          hint={everybody.find((one) => one.id === persona)?.situation ?? t('try.strangerHint')}
          value={persona}
          onChange={setPersona}
          options={[
            { value: '', label: t('try.stranger') },
            ...everybody.map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
        <Answered asked={asked}>{({ old, now }) => <Sides key={persona} old={old} now={now} />}</Answered>
      </Subject>
    </div>
  )
}

/** Both versions on the same facts, which can be made up otherwise. */
function Sides({ old, now }: { old: Tried; now: Tried }) {
  const { t } = useTranslation('services_versions')
  const journeys = [old.document, now.document] as unknown as Journey[]
  const fields = filledIn(journeys)
  const given = Object.fromEntries([...old.known, ...now.known].map((one) => [one.field, one]))
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries(fields.map((field) => [field.id, asTyped(field, given[field.id]?.value as Value | undefined)])),
  )
  const known = fields.flatMap((field) => {
    const read = readTyped(field, typed[field.id] ?? '', false)
    if (!('value' in read) || read.value === null || Array.isArray(read.value)) return []
    const same = given[field.id] && given[field.id]!.value === read.value
    const one = same ? given[field.id]! : { text: '', source: t('try.madeUp') }
    return [{ field: field.id, value: read.value, text: one.text, source: one.source }]
  })
  const facts = JSON.stringify(known.map(({ field, value }) => [field, value]))
  return (
    <>
      {fields.length > 0 ? (
        <Disclosure summary={t('try.facts', { count: known.length, of: fields.length })}>
          <p className="desk__small">{t('try.factsHint')}</p>
          <div className="desk__form">
            {fields.map((field) => (
              <FieldInput
                key={field.id}
                field={{ ...field, optional: true, hint: undefined }}
                typed={typed[field.id] ?? ''}
                error={null}
                onChange={(text) => setTyped((all) => ({ ...all, [field.id]: text }))}
                onFile={() => undefined}
              />
            ))}
          </div>
        </Disclosure>
      ) : (
        <Notice>{t('try.noFacts')}</Notice>
      )}
      <div className="sides">
        {[old, now].map((one, side) => (
          <TryOne key={`${one.number} ${facts}`} number={one.number} journey={journeys[side]!} known={known} />
        ))}
      </div>
    </>
  )
}

/** The fields that either version fills in from facts. */
function filledIn(journeys: Journey[]): JourneyField[] {
  const all = journeys.flatMap((one) => one.steps.flatMap((step) => step.fields))
  const found = new Map(all.filter((field) => field.fact || field.from).map((field) => [field.id, field]))
  return [...found.values()]
}
