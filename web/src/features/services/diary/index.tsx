import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ask } from '~/api/client'
import { Problem } from '~/api/problem'
import type { components, paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { Button } from '~/design/Button/Button'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Table, type Column } from '~/design/Table/Table'
import { Trouble } from '~/design/Trouble/Trouble'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/desk/appointments' | '/api/v1/desk/appointments/{id}'> {}
}

type Day = components['schemas']['OfficeDayOut']
type Time = Day['times'][number]
const days = () => ask(api.GET('/api/v1/desk/appointments'))
const who = (id: string) => ask(api.GET('/api/v1/desk/appointments/{id}', { params: { path: { id } } }))

/** The taken times of every office, day by day; who comes is shown when it is asked for. */
export default function DiaryPage() {
  const { t } = useTranslation('services_diary')
  const asked = useAsk('desk appointments', days)
  const columns: Column<Time>[] = [
    { id: 'time', title: t('time'), kind: 'head', cell: (one) => one.time_text },
    { id: 'service', title: t('service'), cell: (one) => one.service },
    { id: 'seat', title: t('seat'), kind: 'number', cell: (one) => one.seat },
    { id: 'who', title: t('who'), cell: (one) => <Who id={one.id} time={one.time_text} /> },
  ]
  return (
    <div className="desk__page desk__page--wide">
      <Answered asked={asked}>
        {(all) => (
          <Subject title={t('title')} lead={t('lead')}>
            {all.length === 0 ? <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState> : null}
            {all.map((one) => (
              <Table
                key={`${one.day} ${one.office}`}
                caption={t('day', { day: one.day_text, office: one.title, where: one.where })}
                captionShown
                columns={columns}
                rows={one.times}
                keyOf={(time) => time.id}
              />
            ))}
          </Subject>
        )}
      </Answered>
    </div>
  )
}

function Who({ id, time }: { id: string; time: string }) {
  const { t } = useTranslation('services_diary')
  const [name, setName] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const look = async () => {
    try {
      const { data } = await who(id)
      setName(data.booker ? t('for', { name: data.name, booker: data.booker }) : data.name)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }
  if (problem) return <Trouble problem={problem} />
  return name ? (
    <span role="status">{name}</span>
  ) : (
    <Button kind="quiet" aria-label={t('lookAt', { time })} onClick={() => void look()}>
      {t('look')}
    </Button>
  )
}
