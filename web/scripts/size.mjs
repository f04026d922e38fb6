// Measures the first load: every script that must arrive before Today can be seen. Fails above the budget.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const BUDGET_KB = 150
const FIRST_PAGES = ['src/features/today/index.tsx', 'src/features/today/strings.it.json', 'src/app/strings.it.json']

const chunks = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
const entries = Object.keys(chunks).filter((key) => chunks[key].isEntry)
const first = new Set()

function add(key) {
  if (!chunks[key]) throw new Error(`dist has no chunk "${key}". Run "npm run build" first, or mend FIRST_PAGES.`)
  if (first.has(key)) return
  first.add(key)
  ;(chunks[key].imports ?? []).forEach(add)
}

;[...entries, ...FIRST_PAGES].forEach(add)
// What index.html names itself counts too, whether or not the manifest knows it.
const named = [...readFileSync('dist/index.html', 'utf8').matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(
  (hit) => hit[1],
)
const scripts = [
  ...new Set([...[...first].map((key) => chunks[key].file).filter((file) => file.endsWith('.js')), ...named]),
]

let total = 0
for (const file of scripts) {
  const bytes = gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length
  total += bytes
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${file}`)
}
const styles = new Set([...first].flatMap((key) => chunks[key].css ?? []))
const style = [...styles].reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length, 0)

console.log(
  `First load: ${(total / 1000).toFixed(1)} kB of script, gzip (budget ${BUDGET_KB} kB); styles ${(style / 1000).toFixed(1)} kB.`,
)
if (total > BUDGET_KB * 1000) {
  console.error('Over the budget: load the newest import lazily, or drop it.')
  process.exit(1)
}
