// Makes sure of what the tests need from the system. On Debian, as root, it installs what is missing; elsewhere it
// lists exactly that. With CI=true a missing part is a failure, not a skip. By itself: `node scripts/prepare-tests.mjs`.
import { fileURLToPath } from 'node:url'
import { canInstall, missingNeeds } from './lib/needs.mjs'
import { run } from './lib/run.mjs'
import { red } from './lib/say.mjs'

/** Resolves to the needs that are still missing. */
export async function prepare() {
  const missing = await missingNeeds()
  if (missing.length === 0) return []
  if (canInstall()) {
    const packages = missing.map((need) => need.debian)
    console.log(`Installing ${packages.join(', ')}`)
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-qq'], { env, quiet: true })
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, quiet: true })
  }
  const still = await missingNeeds()
  if (still.length > 0) report(still)
  return still
}

function report(missing) {
  console.error(red('Missing for the tests:'))
  for (const { name, debian, hint } of missing) {
    console.error(`  ${name} (Debian, Ubuntu: apt-get install ${debian}${hint ? `; or: ${hint}` : ''})`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const missing = await prepare()
  if (missing.length > 0) process.exitCode = 1
  else console.log('Everything the tests need is here.')
}
