/** Answers, compared without being known: the same as manto.places.trails, held by tests/vectors/answers.json. */

const ROUNDS = 20_000
const ARTICLES = new Set(['il', 'lo', 'la', 'i', 'gli', 'le', 'l', 'un', 'uno', 'una', 'the', 'a', 'an'])

/** Read an answer as people give it: large or small, with or without accents, marks and articles. */
export function normalised(answer: string): string {
  const bare = answer.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
  const words = bare.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  return words.filter((word) => !ARTICLES.has(word)).join(' ') || words.join(' ')
}

/** Hash an answer as the city did. */
export async function answerHash(salt: string, answer: string): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const key = await crypto.subtle.importKey('raw', bytes(normalised(answer)), 'PBKDF2', false, ['deriveBits'])
  const facts = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(salt), iterations: ROUNDS }
  const bits = await crypto.subtle.deriveBits(facts, key, 128)
  return [...new Uint8Array(bits)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
