import type { Map as MapLibre } from 'maplibre-gl'
import { createElement } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { KindIcon } from '../KindIcon'
import type { Ink } from './style'

/** Everything is drawn at twice its size, so that it stays sharp on a good screen. */
const SHARP = 2

type Look = { size: number; weight: number; color: keyof Ink; halo: keyof Ink; italic?: boolean }
const LOOKS: Record<string, Look> = {
  street: { size: 11, weight: 400, color: 'text2', halo: 'street' },
  water: { size: 13, weight: 500, color: 'lake', halo: 'water', italic: true },
  green: { size: 11, weight: 400, color: 'text2', halo: 'green' },
  place: { size: 12, weight: 500, color: 'text', halo: 'card' },
  chosen: { size: 14, weight: 700, color: 'text', halo: 'card' },
}

/** The markup of an icon, without loading a second copy of React's renderer. */
function iconMarkup(category: string, color: string, size: number): string {
  const box = document.createElement('div')
  const root = createRoot(box)
  flushSync(() => root.render(createElement(KindIcon, { category, size, color, strokeWidth: 2.25 })))
  const markup = box.innerHTML
  root.unmount()
  return markup
}

/** Draw a kind's icon on a disc. */
async function disc(category: string, ground: string, ink: string, edge: string, radius: number): Promise<ImageData> {
  const side = (radius + 2) * 2
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = side * SHARP
  const pen = canvas.getContext('2d')!
  pen.scale(SHARP, SHARP)
  pen.beginPath()
  pen.arc(side / 2, side / 2, radius, 0, 2 * Math.PI)
  pen.fillStyle = ground
  pen.strokeStyle = edge
  pen.lineWidth = 2
  pen.fill()
  pen.stroke()
  const icon = radius * 1.2
  await Promise.resolve() // React draws an icon at once only outside its own rounds.
  const picture = new Image()
  picture.src = `data:image/svg+xml,${encodeURIComponent(iconMarkup(category, ink, icon * SHARP))}`
  await picture.decode()
  pen.drawImage(picture, (side - icon) / 2, (side - icon) / 2, icon, icon)
  return pen.getImageData(0, 0, canvas.width, canvas.height)
}

/** Longest name that the map writes whole, in letters. */
const LETTERS_MAX = 32

function shortened(name: string): string {
  return name.length <= LETTERS_MAX ? name : `${name.slice(0, LETTERS_MAX - 1).trimEnd()}…`
}

/** Write a name as a picture, in our own typeface: the map then needs no font server. */
function written(text: string, look: Look, ink: Ink): ImageData {
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')!
  const family = getComputedStyle(document.documentElement).getPropertyValue('--font')
  const font = `${look.italic ? 'italic ' : ''}${look.weight} ${look.size}px ${family}`
  pen.font = font
  canvas.width = Math.ceil(pen.measureText(text).width + 8) * SHARP
  canvas.height = (look.size + 10) * SHARP
  pen.scale(SHARP, SHARP)
  pen.font = font
  pen.textBaseline = 'middle'
  pen.lineJoin = 'round'
  pen.lineWidth = 4
  pen.strokeStyle = ink[look.halo]
  pen.fillStyle = ink[look.color]
  pen.strokeText(text, 4, canvas.height / SHARP / 2)
  pen.fillText(text, 4, canvas.height / SHARP / 2)
  return pen.getImageData(0, 0, canvas.width, canvas.height)
}

/**
 * Give the map every picture it asks for: icons of kinds as `kind|` and `chosen|`, names as `label|`.
 *
 * @param ink the colours of the moment, for the map asks anew when they change.
 */
export function supplyPictures(map: MapLibre, ink: () => Ink): void {
  map.setMissingStyleImageResolver(async (id) => {
    const picture = await pictureOf(id, ink())
    if (picture && !map.hasImage(id)) map.addImage(id, picture, { pixelRatio: SHARP })
  })
}

async function pictureOf(id: string, ink: Ink): Promise<ImageData | null> {
  const [what = '', which = '', ...rest] = id.split('|')
  const look = LOOKS[which]
  const text = shortened(rest.join('|'))
  if (what === 'kind') return disc(which, ink.lake, ink.onLake, ink.card, 12)
  if (what === 'chosen') return disc(which, ink.warm, ink.card, ink.card, 18)
  return what === 'label' && look && text ? written(text, look, ink) : null
}
