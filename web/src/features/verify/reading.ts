/** What somebody gives to be checked: a scanned code, a text, a picture, a PDF, a proof file. Nothing leaves this device. */

import { holdsCode } from '~verify/index'
import { codesOnPicture } from './squares'

/** Text with codes in it, or a proof bundle's bytes. */
export type Given = { text: string } | { bundle: Uint8Array }

const FILE_BYTES_MAX = 30_000_000

/** A file that is not what can be checked here: its key among the page's words. */
export class Unreadable extends Error {
  readonly why: 'too_long' | 'no_code' | 'no_code_pdf'

  constructor(why: Unreadable['why']) {
    super(why)
    this.why = why
  }
}

/** Read a file: a picture is searched for codes, and so are the pages of a scan; a PDF of the city's and a text carry them; else it is a proof. */
export async function readFile(file: Blob): Promise<Given> {
  if (file.size > FILE_BYTES_MAX) throw new Unreadable('too_long')
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (isPicture(bytes)) {
    const codes = await codesOnPicture(file)
    if (codes.length === 0) throw new Unreadable('no_code')
    return { text: codes.join('\n') }
  }
  // A bundle is a map of CBOR; no text and no PDF begins with such a byte.
  if (bytes[0] !== undefined && bytes[0] >= 0xa0 && bytes[0] <= 0xbf) return { bundle: bytes }
  const text = new TextDecoder('latin1').decode(bytes)
  if (!text.startsWith('%PDF') || holdsCode(text)) return { text }
  const scanned = await codesOnPages(bytes, text)
  if (scanned.length === 0) throw new Unreadable('no_code_pdf')
  return { text: scanned.join('\n') }
}

const PAGES_MAX = 8

/** The codes on the pictures in a PDF: scanners keep each page as a JPEG, byte for byte. */
async function codesOnPages(bytes: Uint8Array<ArrayBuffer>, text: string): Promise<string[]> {
  const found = new Set<string>()
  const streams = [...text.matchAll(/stream\r?\n(?=\xff\xd8\xff)/g)].slice(0, PAGES_MAX)
  for (const { index, 0: head } of streams) {
    const start = index + head.length
    const end = text.indexOf('endstream', start)
    const page = new Blob([bytes.subarray(start, end < 0 ? undefined : end)], { type: 'image/jpeg' })
    for (const code of await codesOnPicture(page).catch((): string[] => [])) found.add(code)
  }
  return [...found]
}

function isPicture(bytes: Uint8Array): boolean {
  const starts = (...first: number[]) => first.every((octet, at) => bytes[at] === octet)
  const riff = starts(0x52, 0x49, 0x46, 0x46) && bytes[8] === 0x57
  const heif = bytes[4] === 0x66 && bytes[5] === 0x74 && bytes[6] === 0x79 && bytes[7] === 0x70
  return starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff) || starts(0x47, 0x49, 0x46) || riff || heif
}
