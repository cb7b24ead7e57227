import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Platform } from '@/core/platform'
import type { EndReason } from '@/core/sessions/reasons'
import { Connection } from '../ipc/connection'
import { type HeldSession, ipcVersion, type KeeperMessage, type PortalMessage } from '../ipc/messages'
import { newSocketPath } from '../socket-places'
import { clearAway, logPathOf } from './keeper-places'

/** How long a new keeper may take to listen, and one that was found to say who it is. */
const startLimitMs = 10_000
const helloLimitMs = 5000
const findLimitMs = 2000

type Hello = Extract<KeeperMessage, { type: 'hello' }>
export type SessionMessage = Exclude<KeeperMessage, { type: 'hello' | 'pong' }>

type ToKeeper = Connection<KeeperMessage, PortalMessage>

export interface KeeperEvents {
  message: (message: SessionMessage) => void
  /** The process is gone, by itself, by order, or killed because it no longer answered: nothing more is heard of its sessions. */
  gone: () => void
}

/** A keeper as the portal holds it: the connection, and the watch over its heartbeat and memory. */
export class KeeperLink {
  private connection: ToKeeper | undefined
  private hello: Hello | undefined
  private nonce = 0
  private answered = 0
  private heartbeat: NodeJS.Timeout | undefined
  private ended = false
  /** Its end is expected. */
  private leaving = false
  /** Nothing that happens to it is our business any more. */
  private letGo = false
  private readonly closed: Promise<void>
  private markClosed: () => void = () => {}
  private readonly greeted: Promise<Hello | undefined>
  private greet: (hello: Hello | undefined) => void = () => {}

  private constructor(
    private readonly platform: Platform,
    private readonly socketPath: string,
    private readonly events: KeeperEvents,
  ) {
    this.closed = new Promise((resolve) => {
      this.markClosed = resolve
    })
    this.greeted = new Promise((resolve) => {
      this.greet = resolve
    })
  }

  /**
   * Starts a keeper as a process that outlives this one, and connects to it. Rejects when it doesn't listen in time.
   * `build` names the code in `script`.
   */
  static async start(platform: Platform, script: string, build: string, events: KeeperEvents): Promise<KeeperLink> {
    const socketPath = newSocketPath(platform.config.dataFolder, 'keepers')
    const child = launch(script, build, socketPath)
    try {
      const link = new KeeperLink(platform, socketPath, events)
      await link.attach(await link.connectToNew(child))
      return link
    } catch (error) {
      child.kill('SIGKILL')
      for (const line of clearAway(socketPath)) platform.log.error({ pid: child.pid }, line)
      throw error
    }
  }

  /** Connects to a keeper that an earlier portal has started. Undefined when nobody is there: then its socket is cleared away. */
  static async find(platform: Platform, socketPath: string, events: KeeperEvents): Promise<KeeperLink | undefined> {
    const deadline = Date.now() + findLimitMs
    for (;;) {
      const link = new KeeperLink(platform, socketPath, events)
      const connection = await link.connect().catch(() => undefined)
      if (!connection) {
        clearAway(socketPath)
        return undefined
      }
      try {
        await link.attach(connection)
        return link
      } catch (error) {
        // It may not have noticed yet that the portal before this one is gone: then it is busy.
        if (Date.now() < deadline) {
          await pause(100)
          continue
        }
        platform.log.error({ socketPath, err: error }, 'a keeper that was found could not be used')
        return undefined
      }
    }
  }

  get pid(): number {
    return this.hello?.pid ?? 0
  }

  get build(): string {
    return this.hello?.build ?? ''
  }

  /** What it held when the connection was made. */
  get held(): readonly HeldSession[] {
    return this.hello?.sessions ?? []
  }

  send(message: PortalMessage): void {
    this.connection?.send(message)
  }

  /** Ends its sessions with this reason, completes their recordings, and resolves when it is gone. */
  async shutdown(reason: EndReason, limitMs: number): Promise<void> {
    if (this.ended) return
    this.leaving = true
    clearInterval(this.heartbeat)
    this.send({ type: 'shutdown', reason })
    const late = pause(limitMs, 'late', { ref: false })
    if ((await Promise.race([this.closed, late])) === 'late') this.kill('it did not shut down in time')
    await this.closed
  }

