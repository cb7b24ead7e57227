import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtInRole } from '@/core/access/built-in-roles'
import { defaultForbiddenRanges } from '@/core/inventory/ranges'
import type { RecordingEvent } from '@/core/recording/events'
import { type RecordingVerdict, readRecording } from '@/core/recording/reader'
import type { AuthMaterial, OpenOrder, SessionContext, SessionLimits } from '@/core/sessions/order'
import type { ScreenAt } from '@/core/sessions/wire'
import { Connection } from '../ipc/connection'
import { ipcVersion, type KeeperMessage, type PortalMessage } from '../ipc/messages'

export const testLimits: SessionLimits = {
  connectTimeoutMs: 10_000,
  promptTimeoutMs: 10_000,
  keepaliveMs: 15_000,
  inputBytes: 8 * 1024 * 1024,
  detachGraceMs: 60_000,
  idleMs: 0,
  maxDurationMs: 0,
}

function contextOf(sessionId: string, target: OpenOrder['target']): SessionContext {
  const { address, port, login } = target
  return {
    owner: {
      kind: 'user',
      id: 'u',
      name: 'ann',
      role: builtInRole('operator'),
      webSessionId: 'w',
      provenAt: 0,
      clientAddress: '192.0.2.1',
    },
    place: { kind: 'endpoint', address, port },
    opened: { sessionId, hostName: 'test', address, port, login, encoding: 'utf-8', pasteLimitBytes: 1024 * 1024 },
  }
}

/**
 * A portal's end of a keeper's socket, as tests need it: opens sessions, attaches to each under its own handle's number,
 * remembers all that it hears.
 */
export class KeeperClient {
  readonly heard: KeeperMessage[] = []
  /** Told of each message that comes. */
  react: (message: KeeperMessage) => void = () => {}
  private connection: Connection<KeeperMessage, PortalMessage> | undefined
  private handles = 0
  private readonly waiting = new Set<() => void>()
  private readonly orders = new Map<number, OpenOrder>()
  private readonly auto = new Set<number>()
  /** The offset of output up to which each attachment was told. */
  readonly offsets = new Map<number, number>()
  private closedByKeeper = false

  constructor(readonly folder = mkdtempSync(join(tmpdir(), 'gatehouse-keeper-'))) {}

  get socketPath(): string {
    return join(this.folder, 'keeper.sock')
  }

  /** Connects as soon as the keeper listens. */
  async connect(): Promise<void> {
    const deadline = Date.now() + 10_000
    for (;;) {
      const socket = connect(this.socketPath)
      try {
        await once(socket, 'connect')
        this.connection = Connection.over(socket, {
          message: (message) => this.hear(message),
          closed: () => {
            this.closedByKeeper = true
            this.wake()
          },
        })
        this.send({ type: 'hello', version: ipcVersion, portalId: 'test' })
        return
      } catch (error) {
        if (Date.now() > deadline) throw error
      }
    }
  }

  send(message: PortalMessage): void {
    this.connection?.send(message)
  }

  /** Orders a session. `drawn` is answered for all output unless `stall`. */
  open(target: OpenOrder['target'], auth: AuthMaterial, order: Partial<OpenOrder> = {}, stall = false): number {
    const handle = ++this.handles
    const sessionId = randomUUID()
    const whole: OpenOrder = {
      sessionId,
      target,
      auth,
      pinnedKeys: [],
      mayAcceptHostKey: true,
      size: { cols: 80, rows: 24 },
      term: 'xterm-256color',
      forbiddenTargets: [...defaultForbiddenRanges],
      recording: {
        path: join(this.folder, `${sessionId}.ghrec`),
        key: randomBytes(32).toString('base64'),
        recordInput: false,
        header: {
          sessionId,
          startedAt: Date.now(),
          cols: 80,
          rows: 24,
          term: 'xterm-256color',
          userName: 'ann',
          hostName: 'test',
          address: target.address,
          port: target.port,
          login: target.login,
        },
      },
      limits: testLimits,
      context: contextOf(sessionId, target),
      ...order,
    }
    this.orders.set(handle, whole)
    if (!stall) this.auto.add(handle)
    this.send({ type: 'open', handle, order: whole })
    this.attach(handle, handle, { from: 0 })
    return handle
  }

  /** Opens a session on a host that nobody knows yet, accepts its key and waits for the shell. */
  async openShell(
    { host, port, login = 'somebody' }: { host: string; port: number; login?: string },
    auth: AuthMaterial,
    order: Partial<OpenOrder> = {},
  ): Promise<number> {
    const handle = this.open({ address: host, port, login }, auth, order)
    const { prompt } = await this.until(handle, 'prompt')
    const answer = { kind: 'host-key' as const, accept: true }
    this.send({ type: 'answer', handle, promptId: prompt.promptId, answer })
    await this.until(handle, 'state', ({ state }) => state.state === 'open')
    return handle
  }

