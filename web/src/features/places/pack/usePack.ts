import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ask } from '~/api/client'
import type { paths } from '~/api/schema'
import type { Place } from '~/api/types'
import { useNow } from '~/app/useNow'
import { ByLatitude } from '~/geo/byLatitude'
import type { Point } from '~/geo/geo'
import { filesOf, keepFiles, keptFiles, removeFiles, removeUnnamed, type MediumFile } from '~/offline/media'
import { install, openShelf, remove, type City, type KeptPack, type Sent } from '~/offline/packs'
import { attributionsOf, placeOf, unpack } from './packPlaces'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/packs/key' | '/api/v1/packs/{cell}'> {}
}

const shelf = openShelf()
shelf.catch(() => undefined)

let held: KeptPack[] | null = null
let media: ReadonlyMap<string, string> = new Map()
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
/** Read the shelf and tell every page; where storage is refused, nothing is kept. */
async function reload(): Promise<void> {
  media = await shelf.then(keptFiles).catch(() => new Map<string, string>())
  held = await shelf.then((open) => open.getAll('packs')).catch(() => [])
  listeners.forEach((listener) => listener())
}

const city: City = {
  key: async () => (await ask(api.GET('/api/v1/packs/key'))).data.key,
  pack: async (cell, since) => {
    const query = since ? `?since=${since}` : ''
    const headers: HeadersInit = since ? { 'If-None-Match': `"${since}"` } : {}
    const response = await fetch(`/api/v1/packs/${cell}${query}`, { headers, cache: 'no-store' })
    if (response.status === 304) return null
    if (!response.ok) throw new Error(`The pack of ${cell} answered ${response.status}.`)
    return (await response.json()) as Sent
  },
}

/** The squares that this phone keeps. */
export function useKeptPacks(): KeptPack[] | null {
  useEffect(() => {
    if (held === null) void reload()
  }, [])
  return useSyncExternalStore(subscribe, () => held)
}

/** By address, what of the pictures and sounds this phone keeps. */
function useKeptMedia(): ReadonlyMap<string, string> {
  useKeptPacks()
  return useSyncExternalStore(subscribe, () => media)
}

/**
 * Keep squares, or bring them up to date; the pictures and sounds of who has some come along.
 *
 * @param cells The squares.
 */
export async function keepSquares(cells: string[]): Promise<void> {
  const open = await shelf
  const with_media = held !== null && filesOf(ofCells(held, cells)).some(({ url }) => media.has(url))
  await install(open, cells, city)
  await removeUnnamed(open)
  await reload()
  if (with_media) await keepMedia(filesOf(ofCells(held!, cells)))
}

/** Keep pictures and sounds, telling how many are here; what came stays, whatever becomes of the rest. */
export async function keepMedia(files: MediumFile[], told?: (done: number) => void): Promise<void> {
  try {
    await keepFiles(await shelf, files, fetchMedium, told)
  } finally {
    await reload()
  }
}

async function fetchMedium(url: string): Promise<Blob> {
  const response = await fetch(url, { cache: 'no-cache' })
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
  return response.blob()
}

export async function forgetMedia(files: MediumFile[]): Promise<void> {
  await removeFiles(await shelf, files)
  await reload()
}

export async function forgetSquares(cells: string[]): Promise<void> {
  const open = await shelf
  await remove(open, cells)
  await removeUnnamed(open)
  await reload()
}

export const ofCells = (packs: KeptPack[], cells: string[]) => packs.filter((pack) => cells.includes(pack.cell))

/** The pictures and sounds that some squares name, and which of them are here. */
export function useMedia(packs: KeptPack[]): { files: MediumFile[]; here: MediumFile[] } {
  const kept = useKeptMedia()
  return useMemo(() => {
    const files = filesOf(packs)
    return { files, here: files.filter((file) => kept.get(file.url) === file.sha256) }
  }, [packs, kept])
}

/**
 * Where to get a picture or a sound: from this phone when it keeps it, else from the city.
 *
 * @returns The address and whether the phone has it; null for as long as it is not known.
 */
export function useMedium(url: string): { src: string; kept: boolean } | null {
  const packs = useKeptPacks()
  const digest = useKeptMedia().get(url)
  const [found, setFound] = useState<{ src: string; kept: boolean } | null>(null)
  const known = packs !== null
  useEffect(() => {
    if (!known) return
    let made: string | null = null
    let gone = false
    const fromCity = () => setFound({ src: url, kept: false })
    if (!digest) fromCity()
    else
      shelf
        .then((open) => open.get('media', url))
        .then((row) => {
          if (gone) return
          if (!row) return fromCity()
          made = URL.createObjectURL(row.content)
          setFound({ src: made, kept: true })
        }, fromCity)
    return () => {
      gone = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [url, digest, known])
  return found
}

/** What the kept squares say, as the server would; null while nothing is kept. */
export function usePacked() {
  const packs = useKeptPacks()
  const { t, i18n } = useTranslation('places')
  const moment = useNow()
  const packed = useMemo(() => (packs && packs.length > 0 ? unpack(packs) : null), [packs])
  return useMemo(() => {
    if (!packed) return null
    const places = packed.places.map((one) => placeOf(packed, one, moment, i18n.language, t))
    const byId = new Map<string, Place>(places.map((place) => [place.id, place]))
    return { near: new ByLatitude(places), byId, houses: packed.houses, attributions: attributionsOf(packed), day: packed.day }
  }, [packed, moment, i18n.language, t])
}

/** The nearest of the kept places, as the list of the server would be. */
export function nearestOf(places: ByLatitude<Place>, from: Point, count: number) {
  return places.nearest(from, count).map((place) => ({ ...place, source: place.source.name }))
}
