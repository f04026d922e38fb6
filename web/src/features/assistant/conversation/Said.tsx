import { Quote as QuoteMark } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { localeOf } from '~/app/i18n'
import { Button, ButtonLink } from '~/design/Button/Button'
import { HandOver } from './HandOver'
import type { Answer, Coming } from './stream'

/** What the assistant says: its sentence, the quotes with source and date, what was found, and what one can do. */
export function Said({
  said,
  whole,
  question,
  latest,
  ask,
}: {
  said: Coming
  whole: Answer | null
  question: string
  latest: boolean
  ask: (question: string) => void
}) {
  const { t, i18n } = useTranslation('assistant_conversation')
  const day = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: 'long' })
  return (
    <div lang={whole?.language} className={`talk__said${whole?.kind === 'urgent' ? ' talk__said--urgent' : ''}`}>
      <p>{said.say}</p>
      {said.quotes.map((quote) => (
        <figure className="talk__quote" key={`${quote.text} ${quote.source}`}>
          <blockquote>
            <QuoteMark aria-hidden="true" size={16} />
            <p>{quote.text}</p>
          </blockquote>
          <figcaption>
            {quote.href ? <Link href={quote.href}>{quote.source}</Link> : quote.source}
            {quote.since ? ` · ${t('since', { day: day.format(new Date(quote.since)) })}` : ''}
          </figcaption>
        </figure>
      ))}
      {said.lines.length > 0 ? (
        <ul className="talk__lines">
          {said.lines.map((line) => (
            <li key={line.href}>
              <Link href={line.href}>{line.title}</Link>
              <span>{line.text}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {whole && latest && whole.choices.length > 0 ? (
        <div className="talk__acts" role="group" aria-label={t('choices')}>
          {whole.choices.map((choice) => (
            <Button
              key={choice.label}
              kind="secondary"
              className={choice.text ? 'talk__choice' : undefined}
              onClick={() => ask(choice.send)}
            >
              {choice.text ? (
                <>
                  <span>{choice.label}</span> <small>{choice.text}</small>
                </>
              ) : (
                choice.label
              )}
            </Button>
          ))}
        </div>
      ) : null}
      {whole && whole.links.length > 0 ? (
        <div className="talk__acts">
          {whole.links.map((link) => (
            <ButtonLink key={link.href} href={link.href} kind={link.href === 'tel:112' ? 'primary' : 'secondary'}>
              {link.label}
            </ButtonLink>
          ))}
        </div>
      ) : null}
      {whole?.person && latest ? <HandOver question={question} topic={whole.topic} /> : null}
    </div>
  )
}