  /** Attaches to a session that this client, or `of`, has opened; `attachment` names it from then on. */
  attach(
    handle: number,
    attachment: number,
    request: { from?: number; clientId?: string; size?: { cols: number; rows: number } } = {},
    of: KeeperClient = this,
  ): void {
    const order = of.orders.get(handle)
    if (!order) throw new Error('no such session')
    const { size, context } = order
    this.orders.set(handle, order)
    if (attachment !== handle) this.auto.add(attachment)
    if (request.from !== undefined) this.offsets.set(attachment, request.from)
    this.send({ type: 'attach', handle, attachment, clientId: 'client', size, context, ...request })
  }

  /** The latest screen that an attachment was given. */
  screen(attachment: number): ScreenAt | undefined {
    return this.heard.flatMap((m) => (m.type === 'screen' && m.attachment === attachment ? [m.screen] : [])).at(-1)
  }

  type(handle: number, text: string): void {
    this.send({ type: 'input', attachment: handle, bytes: Buffer.from(text) })
  }

  output(handle: number): Buffer {
    return Buffer.concat(
      this.heard.flatMap((message) =>
        message.type === 'output' && message.attachment === handle ? [message.bytes] : [],
      ),
    )
  }

  /** Waits for a message of this type about the session; `match` narrows it. */
  async until<T extends KeeperMessage['type']>(
    handle: number,
    type: T,
    match: (message: Extract<KeeperMessage, { type: T }>) => boolean = () => true,
  ): Promise<Extract<KeeperMessage, { type: T }>> {
    const wanted = (message: KeeperMessage): message is Extract<KeeperMessage, { type: T }> =>
      message.type === type && aboutOf(message) === handle && match(message as never)
    return this.when(() => this.heard.find(wanted), `${type} of session ${handle}`)
  }

  async untilOutput(handle: number, text: string | RegExp): Promise<void> {
    await this.when(() => {
      const shown = this.output(handle).toString('utf8')
      return (typeof text === 'string' ? shown.includes(text) : text.test(shown)) || undefined
    }, `output ${text}`)
  }

  async untilClosed(): Promise<void> {
    await this.when(() => this.closedByKeeper || undefined, 'the end of the connection')
  }

  async recording(handle: number): Promise<{ verdict: RecordingVerdict; output: Buffer; events: RecordingEvent[] }> {
    const order = this.orders.get(handle)
    if (!order) throw new Error('no such session')
    const events: RecordingEvent[] = []
    const { path, key } = order.recording
    const reading = readRecording({ path, key: Buffer.from(key, 'base64'), sessionId: order.sessionId })
    for (;;) {
      const next = await reading.next()
      if (next.done) {
        const output = Buffer.concat(events.flatMap((event) => (event.type === 'output' ? [event.bytes] : [])))
        return { verdict: next.value, output, events }
      }
      events.push(next.value)
    }
  }

  destroy(): void {
    this.connection?.destroy()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private async when<T>(find: () => T | undefined, what: string): Promise<T> {
    const deadline = AbortSignal.timeout(15_000)
    for (;;) {
      const found = find()
      if (found !== undefined) return found
      if (deadline.aborted)
        throw new Error(`Waited in vain for ${what}; heard ${this.heard.slice(-8).map(describe).join(', ')}`)
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.waiting.delete(wake)
          deadline.removeEventListener('abort', wake)
          resolve()
        }
        this.waiting.add(wake)
        deadline.addEventListener('abort', wake, { once: true })
      })
    }
  }

  private hear(message: KeeperMessage): void {
    this.heard.push(message)
    if (message.type === 'screen') this.offsets.set(message.attachment, message.screen.offset)
    if (message.type === 'output') {
      const { attachment, bytes } = message
      const total = (this.offsets.get(attachment) ?? 0) + bytes.length
      this.offsets.set(attachment, total)
      if (this.auto.has(attachment)) this.send({ type: 'drawn', attachment, total })
    }
    this.react(message)
    this.wake()
  }

  private wake(): void {
    for (const wake of [...this.waiting]) wake()
  }
}

function aboutOf(message: KeeperMessage): number | undefined {
  if ('attachment' in message) return message.attachment
  return 'handle' in message ? message.handle : undefined
}

function describe(message: KeeperMessage): string {
  return message.type === 'output' ? `output of ${message.bytes.length} bytes` : JSON.stringify(message)
}
