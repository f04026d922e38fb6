import type { Answers, Condition } from './types'

/** Say whether a condition holds of the answers; the server has the same, on shared test vectors. */
export function holds(condition: Condition | undefined | null, answers: Answers): boolean {
  if (!condition) return true
  if ('all' in condition) return condition.all.every((part) => holds(part, answers))
  if ('any' in condition) return condition.any.some((part) => holds(part, answers))
  if ('not' in condition) return !holds(condition.not, answers)
  const value = answers[condition.field]
  if (value === undefined || value === null) return false
  if ('is' in condition) return value === condition.is
  if ('in' in condition) return condition.in.some((one) => one === value)
  const least = condition.at_least
  return typeof value === typeof least && (value as number) >= (least as number)
}
