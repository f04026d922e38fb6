/** What the verifier refuses, by the names that the Python verifier uses. */

export type ErrorName =
  | 'MalformedBundle'
  | 'MalformedStatement'
  | 'MalformedNote'
  | 'MalformedKey'
  | 'MalformedPolicy'
  | 'NotProven'
  | 'NotCosigned'
  | 'BadSignature'
  | 'MalformedPaper'
  | 'SealMissing'
  | 'BadInput'
  | 'BadList'

/** Something does not hold: what, and what to do about it. */
export class Refused extends Error {
  override readonly name: ErrorName
  readonly what: string
  readonly nextStep: string

  constructor(name: ErrorName, what: string, nextStep: string) {
    super(`${what} ${nextStep}`.trim())
    this.name = name
    this.what = what
    this.nextStep = nextStep
  }
}

export function malformedPaper(why: string): Refused {
  return new Refused('MalformedPaper', `This is not a paper of the register: ${why}.`, 'Scan the code again, whole and in good light.')
}
