import { useEffect } from 'react'
import type { City } from '~/api/types'

type Tokens = City['tokens']
const sheet = new CSSStyleSheet()

/** Turn a city's tokens into CSS: names at the top are for both themes, `dark` holds the dark twins. */
export function tokensCss(tokens: Tokens): string {
  const rules = (block: Tokens) =>
    Object.entries(block)
      .filter(([name, value]) => /^[a-z0-9-]+$/.test(name) && typeof value === 'string' && !/[;{}<>]/.test(value))
      .map(([name, value]) => `--${name}: ${value as string};`)
      .join(' ')
  const part = (name: string): Tokens => {
    const inner = tokens[name]
    return inner !== null && typeof inner === 'object' ? (inner as Tokens) : {}
  }
  return [
    `:root { ${rules(tokens)} ${rules(part('light'))} }`,
    `@media (prefers-color-scheme: dark) { :root:not([data-look='light']) { ${rules(part('dark'))} } }`,
    `:root[data-look='dark'] { ${rules(part('dark'))} }`,
  ].join('\n')
}

/** Dress the app in the city's tokens, through the style sheet object: the page's policy allows no inline style. */
export function useCityLook(city: City | null): void {
  useEffect(() => {
    if (!city) return
    sheet.replaceSync(tokensCss(city.tokens))
    if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet)
  }, [city])
}
