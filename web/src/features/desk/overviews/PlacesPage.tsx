import { useRef, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { api, ask } from '~/api/client'
import type { Problem } from '~/api/problem'
import type { PlaceCard } from '~/api/types'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import type { Column } from '~/design/Table/Table'
import { Trouble } from '~/design/Trouble/Trouble'
import { deskPlaces } from '../ask'
import { Keys } from '../frame/Keys'
import { useShortcuts } from '../shortcuts'
import { Overview } from './Overview'

/** Every place, found by name, with its source. */
export function PlacesPage() {
  const { t } = useTranslation('desk')
  const [typed, setTyped] = useState('')
  const [query, setQuery] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const { data: kinds } = useAsk('categories', () => ask(api.GET('/api/v1/categories')))
  const first = useAsk(`desk places ${query}`, () => deskPlaces(query))
  const [later, setLater] = useState<{ query: string; items: PlaceCard[]; next: string | null } | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  useShortcuts({ search: () => field.current?.focus() })

  const mine = later?.query === query ? later : null
  const rows = first.data ? [...first.data.items, ...(mine?.items ?? [])] : null
  const next = mine ? mine.next : (first.data?.next_cursor ?? null)

  const more = async () => {
    if (next === null) return
    setProblem(null)
    try {
      const { data: page } = await deskPlaces(query, next)
      setLater({ query, items: [...(mine?.items ?? []), ...page.items], next: page.next_cursor })
    } catch (error) {
      setProblem(error as Problem)
    }
  }

  const columns: Column<PlaceCard>[] = [
    { id: 'name', title: t('places.name'), kind: 'head', cell: (row) => <Link href={`/places/${row.id}`}>{row.name}</Link> },
    { id: 'category', title: t('places.category'), cell: (row) => kinds?.find((one) => one.id === row.category)?.name ?? row.category },
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
            <TextField ref={field} type="search" label={t('places.label')} autoComplete="off" value={typed} onChange={setTyped} />
            <Button type="submit">{t('places.go')}</Button>
            <Keys of={['search']} />
          </form>
          <p role="status" className="desk__small">
            {rows && first.data ? t('places.of_total', { shown: rows.length, total: first.data.total }) : ''}
          </p>
        </>
      }
      below={
        <>
          {problem ? <Trouble problem={problem} again={() => void more()} /> : null}
          {next === null ? null : (
            <div>
              <Button kind="secondary" onClick={() => void more()}>
                {t('places.more')}
              </Button>
            </div>
          )}
        </>
      }
      asked={{ ...first, data: rows }}
      columns={columns}
      keyOf={(row) => row.id}
      empty={{ title: t('places.empty.title'), text: t('places.empty.text') }}
    />
  )
}
