/** The address of a place's page. The id of an imported place may hold slashes, such as `node/123`. */
export function placeHref(id: string): string {
  return `/places/${id.split('/').map(encodeURIComponent).join('/')}`
}
