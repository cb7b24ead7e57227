import { parentPort } from 'node:worker_threads'
import { ScreenQueue } from './screen-queue'

// A keeper's thread for keyframes, `dist/screen-worker.mjs`: parsing and serializing screens holds up no keystroke.

const port = parentPort
if (!port) throw new Error('This is a worker thread.')
const queue = new ScreenQueue((message) => port.postMessage(message))
port.on('message', (message) => queue.hear(message))
