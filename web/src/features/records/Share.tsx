import { FileDown, Link as LinkIcon, QrCode, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '~/api/problem'
import { Button, ButtonLink } from '~/design/Button/Button'
import { Card } from '~/design/Card/Card'
import { Notice } from '~/design/Notice/Notice'
import { Trouble } from '~/design/Trouble/Trouble'
import { saveFile } from '~/features/residents/files'
import { certificateOf, codeOf, offerOf, type Code, type MyRecord, type WalletOffer } from './ask'

/** Showing a record: on the screen, as a link, on paper, in a wallet. Each of them says the same and can be checked by anyone. */
export function Share({ record, given }: { record: MyRecord; given: () => void }) {
  const { t } = useTranslation('records')
  const [code, setCode] = useState<Code | null>(null)
  const [offer, setOffer] = useState<WalletOffer | null>(null)
  const [said, setSaid] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  const attempt = async (what: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    setSaid('')
    try {
      await what()
      given()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const show = () => attempt(async () => (setOffer(null), setCode((await codeOf(record.id)).data)))
  const send = () =>
    attempt(async () => {
      const made = code ?? (await codeOf(record.id)).data
      setSaid((await handOver(made.links.join('\n'), record.title)) ? t('share.sent') : t('share.copied'))
    })
  const print = () =>
    attempt(async () => {
      saveFile(`${record.title}.pdf`.replaceAll(/[/\\]/g, '-'), await certificateOf(record.id))
      setSaid(t('share.printed'))
    })
  const toWallet = () => attempt(async () => (setCode(null), setOffer((await offerOf(record.id)).data)))

  return (
    <Card as="section" className="share">
      <h2>{t('share.title')}</h2>
      {code ? <Squares code={code} /> : null}
      {offer ? <Offer offer={offer} /> : null}
      {problem ? <Trouble problem={problem} /> : null}
      <p role="status" className="share__said">
        {said}
      </p>
      <div className="share__ways">
        {code ? null : (
          <Button icon={<QrCode aria-hidden="true" size={20} />} disabled={busy} onClick={() => void show()}>
            {t('share.show')}
          </Button>
        )}
        <Button kind="secondary" icon={<LinkIcon aria-hidden="true" size={20} />} disabled={busy} onClick={() => void send()}>
          {t('share.link')}
        </Button>
        <Button kind="secondary" icon={<FileDown aria-hidden="true" size={20} />} disabled={busy} onClick={() => void print()}>
          {t('share.print')}
        </Button>
        <Button kind="secondary" icon={<Smartphone aria-hidden="true" size={20} />} disabled={busy} onClick={() => void toWallet()}>
          {t('share.wallet')}
        </Button>
      </div>
      <p className="record__why">{t('share.given', { count: record.given_out })}</p>
    </Card>
  )
}

function Squares({ code }: { code: Code }) {
  const { t } = useTranslation('records')
  return (
    <figure className="share__squares">
      {code.squares.map((square, at) => (
        <img key={at} src={pictureOf(square)} alt={at === 0 ? t('share.square') : t('share.seal')} />
      ))}
      <figcaption>{code.squares.length > 1 ? t('share.captionTwo') : t('share.caption')}</figcaption>
    </figure>
  )
}

function Offer({ offer }: { offer: WalletOffer }) {
  const { t } = useTranslation('records')
  return (
    <Notice tone="lake" title={t('share.offer.title')} role="status">
      <p>{t('share.offer.text')}</p>
      <p className="share__number" aria-label={t('share.offer.number')}>
        {offer.number}
      </p>
      <figure className="share__squares share__squares--small">
        <img src={pictureOf(offer.square)} alt={t('share.offer.square')} />
      </figure>
      <ButtonLink href={offer.link}>{t('share.offer.open')}</ButtonLink>
    </Notice>
  )
}

function pictureOf(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** Hand a link over by the phone's own way of sharing, or put it on the clipboard; say whether it was shared. */
async function handOver(url: string, title: string): Promise<boolean> {
  if (navigator.share && navigator.canShare?.({ url })) {
    try {
      await navigator.share({ url, title })
      return true
    } catch {
      // Put away without choosing: the clipboard is there.
    }
  }
  await navigator.clipboard.writeText(url)
  return false
}
