import { io, type Socket } from 'socket.io-client'
import parser from 'socket.io-msgpack-parser'
import type { PromptAnswer, SessionPrompt, SessionState } from '@/core/sessions/states'
import type {
  Attached,
  AttachRequest,
  ClientEvents,
  LimitWarning,
  Opened,
  OpenRequest,
  Reply,
  ScreenAt,
  ServerEvents,
  WireError,
} from '@/core/sessions/wire'
import { LineWatch, type WatchTimes } from './line-watch'
import { Outbox } from './outbox'
import { Patience, passes } from './patience'

/** As in core/sessions/wire.ts, which a browser needs the types of alone. */
const wireVersion = 2
const maxInputFrameBytes = 64 * 1024

const watchTimes: WatchTimes = { everyMs: 5000, limitMs: 8000 }
/** How long an answer may take when there is a reason to doubt the line. */
const doubtMs = 3000
/** Drawn output is told of in steps of this size, and at the end of a burst when it was no mere echo. */
const reportStep = 32 * 1024
const leastReport = 4 * 1024
/** Keys go out unanswered until so many bytes of them are not known to have arrived. */
const answerEvery = 4 * 1024
/** What was typed on a line that was down for longer than this is not sent before its writer says so. */
const staleAfterMs = 30_000

export type Target = OpenRequest['target'] | { kind: 'session'; sessionId: string }
type Size = { cols: number; rows: number }

export interface ConnectionEvents {
  opened: (opened: Opened) => void
  state: (state: SessionState) => void
  prompt: (prompt: SessionPrompt) => void
  /** Bytes of the host that end at this offset: report with {@link Connection.drewTo}. */
  output: (bytes: Uint8Array, end: number) => void
  /** Takes the place of all that was drawn. */
  screen: (screen: ScreenAt) => void
  warning: (warning: LimitWarning) => void
  /** The line to Gatehouse is down, or up again: the session goes on meanwhile. */
  line: (up: boolean) => void
  /** How many typed bytes wait, and whether they wait for their writer's word. */
  unsent: (bytes: number, held: boolean) => void
  /** It is over, and so many typed bytes never went out. */
  dropped: (bytes: number) => void
  takenOver: () => void
  /**
   * It is over for this page, for a reason of Gatehouse's own: a code of the catalogue's `errors`, or `disconnected`. `passes`
   * when the session may run on: connecting again finds it.
   */
  lost: (error: WireError | 'disconnected', passes: boolean) => void
  roundTrip: (ms: number) => void
}

/** One session as one page holds it, over as many sockets as it takes. Without a DOM, so that it can be tested in Node. */
export class Connection {
  private readonly socket: Socket<ServerEvents, ClientEvents>
  private readonly clientId: string
  private readonly reason: string | undefined
  private readonly outbox = new Outbox()
  private readonly pasted: { end: number; done: (taken: boolean) => void }[] = []
  private sessionId: string | undefined
  private size: Size
  private offset = 0
  private attachedOnce = false
  /** This very socket has the session. */
  private attachedHere = false
  private drawn = 0
  private reported = 0
  private everUp = false
  private downSince: number | undefined
  private taking = false
  private held = false
  /** The session is to be ended as soon as that can be said. */
  private leaving = false
  private readonly watch: LineWatch
  private readonly patience = new Patience()
  private over = false

  constructor(
    private readonly target: Target,
    size: Size,
    private events: ConnectionEvents,
    {
      origin = '',
      headers,
      reason,
      times = watchTimes,
    }: {
      origin?: string
      headers?: Record<string, string>
      /** Why a session is opened; some grants demand it. */
      reason?: string
      times?: WatchTimes
    } = {},
  ) {
    this.reason = reason
    this.clientId = crypto.randomUUID()
    this.size = size
    if (target.kind === 'session') this.sessionId = target.sessionId
    this.socket = io(`${origin}/live`, {
      transports: ['websocket'],
      parser,
      forceNew: true,
      reconnectionDelay: 200,
      reconnectionDelayMax: 5000,
      randomizationFactor: 0.3,
      extraHeaders: headers,
    })
    this.watch = new LineWatch(
      {
        isUp: () => this.socket.connected,
        ask: (answered) => this.socket.emit('echo', answered),
        dead: () => this.socket.io.engine.close(),
        roundTrip: (ms) => this.events.roundTrip(ms),
      },
      times,
    )
    this.listen()
  }

  /** It is over for this page: nothing that is typed goes anywhere. */
  get isOver(): boolean {
    return this.over
  }

  /** What was typed. It is kept until the host has taken it. False when there is no room for it, or it is over. */
  input(bytes: Uint8Array): boolean {
    if (this.over || !this.outbox.add(bytes)) return false
    this.pump()
    if (this.outbox.unsent > 0) this.tellUnsent()
    return true
  }

