import { useTranslation } from 'react-i18next'
import { ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import type { CheckIn as How, Solved, Walk } from '~/offline/walks'
import { Medium } from '../medium/Medium'
import { wayHref } from '../placeHref'
import { Aloud } from './Aloud'
import { CheckIn } from './CheckIn'
import { Question } from './Question'
import { inWords, type Stop, type Trail } from './useTrails'
import { WayFacts } from './WayFacts'

const FACES = ['list', 'map', 'camera', 'listen'] as const
const WITHOUT = ['read', 'see', 'climb'] as const

interface Props {
  trail: Trail
  stop: Stop
  walk: Walk
  byEar: boolean
  reached: (how: How) => void
  solved: (how: Solved) => void
}

/** The stop one is at: how to get there, what is told, what is asked, and how it goes for everybody. */
export function StopCard({ trail, stop, walk, byEar, reached, solved }: Props) {
  const { t, i18n } = useTranslation('places_trails')
  const language = i18n.language
  const how = walk.reached[stop.id]
  const hidden = trail.kind === 'hunt' && !how
  const number = trail.stops.indexOf(stop) + 1
  const said = how ? inWords(stop.tell, language) : inWords(stop.riddle, language)
  const name = hidden ? t('stop.hidden', { number }) : inWords(stop.name, language)
  const after = walk.solved[stop.id] ? inWords(stop.after, language) : ''
  const where = encodeURIComponent(stop.place)
  const aloud = [name, said, how ? inWords(stop.question, language) : '', after].filter(Boolean).join('. ')
  return (
    <Card as="section" className="stop" aria-labelledby={`stop-${stop.id}`}>
      <h2 id={`stop-${stop.id}`}>{name}</h2>
      {how ? <p className="trail__small">{t(`stop.${how}`)}</p> : null}
      {said ? <p>{said}</p> : null}
      <Aloud key={`${stop.id} ${how ?? ''}`} text={aloud} atOnce={byEar} />
      {hidden ? null : (
        <nav aria-label={t('stop.faces')} className="trail__buttons">
          {FACES.map((face) => (
            <ButtonLink key={face} kind="quiet" href={`/around?at=${where}${face === 'list' ? '' : `&as=${face}`}`}>
              {t(`face.${face}`)}
            </ButtonLink>
          ))}
          <ButtonLink kind="quiet" href={wayHref(stop.place)}>
            {t('stop.way')}
          </ButtonLink>
        </nav>
      )}
      {how
        ? (stop.media ?? []).map((item) => (
            <Medium
              key={item.url}
              item={{
                ...item,
                alternative: inWords(item.alternative, language),
                transcript: inWords(item.transcript, language) || null,
              }}
            />
          ))
        : null}
      {hidden ? null : <WayFacts way={stop.way} all={trail.audience.includes('wheelchair')} />}
      <Disclosure summary={t('otherwise.title')}>
        <dl className="otherwise">
          {WITHOUT.map((without) => (
            <div key={without}>
              <dt>{t(`otherwise.${without}`)}</dt>
              <dd>{inWords(stop.otherwise[without] ?? {}, language)}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
      {how ? null : <CheckIn key={stop.id} stop={stop} guided={byEar} reached={reached} />}
      {how && stop.answers.length > 0 && !walk.solved[stop.id] ? (
        <Question key={stop.id} stop={stop} solved={solved} />
      ) : null}
      {after ? (
        <p role="status" className="stop__after">
          {walk.solved[stop.id] === 'answered' ? <strong>{t('question.right')}</strong> : null} {after}
        </p>
      ) : null}
    </Card>
  )
}
