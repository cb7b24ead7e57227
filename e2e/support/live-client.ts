import { randomUUID } from 'node:crypto'
import { StringDecoder } from 'node:string_decoder'
import { io, type Socket } from 'socket.io-client'
import parser from 'socket.io-msgpack-parser'
import type { SessionEnd, SessionPrompt, SessionState } from '@/core/sessions/states'
import type { Attached, ClientEvents, Opened, OpenRequest, Reply, ScreenAt, ServerEvents } from '@/core/sessions/wire'
import type { Visitor } from './visitor'

/** A client of the live socket without a browser: it counts every byte, so that a test can compare. */
export class LiveClient {
  /** How many bytes of output came over this connection. */
  bytes = 0
  readonly states: SessionState[] = []
  readonly prompts: SessionPrompt[] = []
  readonly problems: string[] = []
  readonly screens: ScreenAt[] = []
  /** The offset of the host's output up to which this client was told. */
  offset = 0
  private readonly decoder = new StringDecoder('utf8')
  private received = ''
  private readonly waiting = new Set<() => void>()

  private constructor(
    readonly socket: Socket<ServerEvents, ClientEvents>,
    readonly clientId: string,
  ) {
    socket.on('output', (sessionId, bytes) => {
      this.received += this.decoder.write(Buffer.from(bytes))
      this.bytes += bytes.byteLength
      this.offset += bytes.byteLength
      socket.emit('drawn', sessionId, this.offset)
      this.wake()
    })
    socket.on('screen', (_, screen) => {
      this.screens.push(screen)
      this.offset = screen.offset
      this.wake()
    })
    socket.on('state', (_, state) => {
      this.states.push(state)
      this.wake()
    })
    socket.on('prompt', (_, prompt) => {
      this.prompts.push(prompt)
      this.wake()
    })
    socket.on('problem', (problem) => {
      this.problems.push(problem.code)
      this.wake()
    })
    socket.on('disconnect', () => this.wake())
  }

  /** Connects with a visitor's cookies. Rejects when the portal refuses. `clientId`: of the client that comes back. */
  static async connect(
    visitor: Visitor,
    headers: Record<string, string> = {},
    clientId: string = randomUUID(),
  ): Promise<LiveClient> {
    const socket: Socket<ServerEvents, ClientEvents> = io(`${visitor.origin}/live`, {
      transports: ['websocket'],
      parser,
      reconnection: false,
      forceNew: true,
      extraHeaders: { ...visitor.headers, cookie: visitor.cookieHeader, origin: visitor.origin, ...headers },
    })
    const client = new LiveClient(socket, clientId)
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve())
      socket.once('connect_error', (error) => reject(error))
    })
    return client
  }

  /** All output that came over this connection. */
  text(): string {
    return this.received
  }

  /** The end of the output: enough to see a line that has just come, without going through a flood each time. */
  tail(): string {
    return this.received.slice(-2000)
  }

  get end(): SessionEnd | undefined {
    return this.states.flatMap((state) => (state.state === 'closed' ? [state.end] : [])).at(-1)
  }

  /** Asks for a session. Throws the portal's error code when it says no. */
  async open(target: OpenRequest['target']): Promise<Opened> {
    const reply = await new Promise<Reply<Opened>>((resolve) => {
      this.socket.emit(
        'open',
        { version: 2, clientId: this.clientId, cols: 120, rows: 40, term: 'xterm-256color', target },
        resolve,
      )
    })
    if (!reply.ok) throw new Error(reply.error.code)
    return reply.value
  }

  /** Attaches to a session, from an offset or with its screen. Throws the portal's error code when it says no. */
  async attach(sessionId: string, from?: number): Promise<Attached> {
    this.offset = from ?? 0
    const request = { version: 2 as const, clientId: this.clientId, sessionId, cols: 120, rows: 40, from }
    const reply = await new Promise<Reply<Attached>>((resolve) => this.socket.emit('attach', request, resolve))
    if (!reply.ok) throw new Error(reply.error.code)
    return reply.value
  }

  /** Waits for the question about the host's key and says yes. */
  async acceptHostKey(sessionId: string): Promise<void> {
    await this.until(() => this.prompts.some((prompt) => prompt.kind === 'host-key') || this.end !== undefined)
    const prompt = this.prompts.find(({ kind }) => kind === 'host-key')
    if (!prompt) throw new Error(`no host key was shown; the session ended: ${JSON.stringify(this.end)}`)
    this.socket.emit('answer', sessionId, prompt.promptId, { kind: 'host-key', accept: true }, () => {})
  }

  type(sessionId: string, text: string): void {
    // The message format's encoder knows Buffer in Node and ArrayBuffer in a browser.
    this.socket.emit('input', sessionId, Buffer.from(text))
  }

  /** Resolves when `condition` holds; it is asked again after each event. Rejects after `timeout` ms. */
  until(condition: () => boolean, timeout = 20_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!condition()) return
        clearTimeout(timer)
        this.waiting.delete(check)
        resolve()
      }
      const timer = setTimeout(() => {
        this.waiting.delete(check)
        const states = this.states.map((state) => state.state).join(' ')
        reject(new Error(`nothing for ${timeout} ms; states: ${states}; ${this.bytes} bytes; ${this.tail()}`))
      }, timeout)
      this.waiting.add(check)
      check()
    })
  }

  close(): void {
    this.socket.disconnect()
  }

  private wake(): void {
    for (const check of this.waiting) check()
  }
}
