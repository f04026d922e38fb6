import type { TFunction } from 'i18next'
import type { Access, Attribution, Category, OpenState, Place, Wheelchair } from '~/api/types'
import { localeOf } from '~/app/i18n'
import type { Footprint } from '~/geo/occlusion'
import type { KeptPack } from '~/offline/packs'

type Words = Record<string, string>

interface PackedPlace {
  id: string
  category: string
  at: [number, number]
  name?: Words
  about?: Words
  story?: Words
  alternative?: Words
  address?: string
  hours?: string
  wheelchair: Wheelchair
  access?: Access
  audience?: string[]
  actions?: { kind: Place['actions'][number]['kind']; href: string; name: Words }[]
  media?: (Omit<Place['media'][number], 'alternative' | 'transcript'> & { alternative: Words; transcript?: Words })[]
  phone?: string
  website?: string
  from?: string
  to?: string
  source: string
}

interface Packed {
  places: PackedPlace[]
  kinds: Map<string, { id: string; name: Words; group: Category['group'] }>
  sources: Map<string, { id: string; name: string; licence: string; attribution: string; url: string }>
  hours: Map<string, [number, number][]>
  houses: Footprint[]
  day: string
}

/** Read what the kept squares hold. */
export function unpack(packs: KeptPack[]): Packed {
  const packed: Packed = { places: [], kinds: new Map(), sources: new Map(), hours: new Map(), houses: [], day: '' }
  const places = new Map<string, PackedPlace>()
  const houses = new Map<string, Footprint>()
  for (const pack of packs) {
    if (pack.head.day > packed.day) packed.day = pack.head.day
    for (const [name, text] of Object.entries(pack.items)) {
      const value = JSON.parse(text) as never
      const kind = name.slice(0, name.indexOf(' '))
      if (kind === 'place') places.set((value as PackedPlace).id, value)
      else if (kind === 'kind') packed.kinds.set((value as { id: string }).id, value)
      else if (kind === 'source') packed.sources.set((value as { id: string }).id, value)
      else if (kind === 'hours') packed.hours.set((value as { text: string }).text, (value as { open: [number, number][] }).open)
      else if (kind === 'house') houses.set(text, value)
    }
  }
  packed.places = [...places.values()]
  packed.houses = [...houses.values()]
  return packed
}

const inLanguage = (words: Words | undefined, language: string) =>
  words?.[language] || Object.values(words ?? {}).find(Boolean) || ''

/** Say whether something is open, from when it is in the fortnight after the pack was made; later nobody knows. */
export function openAt(spans: [number, number][] | undefined, now: Date, language: string, t: TFunction<'places'>): OpenState {
  const minute = now.getTime() / 60_000
  const unknown: OpenState = { state: 'unknown', until: null, opens: null, text: t('open.unknown') }
  if (!spans || spans.length === 0 || minute > spans.at(-1)![1]) return unknown
  const iso = (at: number) => new Date(at * 60_000).toISOString()
  const said = (at: number) => {
    const moment = new Date(at * 60_000)
    const far = moment.toDateString() !== now.toDateString()
    return moment.toLocaleString(localeOf(language), {
      hour: 'numeric',
      minute: '2-digit',
      ...(far ? { weekday: 'long' as const } : {}),
    })
  }
  const open = spans.find(([first, last]) => first <= minute && minute < last)
  if (open) return { state: 'open', until: iso(open[1]), opens: null, text: t('open.until', { time: said(open[1]) }) }
  const next = spans.find(([first]) => first > minute)
  if (!next) return unknown
  return { state: 'closed', until: null, opens: iso(next[0]), text: t('open.opens', { time: said(next[0]) }) }
}

/** Give a packed place as the server would say it, in a language. */
export function placeOf(packed: Packed, one: PackedPlace, now: Date, language: string, t: TFunction<'places'>): Place {
  const kind = packed.kinds.get(one.category)
  const source = packed.sources.get(one.source)
  return {
    id: one.id,
    name: inLanguage(one.name, language) || inLanguage(kind?.name, language) || one.category,
    category: one.category,
    lat: one.at[0],
    lon: one.at[1],
    address: one.address ?? null,
    distance_m: null,
    open: openAt(one.hours ? packed.hours.get(one.hours) : undefined, now, language, t),
    wheelchair: one.wheelchair,
    access: one.access ?? {},
    about: inLanguage(one.about, language) || null,
    told: Boolean(one.story),
    audience: one.audience ?? [],
    valid_from: one.from ?? null,
    valid_to: one.to ?? null,
    text_alternative: inLanguage(one.alternative, language) || null,
    opening_hours: one.hours ?? null,
    week: [],
    phone: one.phone ?? null,
    website: one.website ?? null,
    source: source ?? { id: one.source, name: one.source, licence: '', attribution: '', url: '' },
    imported_at: '',
    events: [],
    story: inLanguage(one.story, language) || null,
    media: (one.media ?? []).map((medium) => ({
      ...medium,
      alternative: inLanguage(medium.alternative, language),
      transcript: inLanguage(medium.transcript, language) || null,
    })),
    actions: (one.actions ?? []).map((action) => ({ ...action, name: inLanguage(action.name, language) })),
  }
}

export function attributionsOf(packed: Packed): Attribution[] {
  return [...packed.sources.values()].map(({ attribution, name, url, licence }) => ({ text: attribution || name, url, licence }))
}

export type { Packed }
