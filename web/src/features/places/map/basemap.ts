import { addProtocol } from 'maplibre-gl'

const SHELF = 'basemap'

/**
 * Keep a city's basemap file on the phone and give the map an address for it.
 *
 * The file is fetched whole, once: a range of it asked through a cache comes back as the whole file, which breaks
 * reading it piece by piece. It is fetched again when the server's copy has changed.
 */
export async function openBasemap(url: string): Promise<string> {
  const [{ FileSource, PMTiles, Protocol }, file] = await Promise.all([import('pmtiles'), keptFile(url)])
  const protocol = new Protocol()
  protocol.add(new PMTiles(new FileSource(new File([file], SHELF))))
  addProtocol('pmtiles', protocol.tile)
  return `pmtiles://${SHELF}`
}

async function keptFile(url: string): Promise<Blob> {
  if (!('caches' in globalThis)) return fetched(url).then((response) => response.blob())
  const shelf = await caches.open(SHELF)
  const kept = await shelf.match(url)
  if (kept && (await isCurrent(url, kept))) return kept.blob()
  const response = await fetched(url)
  await shelf.put(url, response.clone()).catch(() => undefined) // A full disk costs only the copy.
  return response.blob()
}

async function isCurrent(url: string, kept: Response): Promise<boolean> {
  try {
    const now = await fetch(url, { method: 'HEAD' })
    return !now.ok || now.headers.get('ETag') === kept.headers.get('ETag')
  } catch {
    return true // Without network, what is kept is what there is.
  }
}

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`The basemap answered ${response.status}.`)
  return response
}
