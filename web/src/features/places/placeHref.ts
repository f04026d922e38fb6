/** The address of a place's page. Ids name their source and may hold slashes, such as `osm:node/123`. */
export function placeHref(id: string): string {
  return `/places/${id.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':')}`
}
