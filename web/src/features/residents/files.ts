// Handing a file over to the one it belongs to.

export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // Some browsers read the address only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

export function saveJson(name: string, value: unknown): void {
  saveFile(name, new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }))
}

export function sizeText(bytes: number, language: string): string {
  const [amount, unit] =
    bytes < 1000 ? [bytes, 'byte'] : bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte']
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount)
}

/** How many things each list of the export holds, room by room, in the order of the file; empty ones are left out. */
export function partsOf(exported: unknown): { name: string; count: number }[] {
  const rooms = Object.values(fieldsOf(fieldsOf(exported).rooms))
  return rooms
    .flatMap((room) => Object.entries(fieldsOf(room)))
    .map(([name, value]) => ({ name, count: Array.isArray(value) ? value.length : 0 }))
    .filter((part) => part.count > 0)
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** The name the server gave the file, or ours. */
export function fileName(disposition: string | null, otherwise: string): string {
  return disposition?.match(/filename="?([^";]+)"?/)?.[1] ?? otherwise
}
