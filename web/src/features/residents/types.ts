// What /api/v1/me answers, as the contract says it.

export interface Named {
  id: string
  name: string
}

export interface Me extends Named {
  language: string
  household: { members: { name: string; relation: string }[] }
  acting_for: Named[]
}

export interface Fact {
  id: string
  name: string
  label: string
  value_text: string
  value: unknown
  source_text: string
  since: string | null
  until: string | null
  recorded_at: string
  basis_text: string
  consent_purpose: string | null
  retention_text: string
  contested: { at: string; reason: string; state: string } | null
}

export interface FactGroup {
  id: string
  title: string
  facts: Fact[]
}

export interface Lookup {
  who: string
  role_text: string
  reason: string
  facts: string[]
  at: string
  day_only: boolean
}

export interface Lookups {
  items: Lookup[]
  next_cursor: string | null
}

export interface Consent {
  purpose: string
  title: string
  what: string
  why: string
  facts: string[]
  granted: boolean
  since: string | null
  receipt_url: string | null
}

/** A signed paper of the city: its words and its signature, whatever they are. */
export type Receipt = Record<string, unknown>
