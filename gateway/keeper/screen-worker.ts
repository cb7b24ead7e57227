import { platform, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { ScreenQueue } from './screen-queue'

// A keeper's thread for keyframes, `dist/screen-worker.mjs`: parsing and serializing screens holds up no keystroke.

const port = parentPort
if (!port) throw new Error('This is a worker thread.')
// On Linux a thread has a priority of its own, and 0 names the one that calls: a flood that is parsed here leaves the
// processor to whoever types. Elsewhere it would be the whole process's.
if (platform() === 'linux') setPriority(0, 10)
const queue = new ScreenQueue((message) => port.postMessage(message))
port.on('message', (message) => queue.hear(message))
