import { useMemo } from 'react'
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'
import { useAsk } from '~/api/useAsk'
import { useKeptPacks } from '../pack/usePack'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/trails' | '/api/v1/trail-groups/{code}'> {}
}

export type Trail = components['schemas']['TrailOut']
export type Stop = components['schemas']['StopOut']
export type Words = Record<string, string>

/** The trails of the city, from the city or from the squares that this phone keeps. */
export function useTrails() {
  const asked = useAsk('trails', () => ask(api.GET('/api/v1/trails')))
  const packs = useKeptPacks()
  const packed = useMemo(() => {
    const found = new Map<string, Trail>()
    for (const pack of packs ?? [])
      for (const [name, text] of Object.entries(pack.items))
        if (name.startsWith('trail ')) found.set(name, JSON.parse(text) as Trail)
    return [...found.values()].sort((a, b) => a.id.localeCompare(b.id))
  }, [packs])
  const fromPack = !asked.data && packed.length > 0
  return { asked, fromPack, trails: asked.data?.items ?? (fromPack ? packed : null) }
}

/** The words of a language, or of any other. */
export function inWords(words: Words | undefined, language: string): string {
  return words?.[language] ?? Object.values(words ?? {})[0] ?? ''
}
