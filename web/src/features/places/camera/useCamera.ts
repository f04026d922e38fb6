import { useCallback, useEffect, useRef, useState } from 'react'

export type CameraState = 'opening' | 'open' | 'refused' | 'missing'

/** Show the camera's picture while it is wanted; it is never recorded and never leaves the phone. */
export function useCamera(wanted: boolean) {
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<CameraState>('opening')
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)

  useEffect(() => {
    if (!wanted) return
    let stream: MediaStream | null = null
    let gone = false
    const open = async () => {
      if (!navigator.mediaDevices?.getUserMedia) return setState('missing')
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: 'environment' } } })
      } catch (error) {
        return setState((error as DOMException).name === 'NotAllowedError' ? 'refused' : 'missing')
      }
      const element = video.current
      if (gone || !element) return stream.getTracks().forEach((track) => track.stop())
      element.srcObject = stream
      const measure = () => setSize({ width: element.videoWidth, height: element.videoHeight })
      element.addEventListener('loadedmetadata', measure, { once: true })
      await element.play().catch(() => undefined)
      setState('open')
    }
    void open()
    return () => {
      gone = true
      stream?.getTracks().forEach((track) => track.stop())
    }
  }, [wanted])

  /** How long the picture's longer side is drawn: it covers the frame, and what does not fit is cut off. */
  const long_px = useCallback(
    (box: DOMRect) => {
      if (!size || size.width === 0) return Math.max(box.width, box.height)
      const scale = Math.max(box.width / size.width, box.height / size.height)
      return Math.max(size.width, size.height) * scale
    },
    [size],
  )
  return { video, state, long_px }
}
