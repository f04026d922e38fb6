/** Pictures, sounds, films and panoramas of kept neighbourhoods: fetched by choice, checked against the signed pack. */

import { BadPack, sha256, type KeptPack, type Shelf } from './packs'

/** A file as a pack names it. The pack is signed, so whoever has these bytes has what the city gave. */
export interface MediumFile {
  url: string
  sha256: string
  bytes: number
}

/** What the squares name, each file once. */
export function filesOf(packs: KeptPack[]): MediumFile[] {
  const found = new Map<string, MediumFile>()
  for (const pack of packs)
    for (const [name, text] of Object.entries(pack.items))
      if (name.startsWith('file ')) found.set(name, JSON.parse(text) as MediumFile)
  return [...found.values()]
}

/** How much it is together. */
export const bytesOfAll = (files: MediumFile[]) => files.reduce((sum, file) => sum + file.bytes, 0)

/** By address, the digest of what this phone has. */
export async function keptFiles(shelf: Shelf): Promise<Map<string, string>> {
  return new Map((await shelf.getAll('media')).map(({ url, sha256: digest }) => [url, digest]))
}

/**
 * Fetch what this phone has not got, one after another; each stays once it is there and whole.
 *
 * @throws {BadPack} A file is not the one that the pack names: it is not kept.
 */
export async function keepFiles(
  shelf: Shelf,
  files: MediumFile[],
  fetched: (url: string) => Promise<Blob>,
  told: (done: number) => void = () => undefined,
): Promise<void> {
  const kept = await keptFiles(shelf)
  for (const [at, file] of files.entries()) {
    told(at)
    if (kept.get(file.url) === file.sha256) continue
    const content = await fetched(file.url)
    if ((await sha256(await content.arrayBuffer())) !== file.sha256) throw new BadPack(`${file.url} is another file.`)
    await shelf.put('media', { url: file.url, sha256: file.sha256, content })
  }
}

/** Remove these files from the phone. */
export async function removeFiles(shelf: Shelf, files: MediumFile[]): Promise<void> {
  for (const { url } of files) await shelf.delete('media', url)
}

/** Remove what no kept square names any more, or names as another file. */
export async function removeUnnamed(shelf: Shelf): Promise<void> {
  const named = new Map(filesOf(await shelf.getAll('packs')).map((file) => [file.url, file.sha256]))
  for (const [url, digest] of await keptFiles(shelf)) if (named.get(url) !== digest) await shelf.delete('media', url)
}
