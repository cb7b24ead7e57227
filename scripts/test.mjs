// `npm test`: everything that has to hold, each step timed, and at the end one line `N passed, N failed`.
// `npm test -- unit e2e` runs those steps alone. Node's own modules only, until the packages are there.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, buildIsStale, install, requireNode } from './lib/ready.mjs'
import { bin, root, run } from './lib/run.mjs'
import { bold, dim, duration, green, red } from './lib/say.mjs'

const ci = process.env.CI === 'true'
const results = '.tmp/results'
const total = { passed: 0, failed: 0, skipped: 0 }
const summary = []
const missing = new Set()
const folders = 'app bench cli components core e2e gateway i18n prisma scripts server.ts pages.ts'.split(' ')

/** The database clients, which sources import and git doesn't hold. */
const generate = () => program(process.execPath, 'scripts/generate.mjs')

/** In order. Each resolves to `{ problem?, counts?, note?, failures? }`, or nothing when all is well. */
const steps = {
  install: async () => void (await install()),
  prepare: async () => {
    const { prepare } = await import('./prepare-tests.mjs')
    for (const { name } of await prepare()) missing.add(name)
    if (missing.size > 0 && ci) return { problem: 'parts are missing, and CI=true skips nothing' }
  },
  format: () => program(bin('biome'), 'check', '--error-on-warnings', '.'),
  imports: async () =>
    (await generate()) ?? (await program(bin('depcruise'), '--config', '.dependency-cruiser.mjs', ...folders)),
  types: async () => (await generate()) ?? (await program(bin('tsc'), '-p', '.')),
  build: async () => {
    if (buildIsStale() && (await build()) !== 0) return { problem: 'the build failed' }
  },
  unit: async () => {
    const { runUnit } = await import('./lib/suites.mjs')
    const postgresql = !missing.has('PostgreSQL server')
    const note = postgresql ? undefined : 'without PostgreSQL'
    return { note, ...(await runUnit({ results, postgresql })) }
  },
  e2e: async () => {
    const absent = ['OpenSSH server', 'Chromium'].filter((name) => missing.has(name))
    if (absent.length > 0)
      return { note: `skipped: no ${absent.join(', no ')}`, counts: { passed: 0, failed: 0, skipped: 1 } }
    const { runE2e } = await import('./lib/suites.mjs')
    return runE2e({ results })
  },
}

requireNode()
const wanted = process.argv.slice(2)
const strange = wanted.find((name) => !(name in steps))
if (strange) {
  console.error(`There is no step "${strange}"; there are: ${Object.keys(steps).join(', ')}`)
  process.exit(2)
}
rmSync(join(root, results), { recursive: true, force: true })
mkdirSync(join(root, results), { recursive: true })

const begun = Date.now()
for (const [name, step] of Object.entries(steps)) {
  // What is quick, and what the others rest on, runs always.
  const always = ['install', 'prepare', 'build'].includes(name)
  if (wanted.length === 0 || wanted.includes(name) || always) await timed(name, step)
}
console.log(`\n${bold('Summary')}`)
for (const line of summary) console.log(line)
console.log(dim(`  in all ${duration(Date.now() - begun)}; tests skipped: ${total.skipped}`))
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0

async function timed(name, step) {
  console.log(`\n${bold(`── ${name}`)}`)
  const start = Date.now()
  const { problem, counts, note, failures = [] } = (await step().catch(failed)) ?? {}
  const took = duration(Date.now() - start)
  const mark = problem ? red('✗') : green('✓')
  const tally = counts ? `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped` : ''
  const words = [`  ${mark} ${name.padEnd(8)}`, took.padStart(12), tally, note, problem && red(problem)].filter(Boolean)
  summary.push(words.join('  '))
  // Named once more at the end: what a long log holds is not all that people get to see of it.
  for (const failure of failures) summary.push(failure.replace(/^/gm, '      '))
  console.log(words.join('  '))
  for (const key of Object.keys(total)) total[key] += counts?.[key] ?? 0
  // A step that counts no tests counts itself when it fails.
  if (problem && !counts) total.failed += 1
}

function failed(error) {
  return { problem: error instanceof Error ? error.message : String(error) }
}

async function program(file, ...args) {
  const code = await run(file, args)
  if (code !== 0) return { problem: `exit code ${code}` }
}
