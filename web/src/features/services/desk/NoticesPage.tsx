import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { useHere } from '~/app/session'
import { Card, Chip } from '~/design/Card/Card'
import { SelectField } from '~/design/Field/Field'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { deskNotices, personas } from './ask'

/** Every kind of notice as a resident would read it: with an example in it, or, in the demo, as a persona would. */
export default function NoticesPage() {
  const { t } = useTranslation('services_desk')
  const { city } = useHere()
  const [persona, setPersona] = useState('')
  const asked = useAsk(`desk notices ${persona}`, () => deskNotices(persona))
  const people = useAsk(city?.demo ? 'personas' : null, personas)
  const residents = asked.problem ? [] : (people.data ?? []).filter((one) => one.kind === 'resident')
  return (
    <div className="desk__page desk__page--wide">
      <Subject title={t('notices.title')} lead={t('notices.lead')}>
        {residents.length > 0 ? (
          <SelectField
            label={t('notices.as')}
            hint={t('notices.asHint')}
            value={persona}
            onChange={setPersona}
            options={[
              { value: '', label: t('notices.example') },
              ...residents.map((one) => ({ value: one.id, label: one.name })),
            ]}
          />
        ) : null}
        <Answered asked={asked}>
          {(notices) =>
            notices.map((notice) => (
              <Card as="article" key={notice.kind} aria-labelledby={notice.kind}>
                <div lang={notice.language}>
                  <h2 id={notice.kind}>{notice.title}</h2>
                  <p>{notice.text}</p>
                  <p className="desk__small">{notice.why}</p>
                </div>
                <p>
                  <Chip>{notice.kind}</Chip> {notice.hers ? <Chip tone="lake">{t('notices.hers')}</Chip> : null}
                </p>
              </Card>
            ))
          }
        </Answered>
      </Subject>
    </div>
  )
}
