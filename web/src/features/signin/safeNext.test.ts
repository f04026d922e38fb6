import { expect, it } from 'vitest'
import { safeNext } from './safeNext'

it.each([
  ['next=%2Fme%2Ffacts', '/me/facts'],
  ['next=/desk', '/desk'],
  ['', null],
  ['next=https%3A%2F%2Fevil.example', null],
  ['next=%2F%2Fevil.example', null],
  ['next=%2F%5Cevil.example', null],
  ['next=javascript%3Aalert(1)', null],
])('after signing in, %o leads to %o', (search, path) => {
  expect(safeNext(search)).toBe(path)
})
