// Randomness that the city draws alike: from a number, the same normal numbers in Python and in TypeScript.

/** Make a seed of a text of ASCII (FNV-1a, 32 bits). */
export function seedOf(text: string): number {
  let seed = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) seed = Math.imul(seed ^ text.charCodeAt(at), 0x01000193)
  return seed >>> 0
}

/** Numbers from 0 on and below 1 (mulberry32, a counter that is mixed). */
function uniform(seed: number): () => number {
  let counter = seed | 0
  return () => {
    counter = (counter + 0x6d2b79f5) | 0
    let mixed = Math.imul(counter ^ (counter >>> 15), counter | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Numbers of the standard normal distribution (Box and Muller 1958), each from two uniform ones. */
export function normals(seed: number, count: number): Float64Array {
  const draw = uniform(seed)
  const drawn = new Float64Array(count)
  for (let at = 0; at < count; at += 1) {
    const [first, second] = [draw(), draw()]
    drawn[at] = Math.sqrt(-2 * Math.log1p(-first)) * Math.cos(2 * Math.PI * second)
  }
  return drawn
}
