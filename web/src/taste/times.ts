// Time as learning sees it: quarters of an hour of the city's clock, weeks that begin on Monday.

export const QUARTERS_PER_DAY = 96
const QUARTERS_PER_WEEK = 7 * QUARTERS_PER_DAY
const MONDAY_SHIFT = 3 * QUARTERS_PER_DAY // 1 January 1970 was a Thursday
const HOURS_PER_WEEK = 168

/** The quarter of an hour of the city's clock. */
export function quarterOf(at: Date, utcOffset_s: number): number {
  return Math.floor((at.getTime() / 1000 + utcOffset_s) / 900)
}

/** The day of a quarter of an hour, as YYYY-MM-DD. */
export function dayOfQuarter(quarter: number): string {
  return new Date(Math.floor(quarter / QUARTERS_PER_DAY) * 86_400_000).toISOString().slice(0, 10)
}

/** The first quarter of an hour of a day. */
export function quarterOfDay(day: string): number {
  return (Date.parse(`${day}T00:00:00Z`) / 86_400_000) * QUARTERS_PER_DAY
}

/** The number of a week; each begins on Monday. */
export function weekOf(quarter: number): number {
  return Math.floor((quarter + MONDAY_SHIFT) / QUARTERS_PER_WEEK)
}

/** The day on which a week begins, as YYYY-MM-DD. */
export function weekBegins(week: number): string {
  return dayOfQuarter(week * QUARTERS_PER_WEEK - MONDAY_SHIFT)
}

/** The hour within the week, 0 for Monday from midnight on. */
export function hourOfWeek(quarter: number): number {
  return Math.floor((quarter + MONDAY_SHIFT) / 4) % HOURS_PER_WEEK
}

/** How far two hours lie apart on the clock. */
export function apartOnTheClock(one: number, other: number): number {
  const apart = Math.abs((one % 24) - (other % 24))
  return Math.min(apart, 24 - apart)
}

function alike(width_h: number, otherDay: number, otherKind: number) {
  return (one: number, other: number): number => {
    const [day, day2] = [Math.floor(one / 24), Math.floor(other / 24)]
    const sameKind = day >= 5 === day2 >= 5
    return Math.exp(-0.5 * (apartOnTheClock(one, other) / width_h) ** 2) * (day === day2 ? 1 : sameKind ? otherDay : otherKind)
  }
}

/** How much a visit at one hour of the week says about another: loosely by the hour, and strictly by hour and day. */
export const looselyAlike = alike(1.5, 1, 0.5)
export const strictlyAlike = alike(0.75, 0.35, 0.1)
