// What a decision needs before it can be sent.

export interface Draft {
  decision: 'amend' | 'keep' | null
  value: string
  reason: string
  legal_basis: string
}

/** Which parts are still missing, in the order of the form. */
export function faultsOf(draft: Draft): (keyof Draft)[] {
  const faults: (keyof Draft)[] = []
  if (draft.decision === null) faults.push('decision')
  if (draft.decision === 'amend' && draft.value.trim() === '') faults.push('value')
  if (draft.reason.trim() === '') faults.push('reason')
  if (draft.legal_basis.trim() === '') faults.push('legal_basis')
  return faults
}

/** A typed value as the catalogue's type wants it; a number that is none stays text, for the server to say so. */
export function valueOf(typed: string, type: string): string | number | boolean {
  const text = typed.trim()
  if (type === 'boolean') return text === 'true'
  if (type === 'integer' && /^-?\d+$/.test(text)) return Number(text)
  return text
}
