import type { Socket } from 'socket.io'
import type { z } from 'zod'
import { recordDenied } from '@/core/access/denied'
import type { UserActor } from '@/core/actor'
import { GatehouseError, toGatehouseError } from '@/core/errors'
import type { Platform } from '@/core/platform'
import { findAttachable, recordAttach } from '@/core/sessions/attach'
import { prepareSession } from '@/core/sessions/open'
import {
  type Attached,
  answerMessage,
  attachRequest,
  type ClientEvents,
  closeMessage,
  detachMessage,
  maxInputFrameBytes,
  openRequest,
  parseDrawn,
  parseInput,
  type Reply,
  resizeMessage,
  type ServerEvents,
  type WireError,
} from '@/core/sessions/wire'
import type { Keepers } from './keepers'
import { type Attach, LiveSession } from './live-session'
import type { Registry, SignedInSocket } from './registry'
import type { Viewer, Viewing } from './viewing'

/** Unusable messages that a socket may send before it is closed. */
const mostProblems = 20

export interface Parts {
  platform: Platform
  keepers: Keepers
  registry: Registry
}

interface Own {
  session: LiveSession
  viewing: Viewing | undefined
}

/** One browser tab's socket: parses what it says, finds the session it is about, and passes it on. */
export class LiveSocket implements SignedInSocket {
  readonly webSessionId: string
  readonly userId: string
  private readonly own = new Map<string, Own>()
  private problems = 0

  constructor(
    private readonly socket: Socket<ClientEvents, ServerEvents>,
    admitted: UserActor,
    /** Reads the web session afresh: the person's role may have changed since the socket opened. */
    private readonly currentActor: () => Promise<UserActor | null>,
    private readonly parts: Parts,
  ) {
    this.webSessionId = admitted.webSessionId
    this.userId = admitted.id
    parts.registry.sockets.add(this)
    socket.on('disconnect', () => this.leave())
    socket.on('open', (request, reply) => this.answer(reply, () => this.open(request)))
    socket.on('attach', (request, reply) => void this.attach(request, reply))
    socket.on('input', (...message) => this.guarded(() => this.input(message)))
    socket.on('drawn', (...message) => this.guarded(() => this.drawn(message)))
    socket.on('resize', (...message) => {
      this.guarded(() => {
        const { own, data } = this.about(resizeMessage, message)
        own.viewing?.resize(data[1])
      })
    })
    socket.on('answer', (...message) => {
      const reply = message.pop()
      this.answer(reply, async () => {
        const { own, data } = this.about(answerMessage, message)
        const actor = await this.actor()
        await own.session.answer(actor, data[1], data[2]).catch((error: unknown) => this.denied(actor, error))
        return null
      })
    })
    socket.on('detach', (...message) => {
      this.guarded(() => {
        const { own, data } = this.about(detachMessage, message)
        this.own.delete(data[0])
        if (own.viewing) own.session.detach(own.viewing)
      })
    })
    socket.on('close', (...message) => {
      const reply = message.pop()
      this.answer(reply, async () => {
        const { own } = this.about(closeMessage, message)
        own.session.close('closed-by-user')
        await own.session.closed
        return null
      })
    })
    socket.on('echo', (reply: unknown) => {
      if (typeof reply === 'function') reply()
    })
  }

  signOut(reason: 'web-session-ended' | 'access-ended' | 'shutdown'): void {
    this.socket.emit('signed-out', reason)
    this.socket.disconnect()
  }

  private leave(): void {
    this.parts.registry.sockets.delete(this)
    for (const { session, viewing } of this.own.values()) if (viewing) session.detach(viewing)
    this.own.clear()
  }

  private async open(request: unknown) {
    const { platform, registry, keepers } = this.parts
    const parsed = parse(openRequest, request)
    const actor = await this.actor()
    const { opened, order } = await prepareSession(platform, actor, parsed)
    const { sessionId } = opened
    const session = new LiveSession(platform, sessionId, order.context)
    registry.add(session)
    const { clientId, cols, rows } = parsed
    // The answer goes first, so that the client knows the session before its first state arrives.
    setImmediate(() => {
      session.place(keepers, order)
      if (this.socket.disconnected) session.close('viewer-gone')
      else this.view(session, { actor, clientId, from: 0, size: { cols, rows } }, () => {})
    })
    return opened
  }

  private async attach(request: unknown, reply: unknown): Promise<void> {
    const respond = responder<Attached>(reply)
    try {
      const { sessionId, clientId, from, cols, rows } = parse(attachRequest, request)
      const actor = await this.actor()
      const { platform, registry } = this.parts
      const session = registry.get(sessionId)
      const found = await findAttachable(platform, actor, sessionId).catch((error: unknown) =>
        this.denied(actor, error),
      )
      if (found.kind === 'ended') {
        respond({ ok: true, value: found })
        return
      }
      if (session?.tookPlaceOf(clientId)) {
        this.socket.emit('taken-over', sessionId)
        throw new GatehouseError('conflict', { what: 'taken-over' })
      }
      if (session && !session.knows(clientId)) await recordAttach(platform, actor, sessionId)
      if (this.socket.disconnected) return
      const wanted = { actor, clientId, from, size: { cols, rows } }
      const openedAt = found.openedAt?.getTime()
      const viewing =
        session &&
        this.view(session, wanted, (accepted) =>
          respond({ ok: true, value: { kind: 'attached', ...session.opened, openedAt, accepted } }),
        )
      // It ends this moment: the client asks again, and hears how.
      if (!viewing) throw new GatehouseError('conflict', { what: 'session-ended' })
    } catch (error) {
      respond({ ok: false, error: this.told(error) })
    }
  }

