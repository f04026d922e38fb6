import { addProtocol, type GeoJSONSourceSpecification } from 'maplibre-gl'
import { keptFile } from '~/offline/keptFile'

const NAME = 'basemap'

export type Shapes = GeoJSONSourceSpecification['data']

/**
 * Keep a city's basemap file on the phone and give the map an address for it.
 *
 * The file is fetched whole, once: a range of it asked through a cache comes back as the whole file, which breaks
 * reading it piece by piece.
 */
export async function openBasemap(url: string): Promise<string> {
  const [{ FileSource, PMTiles, Protocol }, file] = await Promise.all([import('pmtiles'), keptFile(url)])
  const protocol = new Protocol()
  protocol.add(new PMTiles(new FileSource(new File([file], NAME))))
  addProtocol('pmtiles', protocol.tile)
  return `pmtiles://${NAME}`
}

/** Keep a city's own shapes on the phone and give them to the map. */
export async function openShapes(url: string): Promise<Shapes> {
  return JSON.parse(await (await keptFile(url)).text()) as Shapes
}
