// @vitest-environment node
import 'fake-indexeddb/auto'
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { filesOf, keepFiles, keptFiles, removeFiles, removeUnnamed, type MediumFile } from './media'
import { BadPack, openShelf, type KeptPack, type Shelf } from './packs'

const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const fileOf = (url: string, content: string): MediumFile => ({ url, sha256: sha(content), bytes: content.length })
const packOf = (cell: string, ...files: MediumFile[]): KeptPack => ({
  cell,
  head: { cell, city: 'x', day: '2026-06-09', items: '', version: '1' },
  items: Object.fromEntries(files.map((file) => [`file ${file.url}`, JSON.stringify(file)])),
  bytes: 1,
})
const BELL = fileOf('/city/bell.mp3', 'dong')
const TOWER = fileOf('/city/tower.jpg', 'bricks')
const CITY: Record<string, string> = { [BELL.url]: 'dong', [TOWER.url]: 'bricks' }

let shelf: Shelf
let asked: string[]
const fetched = async (url: string) => {
  asked.push(url)
  return new Blob([CITY[url]!])
}
let number = 0
beforeEach(async () => {
  number += 1
  asked = []
  shelf = await openShelf(`media-${number}`)
})

describe('pictures and sounds of a neighbourhood', () => {
  it('are those that the signed squares name, each fetched once', async () => {
    const files = filesOf([packOf('1x1', BELL, TOWER), packOf('1x2', BELL)])
    await keepFiles(shelf, files, fetched)
    await keepFiles(shelf, files, fetched)

    expect(asked).toEqual([BELL.url, TOWER.url])
    expect(await keptFiles(shelf)).toEqual(new Map(files.map(({ url, sha256 }) => [url, sha256])))
  })

  it('are not kept when they are other files; what came before them stays', async () => {
    const forged = { ...TOWER, sha256: sha('marble') }

    await expect(keepFiles(shelf, [BELL, forged], fetched)).rejects.toThrow(BadPack)
    expect([...(await keptFiles(shelf)).keys()]).toEqual([BELL.url])
  })

  it('go by choice, and with the last square that names them as they are', async () => {
    await shelf.put('packs', packOf('1x1', BELL, TOWER))
    await keepFiles(shelf, [BELL, TOWER], fetched)
    await removeUnnamed(shelf)
    expect((await keptFiles(shelf)).size).toBe(2)

    await shelf.put('packs', packOf('1x1', fileOf(BELL.url, 'ding'), TOWER))
    await removeUnnamed(shelf)
    expect([...(await keptFiles(shelf)).keys()]).toEqual([TOWER.url])

    await removeFiles(shelf, [TOWER])
    expect((await keptFiles(shelf)).size).toBe(0)
  })
})
