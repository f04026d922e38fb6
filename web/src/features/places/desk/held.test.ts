import { expect, test } from 'vitest'
import type { OverlayEdit } from './ask'
import { heldAfter, heldFrom, isDirty, sent, written } from './held'

const edit = (version: number, draft: Record<string, unknown> | null) => ({ version, draft, changes: {} }) as OverlayEdit

test('what was kept is shown as the server has it', () => {
  const typed = written(heldFrom(edit(0, null)), { story: 'A cage' })
  const now = heldAfter(sent(typed, typed.changes), edit(1, { story: 'A cage' }))
  expect(now).toEqual(heldFrom(edit(1, { story: 'A cage' })))
  expect(isDirty(now)).toBe(false)
})

test('what was written while it was being kept stays, over the version that was made', () => {
  const first = written(heldFrom(edit(0, null)), { story: 'A cage' })
  const more = written(first, { story: 'A cage of iron' })
  const now = heldAfter(sent(more, first.changes), edit(1, { story: 'A cage' }))
  expect([now.version, now.changes]).toEqual([1, { story: 'A cage of iron' }])
  expect(isDirty(now)).toBe(true)
})

test("somebody else's version is shown where nothing was written, and never won over in silence", () => {
  const theirs = edit(5, { story: 'Theirs' })
  expect(heldAfter(heldFrom(edit(4, null)), theirs)).toEqual(heldFrom(theirs))
  const mine = written(heldFrom(edit(4, null)), { story: 'Mine' })
  expect(heldAfter(mine, theirs)).toBe(mine)
})

test('what the city took back is gone from the page too', () => {
  const shown = heldFrom(edit(3, { story: 'A cage' }))
  expect(heldAfter(sent(shown, shown.changes), edit(0, null)).changes).toEqual({})
})