  /** Lets go of it: it lives on, for the next portal to find. */
  leave(): void {
    this.leaving = true
    this.letGo = true
    clearInterval(this.heartbeat)
    this.connection?.end()
  }

  private connect(): Promise<ToKeeper> {
    return Connection.to(this.socketPath, {
      message: (message) => this.hear(message),
      closed: () => this.onClosed(),
    })
  }

  private async connectToNew(child: ChildProcess): Promise<ToKeeper> {
    const deadline = Date.now() + startLimitMs
    for (;;) {
      try {
        return await this.connect()
      } catch (error) {
        if (Date.now() > deadline || child.exitCode !== null)
          throw new Error('The keeper did not start.', { cause: error })
        await pause(20)
      }
    }
  }

  private async attach(connection: ToKeeper): Promise<void> {
    this.connection = connection
    this.send({ type: 'hello', version: ipcVersion, portalId: String(process.pid) })
    const hello = await Promise.race([this.greeted, pause(helloLimitMs, undefined, { ref: false })])
    if (!hello) {
      this.letGo = true
      connection.destroy()
      throw new Error('The keeper did not say who it is.')
    }
    if (hello.version !== ipcVersion) {
      // What runs in it could be neither seen nor cut off, and the record will say that it was interrupted: so it is.
      this.kill(`it speaks version ${hello.version}, and this portal ${ipcVersion}`)
      throw new Error('The keeper speaks another version.')
    }
    this.heartbeat = setInterval(() => this.beat(), this.platform.config.keeperHeartbeatMs)
  }

  /** One beat may be missed: a garbage collection or a busy machine is no wedge. */
  private beat(): void {
    if (this.nonce - this.answered >= 2) {
      this.kill('it missed its heartbeat')
      return
    }
    this.nonce += 1
    this.send({ type: 'ping', nonce: this.nonce })
  }

  private hear(message: KeeperMessage): void {
    if (message.type === 'hello') {
      this.hello = message
      this.greet(message)
      return
    }
    if (message.type === 'pong') {
      this.answered = message.nonce
      if (message.stats.rssBytes > this.platform.config.keeperMemoryBytes) this.kill('it used too much memory')
      return
    }
    this.events.message(message)
  }

  private kill(why: string): void {
    if (this.ended) return
    this.platform.log.error({ pid: this.pid }, `keeper killed: ${why}`)
    try {
      process.kill(this.pid, 'SIGKILL')
    } catch {
      // It is gone already.
    }
    this.end()
  }

  private onClosed(): void {
    this.greet(undefined)
    if (!this.leaving && !this.letGo && this.hello && !this.ended) {
      // It crashed, or broke the format: either way nothing more can be heard of its sessions.
      this.kill('its connection was lost')
    }
    this.end()
    this.markClosed()
  }

  private end(): void {
    if (this.ended) return
    this.ended = true
    clearInterval(this.heartbeat)
    this.connection?.destroy()
    // One that never said who it is was never ours.
    if (this.letGo || !this.hello) return
    for (const line of clearAway(this.socketPath)) this.platform.log.error({ pid: this.pid, line }, 'a keeper printed')
    this.events.gone()
  }
}

/**
 * A keeper's heap is small, and what it makes is buffers that live for a moment: a young generation that begins at the size it
 * would grow to lets them die there, and with collections this short, helper threads cost more than they save.
 */
const engineFlags = ['--single-threaded-gc', '--min-semi-space-size=16', '--max-semi-space-size=16']

function launch(script: string, build: string, socketPath: string): ChildProcess {
  const log = openSync(logPathOf(socketPath), 'a', 0o600)
  const child = spawn(process.execPath, [...engineFlags, script, '--socket', socketPath, '--build', build], {
    stdio: ['ignore', 'ignore', log],
    // A group of its own: a Ctrl-C in the terminal is the portal's to pass on, and it outlives the portal. And no more of
    // the environment than it needs: the database's URL is none of a keeper's business.
    detached: true,
    env: { PATH: process.env.PATH, TZ: process.env.TZ, NODE_ENV: 'production' },
  })
  closeSync(log)
  child.unref()
  return child
}