  private view(session: LiveSession, request: Attach, attached: (accepted: number) => void): Viewing | undefined {
    // On the same socket it is the same page: nobody is taken over.
    const before = this.own.get(session.id)?.viewing
    if (before) session.detach(before)
    const viewing = session.attach(this.viewerOf(session.id), request, attached)
    this.own.set(session.id, { session, viewing })
    void session.closed.then(() => {
      if (this.own.get(session.id)?.session === session) this.own.delete(session.id)
    })
    return viewing
  }

  private viewerOf(sessionId: string): Viewer {
    const { socket } = this
    return {
      state: (state) => socket.emit('state', sessionId, state),
      prompt: (prompt) => socket.emit('prompt', sessionId, prompt),
      output: (bytes) => socket.emit('output', sessionId, bytes),
      screen: (screen) => socket.emit('screen', sessionId, screen),
      warning: (warning) => socket.emit('warning', sessionId, warning),
      takenOver: () => {
        this.own.delete(sessionId)
        socket.emit('taken-over', sessionId)
      },
    }
  }

  private input(message: unknown[]): void {
    const reply = typeof message.at(-1) === 'function' ? message.pop() : undefined
    const parsed = parseInput(message)
    if (!parsed) throw new GatehouseError('protocol-violation')
    const { bytes } = parsed
    const own = this.ownOf(parsed.sessionId)
    if (bytes.byteLength > maxInputFrameBytes) throw new GatehouseError('too-large', { limit: maxInputFrameBytes })
    own.viewing?.input(bytes)
    if (reply === undefined) return
    const respond = responder<number>(reply)
    void own.viewing?.inputTaken().then((total) => {
      respond(total === undefined ? { ok: false, error: { code: 'conflict', params: {} } } : { ok: true, value: total })
    })
  }

  private drawn(message: unknown[]): void {
    // What is still on its way when a session ends, or is taken over, is no one's fault.
    const parsed = parseDrawn(message)
    if (!parsed) throw new GatehouseError('protocol-violation')
    this.own.get(parsed.sessionId)?.viewing?.drawn(parsed.offset)
  }

  private async actor(): Promise<UserActor> {
    const actor = await this.currentActor()
    if (!actor) throw new GatehouseError('not-signed-in')
    return actor
  }

  /** A session that is this socket's own: any other might as well not exist. */
  private ownOf(sessionId: string): Own {
    const own = this.own.get(sessionId)
    if (!own) throw new GatehouseError('not-found', { what: 'session' })
    return own
  }

  /** Parses a message and finds the session it is about. */
  private about<S extends z.ZodType<[string, ...unknown[]]>>(schema: S, message: unknown[]) {
    const parsed = schema.safeParse(message)
    if (!parsed.success) throw new GatehouseError('protocol-violation')
    return { own: this.ownOf(parsed.data[0]), data: parsed.data }
  }

  private guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.problem(error)
    }
  }

  private problem(error: unknown): void {
    this.socket.emit('problem', wireError(error))
    this.problems += 1
    if (this.problems >= mostProblems) this.socket.disconnect(true)
  }

  /** Answers with the value, or with the error's code and parameters. */
  private answer<T>(reply: unknown, work: () => Promise<T>): void {
    const respond = responder<T>(reply)
    work().then(
      (value) => respond({ ok: true, value }),
      (error: unknown) => respond({ ok: false, error: this.told(error) }),
    )
  }

  /** Throws it again, once the audit log has it. */
  private async denied(actor: UserActor, error: unknown): Promise<never> {
    await recordDenied(this.parts.platform, actor, error)
    throw error
  }

  /** What we did wrong is logged, not told; what the client did wrong counts. */
  private told(error: unknown): WireError {
    const known = toGatehouseError(error)
    if (known.code === 'internal') this.parts.platform.log.error({ err: known.cause }, 'a message failed')
    if (known.code === 'protocol-violation') this.problem(known)
    return wireError(known)
  }
}

function responder<T>(reply: unknown): (answered: Reply<T>) => void {
  return (answered) => {
    if (typeof reply === 'function') reply(answered)
  }
}

function wireError(error: unknown): WireError {
  const { code, params } = toGatehouseError(error)
  return { code, params }
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.code]))
  throw new GatehouseError('invalid-input', { field: Object.keys(fields)[0] ?? 'input' }, fields)
}
