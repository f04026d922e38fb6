import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Notice } from '~/design/Notice/Notice'
import { resident } from '../ask'
import { Answered } from '../frame/Answered'
import { Subject } from '../frame/Subject'
import { FactsTable } from './FactsTable'

/** What the city knows of one resident, group by group; says that the look was recorded. */
export function ResidentSubject({ id, reason }: { id: string; reason: string }) {
  const { t } = useTranslation('desk')
  const asked = useAsk(`resident ${id} ${reason}`, () => resident(id, reason))
  return (
    <Answered asked={asked}>
      {(one) => (
        <Subject title={one.name} lead={t('residents.looked', { count: one.lookups })} list="/desk/residents">
          <Notice tone="lake">
            {t('reason.recorded')} {t('reason.is', { reason })}
          </Notice>
          {one.groups.map((group) => (
            <FactsTable key={group.id} title={group.title} facts={group.facts} />
          ))}
        </Subject>
      )}
    </Answered>
  )
}
