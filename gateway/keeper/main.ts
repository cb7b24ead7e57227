import { parseArgs } from 'node:util'
import { tuneEngine } from '../engine'
import { Keeper } from './server'

// A keeper's own process: `node dist/keeper.mjs --socket <path> --build <id>`. What it has to say goes to its portal's log, and
// to stderr (a file beside its socket) as JSON lines while no portal is there. Never a secret.

const { values } = parseArgs({ options: { socket: { type: 'string' }, build: { type: 'string' } } })
if (!values.socket || !values.build) {
  process.stderr.write('usage: keeper --socket <path> --build <id>\n')
  process.exit(2)
}

// The portal orders the shutdown; a Ctrl-C in the terminal reaches every process of the group and is not for us.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('SIGHUP', () => {})
process.on('uncaughtException', (error) => {
  // What ssh2 throws past its handlers can't be laid at one session's door: end, and let the portal place anew.
  const facts = { level: 'error', time: Date.now(), pid: process.pid, error: error.message, stack: error.stack }
  process.stderr.write(`${JSON.stringify({ ...facts, msg: 'keeper failed' })}\n`)
  process.exit(1)
})

tuneEngine()
new Keeper({ socketPath: values.socket, build: values.build }, () => process.exit(0))
