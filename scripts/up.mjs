// `npm run up`: from a fresh clone to a running Gatehouse. Installs and builds what is missing or out of date, then
// starts the server in the foreground. `--demo` adds a throw-away SSH server. Node's own modules only.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, buildIsStale, install, requireNode } from './lib/ready.mjs'
import { root } from './lib/run.mjs'
import { dim, duration, giveUp, green } from './lib/say.mjs'

const unknown = process.argv.slice(2).filter((argument) => argument !== '--demo')
if (unknown.length > 0) giveUp(`Unknown option ${unknown[0]}.`, 'npm run up [-- --demo]; settings: docs/operating.md')
const demo = process.argv.includes('--demo')

requireNode()
await step('packages', 'installing (a minute or two, the first time)', install)
await step('build', 'building (about a minute)', async () => {
  if (!buildIsStale()) return false
  if ((await build()) !== 0) giveUp('The build failed.', 'What it said is above.')
  return true
})

const environment = { ...process.env, NODE_ENV: 'production' }
const children = []
forwardSignals()

if (demo) {
  // Before the portal: it makes the data folder and its keys, as the portal itself would, and the host is there at once.
  const code = await started(launch('dist/demo.mjs', ['ignore', 'inherit', 'inherit', 'ipc']))
  if (code !== undefined) process.exit(code)
}
const server = launch('dist/server.mjs', ['ignore', 'inherit', 'inherit'])
server.on('exit', (code, signal) => {
  for (const child of children) child.kill('SIGTERM')
  process.exitCode = code ?? (signal ? 1 : 0)
})

async function step(name, doing, work) {
  const begun = Date.now()
  const notice = setTimeout(() => console.log(`${dim('·')} ${name}: ${doing}`), 300)
  const done = await work()
  clearTimeout(notice)
  console.log(`${green('✓')} ${name} ${dim(done ? duration(Date.now() - begun) : 'up to date')}`)
}

/** In a process group of its own, so that Ctrl-C reaches it once: from here. */
function launch(script, stdio) {
  const child = spawn(process.execPath, [join(root, script)], {
    cwd: process.cwd(),
    env: environment,
    stdio,
    detached: true,
  })
  child.on('error', (error) => giveUp(`${script} could not be started: ${error.message}`))
  children.push(child)
  return child
}

/** Resolves to undefined once the child says that it is ready, or to its exit code if it ends before. */
function started(child) {
  return new Promise((resolve) => {
    child.once('message', () => resolve(undefined))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

function forwardSignals() {
  let last = 0
  const forward = (signal) => {
    // npm passes on the signal that the terminal has sent already; a person's second Ctrl-C comes later than that.
    if (Date.now() - last < 500) return
    last = Date.now()
    // The server first; the demonstration's host goes when the server has gone.
    children.at(-1)?.kill(signal)
  }
  process.on('SIGINT', () => forward('SIGINT'))
  process.on('SIGTERM', () => forward('SIGTERM'))
  process.on('SIGHUP', () => forward('SIGTERM'))
}