  /** Much input. Resolves to whether the host has taken all of it. */
  paste(bytes: Uint8Array): Promise<boolean> {
    if (!this.input(bytes)) return Promise.resolve(false)
    const end = this.outbox.typed
    return new Promise((done) => this.pasted.push({ end, done }))
  }

  /** Sends what was held back because the line was down for long. */
  sendHeld(): void {
    this.held = false
    this.pump()
    this.tellUnsent()
  }

  /** Drops what was typed and never sent; answers how many bytes that were. */
  discardUnsent(): number {
    const dropped = this.outbox.discard()
    this.held = false
    for (const paste of this.pasted.splice(0)) paste.done(false)
    this.tellUnsent()
    return dropped
  }

  /** Drawn up to this offset. Told in steps, so that acknowledgements stay few: an echo costs none. */
  drewTo(offset: number): void {
    this.drawn = offset
    const news = this.drawn - this.reported
    if (news < (this.drawn < this.offset ? reportStep : leastReport)) return
    if (!this.sessionId || !this.socket.connected) return
    this.reported = this.drawn
    this.socket.emit('drawn', this.sessionId, this.drawn)
  }

  resize(cols: number, rows: number): void {
    this.size = { cols, rows }
    if (this.sessionId && this.attachedHere) {
      this.socket.emit('resize', this.sessionId, this.size)
    }
  }

  async answer(promptId: number, answer: PromptAnswer): Promise<WireError | undefined> {
    const { sessionId } = this
    // A question that is open when the line breaks is asked again when it is up.
    if (!sessionId || this.over || !this.socket.connected) return undefined
    const reply = await new Promise<Reply<null>>((resolve) =>
      this.socket.emit('answer', sessionId, promptId, answer, resolve),
    )
    return reply.ok ? undefined : reply.error
  }

  /** Ends the session at the host; while the line is down, as soon as it is up again. What was not sent goes nowhere. */
  close(): void {
    this.leaving = true
    this.outbox.discard()
    if (this.sessionId && this.attachedHere && !this.over) this.socket.emit('close', this.sessionId, () => {})
  }

  /** The network may be back, or the page is looked at again: find out now rather than later. */
  nudge(): void {
    if (this.over) return
    if (this.socket.connected) this.watch.measure(doubtMs)
    // To connect alone would wait for the pause before the next try.
    else this.socket.disconnect().connect()
  }

  /**
   * Lets go of everything. The session lives on at the server for the grace time; one that was to be ended is ended once the
   * line is up again, unheard.
   */
  dispose(): void {
    if (this.leaving && !this.over && !this.attachedHere) this.events = unheard
    else this.finish()
  }

  private listen(): void {
    const { socket } = this
    const mine = (id: string) => id === this.sessionId && !this.over
    socket.on('connect', () => this.connected())
    socket.on('state', (id, state) => mine(id) && this.enter(state))
    socket.on('prompt', (id, prompt) => mine(id) && this.events.prompt(prompt))
    socket.on('output', (id, bytes) => {
      if (!mine(id)) return
      this.offset += bytes.byteLength
      this.events.output(new Uint8Array(bytes), this.offset)
    })
    socket.on('screen', (id, screen) => {
      if (!mine(id)) return
      this.offset = screen.offset
      this.events.screen({ ...screen, bytes: new Uint8Array(screen.bytes) })
    })
    socket.on('warning', (id, warning) => mine(id) && this.events.warning(warning))
    socket.on('taken-over', (id) => {
      if (!mine(id)) return
      this.finish()
      this.events.takenOver()
    })
    socket.on('signed-out', (reason) => this.ended({ state: 'closed', end: { reason } }))
    socket.on('connect_error', (error) => {
      // Refused by Gatehouse itself, or never reached: what was never up is not waited for.
      if (!socket.active) this.refused({ code: error.message as WireError['code'], params: {} }, () => socket.connect())
      else if (!this.everUp) this.lose('disconnected')
    })
    socket.on('disconnect', () => this.down())
  }

  private connected(): void {
    const again = this.everUp
    this.everUp = true
    if (this.sessionId) this.attach(this.sessionId)
    else if (again) this.lose('disconnected')
    else this.open()
  }

  private open(): void {
    const { target, clientId, size, reason } = this
    if (target.kind === 'session') return
    const request: OpenRequest = { version: wireVersion, clientId, ...size, term: 'xterm-256color', target }
    if (reason) request.reason = reason
    this.socket.emit('open', request, (reply) => {
      if (this.over) return
      if (!reply.ok) {
        this.lose(reply.error)
        return
      }
      // At once, not after a promise: the first state may lie in the same read as the answer.
      this.sessionId = reply.value.sessionId
      this.attachedOnce = true
      this.attachedHere = true
      this.events.opened(reply.value)
      if (this.leaving) this.close()
      this.resizeIfChanged(size)
      this.watch.measure()
    })
  }

