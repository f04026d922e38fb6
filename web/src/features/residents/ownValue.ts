import type { OwnWord } from './types'

/** What one typed or chose, as the server takes it; null when it cannot be. Amounts are typed in euros and sent in cents. */
export function ownValue(line: Pick<OwnWord, 'type' | 'form'>, typed: string): string | number | boolean | null {
  const text = typed.trim()
  if (text === '') return null
  if (line.type === 'boolean') return text === 'true'
  if (line.type !== 'integer') return text
  if (line.form === 'cents') {
    const euros = Number(text.replaceAll(/[.\s](?=\d{3}(\D|$))/g, '').replace(',', '.'))
    return Number.isFinite(euros) ? Math.round(euros * 100) : null
  }
  return /^-?\d+$/.test(text) ? Number(text) : null
}
