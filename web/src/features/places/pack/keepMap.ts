import { keptFile } from '~/offline/keptFile'

/** What the map of a city is drawn on. */
export interface Ground {
  basemap_url: string | null
  shapes_url: string | null
}

export const groundOf = ({ basemap_url, shapes_url }: Ground) => basemap_url ?? shapes_url

/** Keep what the map needs on the phone too: what it is drawn on, and its scripts, which only a map that was seen brings. */
export async function keepMap(city: Ground): Promise<void> {
  const url = groundOf(city)
  const [map] = await Promise.all([import('../map/MapFace'), import('pmtiles'), url ? keptFile(url) : null])
  await keepScripts([map.WORKER])
}

/**
 * Put every script that this page has loaded where the worker looks for them.
 *
 * On a first visit the worker was not there yet when they came.
 */
async function keepScripts(more: string[]): Promise<void> {
  const shelf = await caches.open('assets')
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
  const wanted = [...loaded, ...more].map((name) => new URL(name, location.href))
  for (const url of wanted)
    if (url.origin === location.origin && url.pathname.startsWith('/assets/') && !(await caches.match(url)))
      await shelf.add(url)
}
