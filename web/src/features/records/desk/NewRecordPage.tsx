import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Answered } from '~/features/desk/frame/Answered'
import { MissingPage } from '~/features/desk/frame/Elsewhere'
import { Subject } from '~/features/desk/frame/Subject'
import { ReasonForm, useReason } from '~/features/desk/residents/reason'
import { recordTypes } from './ask'
import { DraftForm } from './DraftForm'

/** A new record of a type, drawn up from the type's own form. */
export function NewRecordPage({ type }: { type: string }) {
  const { t } = useTranslation('records_desk')
  const { reason } = useReason()
  const asked = useAsk('record types', recordTypes)
  if (!reason) return <ReasonForm />
  return (
    <div className="desk__page">
      <Answered asked={asked}>
        {({ types }) => {
          const found = types.find(({ id }) => id === type)
          if (!found) return <MissingPage />
          return (
            <Subject title={t('new.one', { type: found.name })} lead={found.about} list="/desk/records">
              <DraftForm type={found} step={found.issue} record={null} attachedTo={null} />
            </Subject>
          )
        }}
      </Answered>
    </div>
  )
}