  private attach(sessionId: string): void {
    const { clientId, size } = this
    const request: AttachRequest = { version: wireVersion, clientId, sessionId, ...size }
    if (this.attachedOnce) request.from = this.offset
    this.socket.emit('attach', request, (reply) => {
      if (this.over) return
      if (reply.ok) this.attached(reply.value, size)
      else
        this.refused(reply.error, () => {
          if (this.socket.connected) this.attach(sessionId)
        })
    })
  }

  /** Gatehouse says no. Where a session is known and the reason may pass, it is asked again. */
  private refused(error: WireError, again: () => void): void {
    if (!this.sessionId || !this.patience.retry(error, again)) this.lose(error)
  }

  private attached(attached: Attached, asked: Size): void {
    if (attached.kind === 'ended') {
      this.ended({ state: 'closed', end: attached.end })
      return
    }
    this.outbox.resume(attached.accepted)
    this.patience.granted()
    this.attachedOnce = true
    this.attachedHere = true
    this.reported = 0
    this.held = this.held || (this.outbox.unsent > 0 && this.downFor() > staleAfterMs)
    this.downSince = undefined
    this.events.opened(attached)
    this.events.line(true)
    this.resizeIfChanged(asked)
    this.tellUnsent()
    this.watch.measure()
    if (this.leaving) this.close()
  }

  private resizeIfChanged({ cols, rows }: Size): void {
    if (this.size.cols !== cols || this.size.rows !== rows) this.resize(this.size.cols, this.size.rows)
  }

  private enter(state: SessionState): void {
    if (state.state === 'closed') {
      this.ended(state)
      return
    }
    this.taking = state.state === 'open'
    this.events.state(state)
    this.pump()
    this.tellUnsent()
  }

  private ended(state: Extract<SessionState, { state: 'closed' }>): void {
    if (this.over) return
    this.finish()
    this.events.state(state)
  }

  /** Sends what may go out now, as much as the host has room for. */
  private pump(): void {
    const { sessionId } = this
    if (!sessionId || !this.taking || this.held || this.leaving || this.over) return
    for (;;) {
      const bytes = this.outbox.next(maxInputFrameBytes - this.outbox.inFlight)
      if (!bytes) return
      const waited = this.pasted.length > 0 || this.outbox.unsent > 0 || this.outbox.inFlight >= answerEvery
      if (waited) this.socket.emit('input', sessionId, asFrame(bytes), (reply) => reply.ok && this.taken(reply.value))
      else this.socket.emit('input', sessionId, asFrame(bytes))
    }
  }

  private taken(total: number): void {
    this.outbox.taken(total)
    while (this.pasted[0] && this.pasted[0].end <= total) this.pasted.shift()?.done(true)
    this.pump()
  }

  private tellUnsent(): void {
    this.events.unsent(this.taking && !this.held ? 0 : this.outbox.unsent, this.held)
  }

  private down(): void {
    if (this.over) return
    this.taking = false
    this.attachedHere = false
    this.patience.stop()
    this.watch.forget()
    this.downSince ??= Date.now()
    this.events.line(false)
    // The server closed it on purpose: then socket.io leaves it to us to come back.
    if (!this.socket.active) this.socket.connect()
  }

  private downFor(): number {
    return this.downSince === undefined ? 0 : Date.now() - this.downSince
  }

  private lose(error: WireError | 'disconnected'): void {
    if (this.over) return
    this.finish()
    this.events.lost(error, error !== 'disconnected' && passes(error))
  }

  private finish(): void {
    if (this.over) return
    this.over = true
    this.patience.stop()
    this.watch.end()
    for (const paste of this.pasted.splice(0)) paste.done(false)
    this.socket.disconnect()
    const dropped = this.outbox.discard()
    if (dropped > 0) this.events.dropped(dropped)
  }
}

const nothing = () => {}
/** For a connection that nobody looks at any more. */
const unheard: ConnectionEvents = {
  opened: nothing,
  state: nothing,
  prompt: nothing,
  output: nothing,
  screen: nothing,
  warning: nothing,
  line: nothing,
  unsent: nothing,
  dropped: nothing,
  takenOver: nothing,
  lost: nothing,
  roundTrip: nothing,
}

/** The message format's encoder writes an ArrayBuffer as bytes, but a view on one as an object with numbers for names. */
function asFrame(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}
