import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import parser from 'socket.io-msgpack-parser'
import {
  type ClientEvents,
  type Opened,
  type OpenTarget,
  type Reply,
  type ServerEvents,
  wireVersion,
} from '@/core/sessions/wire'
import { type Hear, type Shell, size, term } from './shell'

/** Where a Gatehouse is, who asks, and what for. */
export interface GatehouseTarget {
  origin: string
  /** The cookie header of someone who has signed in. */
  cookie: string
  target: OpenTarget
}

/** How many bytes are drawn between two reports, and how few are not worth one, as in the page's terminal. */
const reportEvery = 32 * 1024
const leastReport = 4 * 1024

/** A shell whose session outlives this end of it. */
export interface LastingShell extends Shell {
  sessionId: string
  /** Goes away and leaves the session running. */
  leave(): void
}

type SignedIn = Pick<GatehouseTarget, 'origin' | 'cookie'>
type Live = Socket<ServerEvents, ClientEvents>

function connectLive({ origin, cookie }: SignedIn): Live {
  return io(`${origin}/live`, {
    transports: ['websocket'],
    parser,
    reconnection: false,
    forceNew: true,
    extraHeaders: { cookie, origin },
  })
}

/** Milliseconds from the wish to see a running session to its whole screen, the socket's own handshake included. */
export async function timeToScreen(reach: SignedIn, sessionId: string): Promise<number> {
  const begun = performance.now()
  const socket = await attachTo(reach, sessionId)
  const taken = performance.now() - begun
  socket.disconnect()
  return taken
}

/** Ends a session that nobody looks at. */
export async function endSession(reach: SignedIn, sessionId: string): Promise<void> {
  const socket = await attachTo(reach, sessionId)
  await new Promise<void>((resolve) => socket.emit('close', sessionId, () => resolve()))
  socket.disconnect()
}

/** Resolves when the session's screen has come. */
function attachTo(reach: SignedIn, sessionId: string): Promise<Live> {
  return new Promise((resolve, reject) => {
    const socket = connectLive(reach)
    socket.on('screen', () => resolve(socket))
    socket.on('connect_error', reject)
    socket.on('connect', () => {
      socket.emit('attach', { version: wireVersion, clientId: randomUUID(), sessionId, ...size }, (reply) => {
        if (!reply.ok) reject(new Error(`attach was refused: ${reply.error.code}`))
      })
    })
  })
}

/**
 * A shell through Gatehouse: the bench's one client of its protocol (docs/protocol.md). A host key that nobody has seen is
 * accepted. Draws at this pace, or at once, and reports as the page does: in steps, and when nothing is left to draw.
 */
export async function openGatehouse(
  { target, ...reach }: GatehouseTarget,
  hear: Hear,
  bytesPerSecond = Number.POSITIVE_INFINITY,
): Promise<LastingShell> {
  const socket = connectLive(reach)
  let drawn = 0
  let reported = 0
  let due = false
  const report = () => {
    if (drawn - reported < leastReport) return
    reported = drawn
    socket.emit('drawn', shell.sessionId, drawn)
  }
  const shell: LastingShell = {
    sessionId: '',
    leave: () => void socket.disconnect(),
    onOutput: hear,
    // The message format's encoder knows Buffer in Node and ArrayBuffer in a browser.
    write: (text) => void socket.emit('input', shell.sessionId, Buffer.from(text)),
    close: async () => {
      if (socket.connected) await new Promise<void>((resolve) => socket.emit('close', shell.sessionId, () => resolve()))
      socket.disconnect()
    },
  }
  const drew = (bytes: number) => {
    drawn += bytes
    if (drawn - reported >= reportEvery) report()
    else if (!due) {
      due = true
      setImmediate(() => {
        due = false
        report()
      })
    }
  }
  let doneAt = 0
  socket.on('output', (_, bytes) => {
    shell.onOutput(bytes)
    const { byteLength } = bytes
    const now = performance.now()
    doneAt = Math.max(doneAt, now) + (byteLength / bytesPerSecond) * 1000
    if (doneAt - now < 1) drew(byteLength)
    else setTimeout(() => drew(byteLength), doneAt - now)
  })
  const open = new Promise<void>((resolve, reject) => {
    socket.on('state', (sessionId, state) => {
      if (state.state === 'open') resolve()
      if (state.state === 'closed') reject(new Error(`session ${sessionId} ended: ${JSON.stringify(state.end)}`))
    })
    socket.on('prompt', (sessionId, prompt) => {
      if (prompt.kind !== 'host-key') return
      socket.emit('answer', sessionId, prompt.promptId, { kind: 'host-key', accept: true }, () => {})
    })
    socket.on('connect_error', reject)
    socket.on('problem', ({ code }) => reject(new Error(`the portal says: ${code}`)))
    socket.on('disconnect', (reason) => reject(new Error(`the portal hung up: ${reason}`)))
  })
  // Told of a failure through the answer to `open` as well; then this one has no one to tell.
  open.catch(() => {})
  const reply = await new Promise<Reply<Opened>>((resolve, reject) => {
    open.catch(reject)
    socket.emit('open', { version: wireVersion, clientId: randomUUID(), ...size, term, target }, (answer) => {
      // At once, not after the promise: the first state may lie in the same read as the answer.
      if (answer.ok) shell.sessionId = answer.value.sessionId
      resolve(answer)
    })
  })
  if (!reply.ok) throw new Error(`open was refused: ${reply.error.code}`)
  await open
  return shell
}
