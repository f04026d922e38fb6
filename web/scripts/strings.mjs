// Holds the words of the app together: the same keys in every language, none missing, none unused.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const LANGUAGES = ['en', 'it']
const PLURALS = /_(zero|one|two|few|many|other|vowel)$/

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : [path]
  })
}

function keys(tree, before = '') {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'object' ? keys(value, `${before}${name}.`) : [`${before}${name}`],
  )
}

/** The holes of a sentence, such as {{name}}: a translation must fill the same ones. */
function holes(tree, key) {
  const text = key.split('.').reduce((at, part) => at?.[part], tree)
  return [...String(text).matchAll(/{{\s*([a-zA-Z]+)/g)]
    .map((hit) => hit[1])
    .sort()
    .join(',')
}

const faults = []
const all = files('src')
const catalogues = {}
for (const path of all.filter((one) => /strings\.\w+\.json$/.test(one))) {
  const [, language] = basename(path).split('.')
  const namespace = dirname(path).replace(/^src\/(features\/)?/, '').replaceAll('/', '_')
  catalogues[namespace] ??= {}
  catalogues[namespace][language] = JSON.parse(readFileSync(path, 'utf8'))
}

for (const [namespace, byLanguage] of Object.entries(catalogues)) {
  const trees = LANGUAGES.map((language) => byLanguage[language] ?? {})
  const [first, ...others] = trees.map((tree) => new Set(keys(tree)))
  others.forEach((other, at) => {
    const language = LANGUAGES[at + 1]
    for (const key of first) if (!other.has(key)) faults.push(`${namespace}: "${key}" is missing in ${language}`)
    for (const key of other) if (!first.has(key)) faults.push(`${namespace}: "${key}" is missing in ${LANGUAGES[0]}`)
    for (const key of first)
      if (other.has(key) && holes(trees[0], key) !== holes(trees[at + 1], key))
        faults.push(`${namespace}: "${key}" has other {{holes}} in ${language} than in ${LANGUAGES[0]}`)
  })
}

const known = Object.fromEntries(
  Object.entries(catalogues).map(([name, one]) => [name, new Set(keys(one[LANGUAGES[0]] ?? {}))]),
)
const used = Object.fromEntries(Object.keys(known).map((name) => [name, new Set()]))

for (const path of all.filter((one) => /\.tsx?$/.test(one) && !/\.test\.tsx?$/.test(one))) {
  const code = readFileSync(path, 'utf8')
  const own = /(?:useTranslation\(\[?|TFunction<)'(\w+)'/.exec(code)?.[1] ?? 'app'
  for (const [, , key] of code.matchAll(/(\bt\(\s*|i18nKey=|i18next\.t\()(?:\{)?'([\w:.-]+)'/g))
    use(path, own, key, false)
  for (const [, key] of code.matchAll(/\bt\(\s*`([\w:.-]*)\$\{/g)) use(path, own, key, true)
  for (const [, first, second] of code.matchAll(/\bt\(\s*[^'`()]*\? '([\w:.-]+)' : '([\w:.-]+)'/g))
    [first, second].forEach((key) => use(path, own, key, false))
}

function use(path, own, key, isPrefix) {
  const [namespace, name] = key.includes(':') ? key.split(':') : [own, key]
  const hits = [...(known[namespace] ?? [])].filter((one) =>
    isPrefix ? one.startsWith(name) : one === name || one.replace(PLURALS, '') === name,
  )
  if (hits.length === 0) faults.push(`${path}: no words for "${namespace}:${name}"`)
  hits.forEach((hit) => used[namespace].add(hit))
}

for (const [namespace, names] of Object.entries(known))
  for (const name of names) if (!used[namespace].has(name)) faults.push(`${namespace}: "${name}" is used nowhere`)

if (faults.length > 0) {
  console.error(faults.join('\n'))
  console.error(`${faults.length} faults in the words of the app. Add, remove or rename the keys named above.`)
  process.exit(1)
}
console.log(
  `Words complete: ${Object.values(known).reduce((sum, one) => sum + one.size, 0)} keys in ${LANGUAGES.join(' and ')}.`,
)
