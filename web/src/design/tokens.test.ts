// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/design/tokens.css', 'utf8')
const [light = '', darker = ''] = css.split('@media (prefers-color-scheme: dark)')
const [dark = '', chosenDark = ''] = darker.split(":root[data-look='dark']")

/** Read every colour token of one theme. */
function colours(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map((hit) => [hit[1], hit[2]]))
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Contrast ratio of two colours. Source: WCAG 2.2, definition of contrast ratio. */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

const texts = ['ink', 'ink-2', 'lake', 'terracotta', 'true', 'false']
const pairs: [string, string][] = [
  ...texts.flatMap((text): [string, string][] => [
    [text, 'paper'],
    [text, 'card'],
  ]),
  ['ink', 'lake-wash'],
  ['ink-2', 'lake-wash'],
  ['lake', 'lake-wash'],
  ['lake-deep', 'card'],
  ['on-lake', 'lake'],
  ['on-lake', 'lake-deep'],
  ['terracotta', 'terracotta-wash'],
  ['ink', 'terracotta-wash'],
  ['true', 'true-wash'],
  ['ink', 'true-wash'],
  ['false', 'false-wash'],
  ['ink', 'false-wash'],
  ['on-night', 'night'],
  ['ink', 'map-land'],
  ['ink', 'map-water'],
  ['ink', 'map-green'],
]

describe.each([
  ['light', colours(light)],
  ['dark', colours(dark)],
])('%s tokens', (_name, theme) => {
  it.each(pairs)('keep %s readable on %s', (text, ground) => {
    expect(contrast(theme[text]!, theme[ground]!)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['paper', 'card'])('keep the edge of a field visible on %s', (ground) => {
    expect(contrast(theme['line-strong']!, theme[ground]!)).toBeGreaterThanOrEqual(3)
  })
})

it('gives every colour a dark twin', () => {
  expect(Object.keys(colours(dark)).sort()).toEqual(Object.keys(colours(light)).sort())
})

it('wears the same dark whether the device says so or one chose it', () => {
  const values = (block: string) =>
    [...block.matchAll(/(--[a-z0-9-]+): ([^;]+);/g)].map((hit) => `${hit[1]}: ${hit[2]}`)
  const [chosen = ''] = chosenDark.split(":root[data-look='light']")

  expect(values(chosen)).toEqual(values(dark))
})
