/** A journey as the server sends it: journeys/journey.schema.json is its description. */
export type Words = Record<string, string>
export type Value = string | number | boolean | string[]
export type Answers = Record<string, Value | null | undefined>

export type Condition =
  | { field: string; is: string | number | boolean }
  | { field: string; in: (string | number | boolean)[] }
  | { field: string; at_least: number | string }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }

export interface JourneyField {
  id: string
  type:
    | 'text'
    | 'long_text'
    | 'choice'
    | 'yes_no'
    | 'date'
    | 'integer'
    | 'money'
    | 'email'
    | 'phone'
    | 'file'
    | 'attest'
  label: Words
  hint?: Words
  optional?: boolean
  options?: { value: string; label: Words; hint?: Words }[]
  fact?: string
  of?: 'subject' | 'applicant'
  from?: 'catchment'
  min?: number
  max?: number
  when?: Condition
}

export interface JourneyStep {
  id: string
  title: Words
  help?: Words
  why?: Words
  when?: Condition
  confirm?: boolean
  fields: JourneyField[]
}

export interface Journey {
  schema: string
  service: string
  version: number
  title: Words
  intro?: Words
  steps: JourneyStep[]
  act: Words
  sent: { title: Words; text: Words }
}
