import { Award } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import type { Walk } from '~/offline/walks'
import { inWords, type Trail } from './useTrails'

/** The badge and the result: on this phone, to be shown or sent by hand, known to nobody else. */
export function Finished({ trail, walk }: { trail: Trail; walk: Walk }) {
  const { t, i18n } = useTranslation('places_trails')
  const [said, setSaid] = useState('')
  const asked = trail.stops.filter((stop) => stop.answers.length > 0)
  const right = asked.filter((stop) => walk.solved[stop.id] === 'answered').length
  const words = Object.values(walk.reached).filter((how) => how === 'word').length
  const badge = inWords(trail.badge, i18n.language)
  const result = t('finished.result', {
    badge,
    trail: inWords(trail.title, i18n.language),
    stops: trail.stops.length,
    right,
    asked: asked.length,
  })
  const share = () => {
    const sent = navigator.share ? navigator.share({ text: result }) : navigator.clipboard.writeText(result)
    sent.then(
      () => setSaid(t('finished.shared')),
      () => setSaid(''),
    )
  }
  return (
    <Card as="section" tone="true" className="badge">
      <Award aria-hidden="true" size={48} />
      <h2>{t('finished.title', { badge })}</h2>
      <p>{result}</p>
      {words > 0 ? <p className="trail__small">{t('finished.words', { count: words })}</p> : null}
      <Button kind="secondary" onClick={share}>
        {t('finished.share')}
      </Button>
      <p role="status">{said}</p>
    </Card>
  )
}
