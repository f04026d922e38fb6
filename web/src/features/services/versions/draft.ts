/** A form as its author has it in hand, and the small steps that change it. Pure. */

import type { Condition, Journey, JourneyField, JourneyStep, Words } from '../journey/types'

export type FieldType = JourneyField['type']
export const FIELD_TYPES: FieldType[] = [
  'text',
  'long_text',
  'choice',
  'yes_no',
  'date',
  'integer',
  'money',
  'email',
  'phone',
  'file',
  'attest',
]
export const EMPTY: Words = { en: '', it: '' }

/** Change one of a list. */
export function changed<One>(list: One[], at: number, next: One): One[] {
  return list.map((one, other) => (other === at ? next : one))
}

/** Move one of a list by one place; at the ends it stays. */
export function moved<One>(list: One[], at: number, by: 1 | -1): One[] {
  const to = at + by
  if (to < 0 || to >= list.length) return list
  const next = [...list]
  next.splice(to, 0, next.splice(at, 1)[0]!)
  return next
}

/** A name that nothing else has. */
export function freeName(begin: string, taken: string[]): string {
  let number = taken.length + 1
  while (taken.includes(`${begin}-${number}`)) number += 1
  return `${begin}-${number}`
}

const fieldNames = (journey: Journey) => journey.steps.flatMap((step) => step.fields.map((field) => field.id))

/** A field that asks for a line of text. */
export function newField(journey: Journey): JourneyField {
  return { id: freeName('answer', fieldNames(journey)), type: 'text', label: { ...EMPTY } }
}

/** Ask one question more, at the end. */
export function withNewStep(journey: Journey): Journey {
  const id = freeName(
    'question',
    journey.steps.map((step) => step.id),
  )
  return { ...journey, steps: [...journey.steps, { id, title: { ...EMPTY }, fields: [newField(journey)] }] }
}

/** Let a field ask for another kind of answer: only a choice has choices, and only what can be counted has bounds. */
export function asType(field: JourneyField, type: FieldType): JourneyField {
  const { options, min, max, ...rest } = field
  const next: JourneyField = { ...rest, type }
  if (type === 'choice') {
    next.options = options ?? [1, 2].map((number) => ({ value: `choice-${number}`, label: { ...EMPTY } }))
  }
  if (type === 'integer' || type === 'money') {
    if (min !== undefined) next.min = min
    if (max !== undefined) next.max = max
  }
  return next
}

/** Set a part, or leave it out where it says nothing. */
export function withPart<One extends object, Key extends keyof One>(one: One, key: Key, value: One[Key] | undefined): One {
  const next = { ...one }
  const empty =
    value === undefined || value === '' || value === false || (isWords(value) && Object.values(value).every((text) => !text))
  if (empty) delete next[key]
  else next[key] = value as One[Key]
  return next
}

function isWords(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'en' in value
}

/** The fields that are asked before a place: a condition can look at these. */
export function askedBefore(journey: Journey, step: number, field: number): JourneyField[] {
  return journey.steps.flatMap((one, at) =>
    at < step ? one.fields : at === step ? one.fields.slice(0, field) : [],
  )
}

export type Part = Extract<Condition, { field: string; is: unknown }> | Extract<Condition, { at_least: unknown }>
export interface Parts {
  joined: 'all' | 'any'
  parts: Part[]
}

/** Take a condition apart into what one can choose; null for one that is nested deeper, which stays as it is written. */
export function partsOf(condition: Condition | undefined): Parts | null {
  if (!condition) return { joined: 'all', parts: [] }
  if ('in' in condition) {
    return { joined: 'any', parts: condition.in.map((is) => ({ field: condition.field, is })) }
  }
  if ('is' in condition || 'at_least' in condition) return { joined: 'all', parts: [condition] }
  if ('not' in condition) return null
  const joined = 'all' in condition ? 'all' : 'any'
  const inner = 'all' in condition ? condition.all : condition.any
  const parts = inner.filter((part): part is Part => 'is' in part || 'at_least' in part)
  return parts.length === inner.length ? { joined, parts } : null
}

/** Put a condition together again. */
export function conditionOf({ joined, parts }: Parts): Condition | undefined {
  if (parts.length === 0) return undefined
  if (parts.length === 1) return parts[0]
  return joined === 'all' ? { all: parts } : { any: parts }
}

/** The first answer that a field can have, to compare with. */
export function firstAnswer(field: JourneyField): string | number | boolean {
  if (field.type === 'yes_no' || field.type === 'attest') return true
  if (field.type === 'integer' || field.type === 'money') return 0
  return field.type === 'choice' ? (field.options?.[0]?.value ?? '') : ''
}

/** What a file holds, if it can be a form at all; what is wrong with it in its sense says the check. */
export function readFile(text: string, service: string): { journey: Journey } | { fault: 'json' | 'form' | 'service' } {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return { fault: 'json' }
  }
  if (!isForm(read)) return { fault: 'form' }
  return read.service === service ? { journey: read } : { fault: 'service' }
}

/** Whether it can be shown in the editor: what is in it may still be wrong. */
function isForm(read: unknown): read is Journey {
  const one = read as Partial<Journey> | null
  const words = (text: unknown) => typeof text === 'object' && text !== null
  return (
    typeof one === 'object' &&
    one !== null &&
    words(one.title) &&
    words(one.act) &&
    words(one.sent?.title) &&
    words(one.sent?.text) &&
    Array.isArray(one.steps) &&
    one.steps.every(
      (step: Partial<JourneyStep> | null) =>
        words(step?.title) && Array.isArray(step?.fields) && step.fields.every((field) => words(field?.label)),
    )
  )
}

/** Where two texts part: what they begin and end with alike, and what stands between. */
export function parted(before: string, after: string): { begin: string; before: string; after: string; end: string } {
  const old = before.split(/(\s+)/)
  const now = after.split(/(\s+)/)
  let begin = 0
  while (begin < old.length && begin < now.length && old[begin] === now[begin]) begin += 1
  let end = 0
  while (end < old.length - begin && end < now.length - begin && old.at(-1 - end) === now.at(-1 - end)) end += 1
  return {
    begin: old.slice(0, begin).join(''),
    before: old.slice(begin, old.length - end).join(''),
    after: now.slice(begin, now.length - end).join(''),
    end: old.slice(old.length - end).join(''),
  }
}
