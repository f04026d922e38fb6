/** Bytes from digits; `manto.ledger.paper.digits` says how they are written. */

import { malformedPaper } from './errors.ts'

const DIGITS_FOR = [0, 3, 5, 8, 10, 13, 15, 17]

export function fromDigits(digits: string): Uint8Array {
  if (!/^[0-9]*$/.test(digits)) throw malformedPaper('there is something other than digits in the code')
  const raw: number[] = []
  for (let at = 0; at < digits.length; at += 17) {
    const part = digits.slice(at, at + 17)
    const count = DIGITS_FOR.indexOf(part.length)
    if (count < 0) throw malformedPaper('the code lacks digits at its end')
    const value = BigInt(part)
    if (value >= 1n << BigInt(8 * count)) throw malformedPaper('a group of digits in the code is too large')
    for (let place = count - 1; place >= 0; place--) raw.push(Number((value >> BigInt(8 * place)) & 255n))
  }
  return Uint8Array.from(raw)
}
