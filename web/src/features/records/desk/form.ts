// What the desk's form holds, and how it becomes what the server is asked: pure, so that it can be tested alone.
import type { FormField } from './ask'

export interface Party {
  name: string
  share: string
}
export type Values = Record<string, string | Party[]>

/** Begin a form with what a record says now. */
export function valuesOf(fields: FormField[], says: Record<string, unknown>): Values {
  return Object.fromEntries(
    fields.map((field) => {
      const value = says[field.name]
      if (field.kind === 'parties') return [field.name, (value as Party[] | undefined) ?? [{ name: '', share: '1/1' }]]
      if (Array.isArray(value)) return [field.name, value.join(', ')]
      return [field.name, value === undefined || value === null ? '' : shown(field, value)]
    }),
  )
}

function shown(field: FormField, value: unknown): string {
  return field.unit === 'cents' ? (Number(value) / 100).toFixed(2) : String(value)
}

/** Name the fields that must be filled in and are not. */
export function missingIn(fields: FormField[], values: Values, requires: string[]): string[] {
  return fields
    .filter((field) => field.required || requires.includes(field.name))
    .filter((field) => {
      const value = values[field.name]
      return Array.isArray(value) ? value.some((party) => !party.name.trim()) : !value?.trim()
    })
    .map((field) => field.name)
}

/** Say what the form holds as the record's schema wants it; what is empty is left out. */
export function saidBy(fields: FormField[], values: Values): Record<string, unknown> {
  const entries = fields.flatMap((field): [string, unknown][] => {
    const value = values[field.name]
    if (Array.isArray(value)) return [[field.name, value]]
    const text = value?.trim() ?? ''
    if (!text) return []
    if (field.unit === 'cents') return [[field.name, Math.round(Number(text.replace(',', '.')) * 100)]]
    if (field.kind === 'integer') return [[field.name, Number(text)]]
    if (field.kind === 'list') return [[field.name, text.split(',').map((part) => part.trim())]]
    return [[field.name, text]]
  })
  return Object.fromEntries(entries)
}

/** Name the fields that are asked for in each part of a division: those that it must have, and not those that follow from what there was. */
export function askedInParts(fields: FormField[], follows: string[]): FormField[] {
  return fields.filter((field) => !follows.includes(field.name) && field.required)
}

/** Say how much of a quantity some parts are together, and how much is missing or too much. */
export function balance(parts: Values[], field: string, before: number): { after: number; gap: number } {
  const after = parts.reduce((sum, part) => sum + (Number(part[field]) || 0), 0)
  return { after, gap: before - after }
}
