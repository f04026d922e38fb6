/** The address of a place's page. Ids name their source and may hold slashes, such as `osm:node/123`. */
export function placeHref(id: string): string {
  return `/places/${inAddress(id)}`
}

/** The address of an event's page. */
export function eventHref(id: string): string {
  return `/events/${inAddress(id)}`
}

/** The address of the page that shows the way to a place. */
export function wayHref(id: string): string {
  return `/way/${inAddress(id)}`
}

/** The address at which a problem at a place is reported; `href` may name its kind already. */
export function reportHref({ id, name }: { id: string; name: string }, href = '/services/report'): string {
  return `${href}${href.includes('?') ? '&' : '?'}${new URLSearchParams({ place: id, name })}`
}

function inAddress(id: string): string {
  return `${id.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':')}`
}
