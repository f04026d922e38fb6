import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { Card, Chip } from '~/design/Card/Card'
import { Answered } from '~/features/desk/frame/Answered'
import { Subject } from '~/features/desk/frame/Subject'
import { deskNotices } from './ask'

/** Every kind of notice as a resident would read it. */
export default function NoticesPage() {
  const { t } = useTranslation('services_desk')
  const asked = useAsk('desk notices', deskNotices)
  return (
    <div className="desk__page desk__page--wide">
      <Answered asked={asked}>
        {(notices) => (
          <Subject title={t('notices.title')} lead={t('notices.lead')}>
            {notices.map((notice) => (
              <Card as="article" key={notice.kind} aria-labelledby={notice.kind}>
                <h2 id={notice.kind}>{notice.title}</h2>
                <p>{notice.text}</p>
                <p className="desk__small">{notice.why}</p>
                <p>
                  <Chip>{notice.kind}</Chip>
                </p>
              </Card>
            ))}
          </Subject>
        )}
      </Answered>
    </div>
  )
}
