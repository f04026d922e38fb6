import { holds } from './conditions'
import type { Answers, Journey, JourneyField, JourneyStep, Value } from './types'

export interface StepState {
  step: JourneyStep
  /** Whether its fields were answered or are known; null while something is missing. */
  settledBy: 'answer' | 'known' | null
}

const there = (value: unknown) => value !== undefined && value !== null

/** What holds for each field: the answer, or else what the city knows. */
export function valuesOf(journey: Journey, answers: Answers, known: Answers): Answers {
  const fields = journey.steps.flatMap((step) => step.fields)
  return Object.fromEntries(
    fields
      .map(({ id }) => [id, there(answers[id]) ? answers[id] : known[id]] as const)
      .filter(([, value]) => there(value)),
  )
}

/** The steps that this applicant meets, in order; the server walks alike, on shared test vectors. */
export function walk(journey: Journey, answers: Answers, known: Answers): StepState[] {
  const values = valuesOf(journey, answers, known)
  const seen = (answers['@seen'] as string[] | undefined) ?? []
  const states: StepState[] = []
  for (const step of journey.steps) {
    if (!holds(step.when, values)) continue
    const missing = step.fields.some((field) => isNeeded(field, values) && !(field.id in values))
    const answered = step.fields.some(({ id }) => there(answers[id]))
    const confirmed = !step.confirm || answered
    let settledBy: StepState['settledBy'] = missing || !confirmed ? null : answered ? 'answer' : 'known'
    if (settledBy === 'known' && !step.fields.some(({ id }) => id in values)) {
      settledBy = seen.includes(step.id) ? 'answer' : null
    }
    states.push({ step, settledBy })
  }
  return states
}

/** The first step on which something is missing; null when all is there and can be checked. */
export function nextStep(states: StepState[]): string | null {
  return states.find((state) => state.settledBy === null)?.step.id ?? null
}

export function isNeeded(field: JourneyField, values: Answers): boolean {
  return !field.optional && holds(field.when, values)
}

/** The codes of what is wrong with what was typed; the sentence for each is in the strings under `fault`. */
export type Fault = 'missing' | 'number' | 'small' | 'large' | 'date' | 'email' | 'phone' | 'attest'

/** Read what was typed into a field's own value, or say what is wrong with it. Nothing typed is null. */
export function readTyped(field: JourneyField, typed: string, needed: boolean): { value: Value | null } | { fault: Fault } {
  const text = typed.trim()
  if (text === '') return needed ? { fault: field.type === 'attest' ? 'attest' : 'missing' } : { value: null }
  switch (field.type) {
    case 'yes_no':
      return { value: text === 'yes' }
    case 'attest':
      return { value: true }
    case 'integer':
    case 'money': {
      const plain = field.type === 'money' ? amount(text) : /^\d{1,12}$/.test(text) ? Number(text) : null
      if (plain === null) return { fault: 'number' }
      if (plain < (field.min ?? 0)) return { fault: 'small' }
      if (field.max !== undefined && plain > field.max) return { fault: 'large' }
      return { value: plain }
    }
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? { value: text } : { fault: 'date' }
    case 'email':
      return /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(text) ? { value: text } : { fault: 'email' }
    case 'phone':
      return /^\+?[0-9][0-9 ./-]{4,30}$/.test(text) ? { value: text } : { fault: 'phone' }
    default:
      return { value: text }
  }
}

/** Write a value as it stands in the field that one types into. */
export function asTyped(field: JourneyField, value: Value | null | undefined): string {
  if (value === undefined || value === null) return ''
  if (field.type === 'yes_no') return value === true ? 'yes' : 'no'
  if (field.type === 'attest') return value === true ? 'yes' : ''
  if (field.type === 'money') return (Number(value) / 100).toFixed(2).replace(/\.00$/, '').replace('.', ',')
  return String(value)
}

/** Read an amount in euro as people write it, in cents: 16.840, 16840,50 and 16,840.50 alike. */
export function amount(text: string): number | null {
  const bare = text.replace(/[€\s]/g, '')
  const match = /^(\d{1,3}(?:[.,']\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(bare)
  if (!match) return null
  const cents = Number(match[1]!.replace(/\D/g, '')) * 100 + Number((match[2] ?? '').padEnd(2, '0') || 0)
  return Number.isSafeInteger(cents) ? cents : null
}
