/** Finding square codes: by the browser's own detector where there is one, else by a decoder in script. */

import { decodeQR } from 'qr/decode.js'

interface Detector {
  detect(of: ImageBitmapSource): Promise<{ rawValue: string }[]>
}
declare global {
  interface Window {
    BarcodeDetector?: { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> }
  }
}

const SIDE_MAX = 2400

/** The text of every code on a picture. */
export async function codesOnPicture(picture: Blob): Promise<string[]> {
  const drawn = await createImageBitmap(picture)
  try {
    return await codesOn(drawn, drawn.width, drawn.height)
  } finally {
    drawn.close()
  }
}

/** The text of every code in a frame of a video. */
export async function codesInFrame(video: HTMLVideoElement): Promise<string[]> {
  if (video.videoWidth === 0) return []
  return codesOn(video, video.videoWidth, video.videoHeight)
}

async function codesOn(source: ImageBitmap | HTMLVideoElement, width: number, height: number): Promise<string[]> {
  const own = await ownDetector()
  if (own) {
    const found = await own.detect(source).catch(() => [])
    if (found.length > 0) return found.map((one) => one.rawValue)
  }
  const scale = Math.min(1, SIDE_MAX / Math.max(width, height))
  return decodeAll(pixelsOf(source, Math.round(width * scale), Math.round(height * scale)))
}

let detector: Promise<Detector | null> | undefined
function ownDetector(): Promise<Detector | null> {
  detector ??= (async () => {
    const Maker = window.BarcodeDetector
    if (!Maker) return null
    const formats = await Maker.getSupportedFormats().catch((): string[] => [])
    return formats.includes('qr_code') ? new Maker({ formats: ['qr_code'] }) : null
  })()
  return detector
}

function pixelsOf(source: ImageBitmap | HTMLVideoElement, width: number, height: number): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d', { willReadFrequently: true })!
  pen.drawImage(source, 0, 0, width, height)
  return pen.getImageData(0, 0, width, height)
}

/** Read one code, cover it, and look for a second: a paper has at most two, and sometimes a proof of absence beside them. */
export function decodeAll(pixels: ImageData): string[] {
  const found: string[] = []
  while (found.length < 4) {
    let corners: readonly { x: number; y: number }[] = []
    try {
      found.push(decodeQR(pixels, { pointsOnDetect: (points) => (corners = [points.tl, points.tr, points.br, points.bl]) }))
    } catch {
      return found
    }
    if (corners.length === 0) return found
    cover(pixels, corners)
  }
  return found
}

function cover({ data, width, height }: ImageData, corners: readonly { x: number; y: number }[]): void {
  const [xs, ys] = [corners.map((one) => one.x), corners.map((one) => one.y)]
  const margin = (Math.max(...xs) - Math.min(...xs)) * 0.06
  const edge = (at: number, most: number) => Math.min(most, Math.max(0, Math.round(at)))
  for (let y = edge(Math.min(...ys) - margin, height); y < edge(Math.max(...ys) + margin, height); y++) {
    const row = y * width
    data.fill(255, 4 * (row + edge(Math.min(...xs) - margin, width)), 4 * (row + edge(Math.max(...xs) + margin, width)))
  }
}
