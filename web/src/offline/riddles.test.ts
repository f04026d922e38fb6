// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerHash, normalised } from './riddles'

const vectors = JSON.parse(readFileSync('../tests/vectors/answers.json', 'utf8')) as {
  normalised: [string, string][]
  hashed: [string, string, string][]
}

describe('an answer', () => {
  it.each(vectors.normalised)('%j is read as %j', (given, read) => {
    expect(normalised(given)).toBe(read)
  })

  it.each(vectors.hashed)('with the salt %s, %s is hashed as the city does', async (salt, answer, hashed) => {
    expect(await answerHash(salt, answer)).toBe(hashed)
  })
})
