import { VideoOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { Notice } from '~/design/Notice/Notice'
import { codesInFrame } from './squares'

const LOOK_EVERY_MS = 150

interface Props {
  /** Called with what stands in the codes that are in sight; the camera goes on until it is stopped. */
  onCodes: (texts: string[]) => void
  onStop: () => void
}

/** The camera, looking for codes. The picture stays on this device. */
export function Scanner({ onCodes, onStop }: Props) {
  const { t } = useTranslation('verify')
  const video = useRef<HTMLVideoElement>(null)
  const heard = useRef(onCodes)
  const [refused, setRefused] = useState(false)
  useEffect(() => {
    heard.current = onCodes
  })

  useEffect(() => {
    let stream: MediaStream | null = null
    let timer = 0
    let over = false
    const look = async () => {
      const texts = video.current ? await codesInFrame(video.current).catch(() => []) : []
      if (over) return
      if (texts.length > 0) heard.current(texts)
      timer = window.setTimeout(() => void look(), LOOK_EVERY_MS)
    }
    const start = async () => {
      const wanted = { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1920 } }
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false })
      if (over || !video.current) return stream.getTracks().forEach((track) => track.stop())
      video.current.srcObject = stream
      await video.current.play()
      await look()
    }
    start().catch(() => setRefused(true))
    return () => {
      over = true
      window.clearTimeout(timer)
      stream?.getTracks().forEach((track) => track.stop())
    }
  }, [])

  if (refused) {
    return (
      <Notice role="alert" tone="warm" icon={<VideoOff aria-hidden="true" />} title={t('noCamera')}>
        {t('noCameraNext')}
      </Notice>
    )
  }
  return (
    <div className="scanner">
      <video ref={video} className="scanner__picture" muted playsInline aria-label={t('camera')} />
      <p role="status">{t('looking')}</p>
      <Button kind="secondary" onClick={onStop}>
        {t('stop')}
      </Button>
    </div>
  )
}
