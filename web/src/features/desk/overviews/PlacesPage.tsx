import { useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { api, ask } from '~/api/client'
import type { PlaceCard } from '~/api/types'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import type { Column } from '~/design/Table/Table'
import { deskPlaces } from '../ask'
import { Keys } from '../frame/Keys'
import { useShortcuts } from '../shortcuts'
import { More } from './More'
import { Overview } from './Overview'
import { useMore } from './useMore'

/** Every place, found by name, with its source. */
export function PlacesPage() {
  const { t } = useTranslation('desk')
  const [typed, setTyped] = useState('')
  const [query, setQuery] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const { data: kinds } = useAsk('categories', () => ask(api.GET('/api/v1/categories')))
  const { asked, first, problem, more } = useMore(`desk places ${query}`, (cursor) => deskPlaces(query, cursor))
  useShortcuts({ search: () => field.current?.focus() })

  const columns: Column<PlaceCard>[] = [
    {
      id: 'name',
      title: t('places.name'),
      kind: 'head',
      cell: (row) => <Link href={`/places/${row.id}`}>{row.name}</Link>,
    },
    {
      id: 'category',
      title: t('places.category'),
      cell: (row) => kinds?.find((one) => one.id === row.category)?.name ?? row.category,
    },
    { id: 'address', title: t('places.address'), cell: (row) => row.address ?? t('unknown') },
    { id: 'source', title: t('places.source'), cell: (row) => row.source },
  ]
  const search = (event: SubmitEvent) => {
    event.preventDefault()
    setQuery(typed.trim())
  }
  return (
    <Overview
      title={t('places.title')}
      text={t('places.text')}
      above={
        <>
          <form className="desk__filters" role="search" onSubmit={search}>
            <TextField
              ref={field}
              type="search"
              label={t('places.label')}
              autoComplete="off"
              value={typed}
              onChange={setTyped}
            />
            <Button type="submit">{t('places.go')}</Button>
            <Keys of={['search']} />
          </form>
          <p role="status" className="desk__small">
            {asked.data && first.data
              ? t('places.of_total', { shown: asked.data.length, total: first.data.total })
              : ''}
          </p>
        </>
      }
      below={<More label={t('places.more')} more={more} problem={problem} />}
      asked={asked}
      columns={columns}
      keyOf={(row) => row.id}
      empty={{ title: t('places.empty.title'), text: t('places.empty.text') }}
    />
  )
}
