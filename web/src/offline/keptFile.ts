/** Large files of the city that everybody shares, such as its basemap: fetched whole, once, and again when they changed. */

const SHELF = 'basemap'

/** Give a file from the phone while it is the city's latest, or no network says otherwise; else fetch and keep it. */
export async function keptFile(url: string): Promise<Blob> {
  if (!('caches' in globalThis)) return fetched(url).then((response) => response.blob())
  const shelf = await caches.open(SHELF)
  const kept = await shelf.match(url)
  if (kept && (await isCurrent(url, kept))) return kept.blob()
  const response = await fetched(url)
  await shelf.put(url, response.clone()).catch(() => undefined) // A full disk costs only the copy.
  return response.blob()
}

/** How large a file is that this phone has not kept; null when it has, or nobody knows. */
export async function bytesToFetch(url: string): Promise<number | null> {
  try {
    if (await (await caches.open(SHELF)).match(url)) return null
    const length = (await fetch(url, { method: 'HEAD' })).headers.get('Content-Length')
    return length ? Number(length) : null
  } catch {
    return null
  }
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
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
  return response
}
