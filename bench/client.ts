import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import parser from 'socket.io-msgpack-parser'
import { type ClientEvents, type Opened, type Reply, type ServerEvents, wireVersion } from '@/core/sessions/wire'
import { type Hear, type Shell, size, term } from './shell'

/** Where a Gatehouse is, who asks, and what for. */
export interface GatehouseTarget {
  origin: string
  /** The cookie header of someone who has signed in. */
  cookie: string
  accountId: string
}

/** How many bytes are drawn between two reports, and how few are not worth one, as in the page's terminal. */
const reportEvery = 16 * 1024
const leastReport = 4 * 1024

/**
 * A shell through Gatehouse: the bench's one client of its protocol (docs/protocol.md). A host key that nobody has seen is
 * accepted. Draws at once and reports as the page does: in steps, and when nothing is left to draw.
 */
export async function openGatehouse({ origin, cookie, accountId }: GatehouseTarget, hear: Hear): Promise<Shell> {
  const socket: Socket<ServerEvents, ClientEvents> = io(`${origin}/live`, {
    transports: ['websocket'],
    parser,
    reconnection: false,
    forceNew: true,
    extraHeaders: { cookie, origin },
  })
  let id = ''
  let drawn = 0
  let reported = 0
  let due = false
  const report = () => {
    if (drawn - reported < leastReport) return
    reported = drawn
    socket.emit('drawn', id, drawn)
  }
  const shell: Shell = {
    onOutput: hear,
    // The message format's encoder knows Buffer in Node and ArrayBuffer in a browser.
    write: (text) => void socket.emit('input', id, Buffer.from(text)),
    close: async () => {
      if (socket.connected) await new Promise<void>((resolve) => socket.emit('close', id, () => resolve()))
      socket.disconnect()
    },
  }
  socket.on('output', (_, bytes) => {
    shell.onOutput(bytes)
    drawn += bytes.byteLength
    if (drawn - reported >= reportEvery) report()
    else if (!due) {
      due = true
      setImmediate(() => {
        due = false
        report()
      })
    }
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
    const target = { kind: 'account' as const, accountId }
    socket.emit('open', { version: wireVersion, clientId: randomUUID(), ...size, term, target }, (answer) => {
      // At once, not after the promise: the first state may lie in the same read as the answer.
      if (answer.ok) id = answer.value.sessionId
      resolve(answer)
    })
  })
  if (!reply.ok) throw new Error(`open was refused: ${reply.error.code}`)
  await open
  return shell
}
