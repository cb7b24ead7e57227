// The two things that must be there before Gatehouse can start: its packages and its build. Node's own modules only:
// this runs before anything is installed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './run.mjs'
import { giveUp } from './say.mjs'
import { hashOf, stampIs, writeStamp } from './stamp.mjs'

const installStamp = 'node_modules/.gatehouse-installed'
const buildStamp = 'dist/.built-from'

const sources = [
  'app',
  'cli',
  'components',
  'core',
  'gateway',
  'i18n',
  'prisma',
  'public',
  'scripts/build.mjs',
  'scripts/generate.mjs',
  'server.ts',
  'pages.ts',
  'instrumentation.ts',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'patches',
]
const notSource = (path) => path === 'prisma/generated' || /\.test\.tsx?$/.test(path)

/** Ends the program with a clear line when this Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  giveUp(`Gatehouse needs Node 20.19 or newer; this is ${process.version}.`, 'https://nodejs.org/ has it.')
}

/** Installs the packages if they are missing or the lock file changed. True if there was something to do. */
export async function install() {
  const wanted = hashOf(['package-lock.json', 'patches'])
  if (existsSync(join(root, 'node_modules')) && stampIs(installStamp, wanted)) return false
  const code = await run('npm', ['ci', '--loglevel=error', '--no-progress'])
  if (code !== 0) giveUp('The packages could not be installed (npm ci).', 'npm says why above.')
  writeStamp(installStamp, wanted)
  return true
}

/** Whether the build is missing or older than the sources. */
export function buildIsStale() {
  return !existsSync(join(root, 'dist/server.mjs')) || !stampIs(buildStamp, hashOf(sources, notSource))
}

/** Builds what `npm start` runs. Resolves to the exit code. */
export async function build({ quiet = true } = {}) {
  const hash = hashOf(sources, notSource)
  const code = await run(process.execPath, ['scripts/build.mjs'], { quiet, env: { NODE_ENV: 'production' } })
  if (code === 0) writeStamp(buildStamp, hash)
  return code
}
