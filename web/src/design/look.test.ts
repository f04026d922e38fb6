import { afterEach, expect, it } from 'vitest'
import { chooseLook, chosenLook, wearLook } from './look'

afterEach(() => {
  localStorage.clear()
  wearLook('system')
})

it('follows the device until somebody chooses', () => {
  wearLook()

  expect(chosenLook()).toBe('system')
  expect(document.documentElement.dataset.look).toBeUndefined()
})

it('keeps the choice for the next visit, and forgets it again', () => {
  chooseLook('dark')
  const kept = [chosenLook(), document.documentElement.dataset.look]
  chooseLook('system')

  expect(kept).toEqual(['dark', 'dark'])
  expect([chosenLook(), document.documentElement.dataset.look]).toEqual(['system', undefined])
})
