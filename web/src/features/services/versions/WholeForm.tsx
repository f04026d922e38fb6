import { useTranslation } from 'react-i18next'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import type { Journey } from '../journey/types'
import { placeOf } from './Mistakes'
import { WordsFields } from './WordsFields'
import { withPart } from './draft'

/** What is said around the questions: the title, the introduction, the last button, and once it is sent. */
export function WholeForm({ journey, change }: { journey: Journey; change: (journey: Journey) => void }) {
  const { t } = useTranslation('services_versions')
  const { sent } = journey
  return (
    <div id={placeOf(0, 0)}>
      <Disclosure summary={t('edit.whole')}>
        <div className="edit">
          <WordsFields legend={t('part.name')} value={journey.title} change={(title) => change({ ...journey, title })} />
          <WordsFields
            legend={t('part.intro')}
            value={journey.intro}
            long
            change={(intro) => change(withPart(journey, 'intro', intro))}
          />
          <WordsFields legend={t('part.act')} value={journey.act} change={(act) => change({ ...journey, act })} />
          <WordsFields
            legend={t('part.sentTitle')}
            value={sent.title}
            change={(title) => change({ ...journey, sent: { ...sent, title } })}
          />
          <WordsFields
            legend={t('part.sentText')}
            value={sent.text}
            long
            change={(text) => change({ ...journey, sent: { ...sent, text } })}
          />
        </div>
      </Disclosure>
    </div>
  )
}
