import { expect, it } from 'vitest'
import { bytesOf } from './push'

it('reads base64url as the bytes that they are', () => {
  expect([...bytesOf('-_8')]).toEqual([251, 255])
  expect(bytesOf('').length).toBe(0)
})
