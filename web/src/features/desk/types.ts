// What /api/v1/desk answers, as the contract says it.
import type { Fact, FactGroup } from '~/features/residents/types'

export interface Work {
  id: string
  title: string
  text: string
  due: string | null
  kind: string
  href: string
}

export interface Desk {
  role: string
  role_text: string
  name: string
  menu: { id: string; title: string }[]
  queue: Work[]
}

export interface Found {
  id: string
  name: string
  birth_text: string | null
  street: string | null
}

export interface DeskResident {
  id: string
  name: string
  groups: FactGroup[]
  lookups: number
}

export interface Contest {
  id: number
  state: 'open' | 'amended' | 'kept'
  resident: { id: string; name: string }
  reason: string
  contested_at: string
  due: string
  decision: string | null
  legal_basis: string | null
  text: string
  /** How the fact's value is written: text, date, integer, boolean. */
  type: string
  fact: Fact | null
  history: (Fact & { superseded_at: string | null })[]
}

export interface Decision {
  decision: 'amend' | 'keep'
  value?: string | number | boolean
  reason: string
  legal_basis: string
}

export interface ImportRun {
  id: number
  source: string
  licence: string
  file: string
  kind: string
  taken: number
  unchanged: number
  changed: number
  withdrawn: number
  left_count: number
  started_at: string
  seconds: number
}

export interface ImportReport extends ImportRun {
  left: { line: string; reason: string; count: number }[]
}

export interface Look {
  kind: 'look' | 'search'
  who: string
  role: string
  room: string
  reason: string
  residents: number
  looks: number
  first: string
  last: string
}

export interface Happened {
  id: number | string
  name: string
  subject: string
  at: string
  delivered_at: string | null
  attempts?: number
}

export interface Coverage {
  name: string
  label: string
  residents: number | null
  share_pct: number | null
  oldest: string | null
  sources: string[]
  hidden: boolean
}

export interface OutcomeCount {
  kind: string
  why: string
  shown: number | null
  opened: number | null
  accepted: number | null
  refused: number | null
}

export interface Member {
  id: string
  name: string
  email: string | null
  role: string
  active: boolean
  last_signed_in: string | null
}
