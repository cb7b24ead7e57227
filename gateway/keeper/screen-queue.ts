import { stat } from 'node:fs/promises'
import { GatehouseError, toGatehouseError } from '@/core/errors'
import type { FromScreenWorker, ScreenRequest, ToScreenWorker } from './screen-messages'
import { ScreenSession } from './screen-session'

/** How long one request is worked on while others wait. */
const turnMs = 300
const workingEveryMs = 1000
/** How many sessions keep their terminal, at some ten megabytes each, and for how long. */
const mostWarm = 2
const warmForMs = 30_000

interface Job {
  request: ScreenRequest
  /** How long the recording was when it was asked for: what is written later is for the next to ask. */
  until: number
}

/**
 * The work of the screen thread: one request at a time, in turns, so that a session with much to read holds up the others for
 * a moment only. What someone waits for goes before what is done ahead.
 */
export class ScreenQueue {
  private readonly sessions = new Map<string, ScreenSession>()
  private readonly urgent: Job[] = []
  private readonly idle: Job[] = []
  private running = false
  private warm: ScreenSession[] = []
  private cooling: NodeJS.Timeout | undefined

  constructor(private readonly tell: (message: FromScreenWorker) => void) {}

  hear(message: ToScreenWorker): void {
    if (message.type === 'forget') {
      this.sessions.delete(message.sessionId)
      return
    }
    void this.enqueue(message)
  }

  private async enqueue(request: ScreenRequest): Promise<void> {
    try {
      const { size } = await stat(request.source.path).catch((cause: unknown) => {
        throw new GatehouseError('recording-unreadable', {}, {}, { cause })
      })
      const queue = request.type === 'advance' ? this.idle : this.urgent
      queue.push({ request, until: size })
      if (!this.running) void this.run()
    } catch (error) {
      this.fail(request, error)
    }
  }

  private async run(): Promise<void> {
    this.running = true
    for (let job = this.next(); job; job = this.next()) {
      try {
        await this.turn(job)
      } catch (error) {
        this.fail(job.request, error)
      }
    }
    this.running = false
  }

  private next(): Job | undefined {
    return this.urgent.shift() ?? this.idle.shift()
  }

  private async turn(job: Job): Promise<void> {
    const { request, until } = job
    this.tell({ type: 'working', id: request.id })
    const session = this.session(request.source.sessionId)
    if (request.type === 'read') {
      const bytes = await session.output(request.source, request.from, request.limit)
      this.tell({ type: 'output', id: request.id, bytes })
      return
    }
    const done = await session.advance(request.source, until, this.mayGoOn(request))
    if (!done) {
      const queue = request.type === 'advance' ? this.idle : this.urgent
      queue.push(job)
    } else if (request.type === 'keyframe') {
      this.tell({ type: 'keyframe', id: request.id, keyframe: session.current() })
    } else {
      this.tell({ type: 'advanced', id: request.id })
    }
    await this.keepWarm(session)
  }

  /** The sessions that were asked for last are asked for again, more often than not. */
  private async keepWarm(session: ScreenSession): Promise<void> {
    this.warm = [session, ...this.warm.filter((other) => other !== session)]
    for (const cold of this.warm.splice(mostWarm)) await cold.cool()
    this.coolLater()
  }

  private coolLater(): void {
    clearTimeout(this.cooling)
    this.cooling = setTimeout(() => void this.coolAll(), warmForMs)
    this.cooling.unref()
  }

  private async coolAll(): Promise<void> {
    // A turn under way has a terminal in use.
    if (this.running) this.coolLater()
    else for (const session of this.warm.splice(0)) await session.cool()
  }

  private get waiting(): boolean {
    return this.urgent.length + this.idle.length > 0
  }

  /** Says, after each frame, whether the turn is over: when its time is up and someone else waits. */
  private mayGoOn(request: ScreenRequest): () => boolean {
    const begun = performance.now()
    let told = begun
    return () => {
      const now = performance.now()
      if (now - told > workingEveryMs) {
        told = now
        this.tell({ type: 'working', id: request.id })
      }
      const others = request.type === 'advance' ? this.waiting : this.urgent.length > 0
      return !others || now - begun < turnMs
    }
  }

  private session(sessionId: string): ScreenSession {
    const known = this.sessions.get(sessionId)
    if (known) return known
    const session = new ScreenSession()
    this.sessions.set(sessionId, session)
    return session
  }

  private fail(request: ScreenRequest, error: unknown): void {
    const { code, message, cause } = toGatehouseError(error)
    const detail = cause instanceof Error ? cause.message : message
    this.tell({ type: 'failed', id: request.id, code: code === 'internal' ? 'screen-unavailable' : code, detail })
  }
}
