import { useTranslation } from 'react-i18next'
import { useRoute } from 'wouter'
import { useAsk } from '~/api/useAsk'
import { EmptyState } from '~/design/EmptyState/EmptyState'
import { Answered } from '~/features/desk/frame/Answered'
import { Panes } from '~/features/desk/frame/Panes'
import { lists } from './ask'
import { ListSubject } from './ListSubject'
import './lists.css'

/** The ranking lists, and the one that is looked at. */
export default function ListsPage() {
  const { t } = useTranslation('services_lists')
  const [, params] = useRoute('/desk/lists/:service/:year/:group')
  const asked = useAsk('desk lists', lists)
  const current = params ? `${params.service}/${params.year}/${params.group}` : null
  return (
    <Panes
      problem={asked.problem}
      title={t('title')}
      lines={(asked.data ?? []).map((one) => {
        const id = `${one.service}/${one.year}/${one.group}`
        return {
          id,
          href: `/desk/lists/${id}`,
          title: `${one.title}: ${one.group_title}`,
          text: t('line', { on: one.on_list, places: one.places, proposed: one.proposed }),
        }
      })}
      none={<Answered asked={asked}>{() => <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>}</Answered>}
      current={current}
    >
      {params ? (
        <ListSubject
          key={current}
          which={{ service: params.service, year: Number(params.year), group: params.group }}
          given={asked.again}
        />
      ) : null}
    </Panes>
  )
}
