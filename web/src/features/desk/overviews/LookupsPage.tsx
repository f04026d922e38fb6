import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { TextField } from '~/design/Field/Field'
import type { Column } from '~/design/Table/Table'
import { looks } from '../ask'
import type { Look } from '../types'
import { useMoment } from './moment'
import { Overview } from './Overview'

/** Who looked at how many residents and why; no fact and no resident's name. */
export function LookupsPage() {
  const { t } = useTranslation('desk')
  const moment = useMoment()
  const [since, setSince] = useState('')
  const [who, setWho] = useState('')
  const [filter, setFilter] = useState({ since: '', who: '' })
  const asked = useAsk(`looks ${filter.since} ${filter.who}`, () =>
    looks(filter.since ? new Date(`${filter.since}T00:00`).toISOString() : '', filter.who),
  )
  const columns: Column<Look>[] = [
    {
      id: 'who',
      title: t('lookups.who'),
      kind: 'head',
      cell: (row) => (row.room ? t('lookups.room', { room: row.room }) : row.who),
    },
    {
      id: 'role',
      title: t('lookups.role'),
      cell: (row) => t(`roles.${row.room ? 'room' : row.role}`, { defaultValue: row.role }),
    },
    {
      id: 'reason',
      title: t('lookups.reason'),
      cell: (row) => (row.kind === 'search' ? t('lookups.search', { reason: row.reason }) : row.reason),
    },
    { id: 'residents', title: t('lookups.residents'), kind: 'number', cell: (row) => row.residents },
    { id: 'looks', title: t('lookups.looks'), kind: 'number', cell: (row) => row.looks },
    { id: 'last', title: t('lookups.last'), cell: (row) => moment(row.last) },
  ]
  const show = (event: SubmitEvent) => {
    event.preventDefault()
    setFilter({ since, who: who.trim() })
  }
  return (
    <Overview
      title={t('lookups.title')}
      text={t('lookups.text')}
      above={
        <form className="desk__filters" onSubmit={show}>
          <TextField type="date" label={t('lookups.since')} value={since} onChange={setSince} />
          <TextField label={t('lookups.who')} autoComplete="off" value={who} onChange={setWho} />
          <Button type="submit">{t('lookups.go')}</Button>
        </form>
      }
      asked={asked}
      columns={columns}
      keyOf={(row) => `${row.kind} ${row.who} ${row.room} ${row.reason} ${row.last}`}
      empty={{ title: t('lookups.empty.title'), text: t('lookups.empty.text') }}
    />
  )
}
