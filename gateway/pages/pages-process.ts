import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Platform } from '@/core/platform'
import { packageRoot } from '@/prisma/migrate'
import { newSocketPath, socketPaths } from '../socket-places'
import { answerAsk } from './live-rpc'
import { type FromPages, type FromPortal, fromPages } from './messages'

/** How long the pages may take to be ready. */
const startLimitMs = 120_000
/** Pages that don't answer a ping for so long hang, and are killed. No render and no search takes a fraction of it. */
const hangLimitMs = 30_000
const pingEveryMs = 5000
/** Pages that die at once are not started again in a tight loop. */
const restartPauseMs = 1000
const stopLimitMs = 3000

/** The pages could not be started; the message is the one line that says why. */
export class PagesFailure extends Error {
  override readonly name = 'PagesFailure'
}

/** The limits above, in milliseconds; tests have shorter ones. */
export interface PagesOptions {
  script?: string
  hangLimitMs?: number
  pingEveryMs?: number
}

/**
 * The process that renders the pages, as the portal holds it: started with the portal, watched, started again when it ends
 * or hangs, and gone when the portal is. No session rests on it.
 */
export class PagesProcess {
  private child: ChildProcess | undefined
  private listening: string | undefined
  private readonly pings = new Map<number, () => void>()
  private lastNonce = 0
  private watching: NodeJS.Timeout | undefined
  private stopping = false

  constructor(
    private readonly platform: Platform,
    private readonly options: PagesOptions = {},
  ) {}

  /** Where the pages listen; undefined while they are away. */
  get socketPath(): string | undefined {
    return this.listening
  }

  /** Starts them; resolves when they answer. Throws {@link PagesFailure}. */
  async start(): Promise<void> {
    await Promise.all(socketPaths(this.platform.config.dataFolder, 'pages').map(clearIfDead))
    await this.launch()
    this.watch()
  }

  /** Resolves when the pages have answered a ping. Rejects at once while they are away. */
  async answers(): Promise<void> {
    if (!this.listening) throw new Error('the pages are away')
    const nonce = ++this.lastNonce
    await new Promise<void>((resolve) => {
      this.pings.set(nonce, resolve)
      this.tell({ type: 'ping', nonce })
    })
  }

  /** Ends them, and resolves when they are gone. */
  async stop(): Promise<void> {
    this.stopping = true
    clearInterval(this.watching)
    const { child } = this
    if (!child || isGone(child)) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    if (child.connected) child.disconnect()
    const late = pause(stopLimitMs, 'late', { ref: false })
    if ((await Promise.race([gone, late])) === 'late') child.kill('SIGKILL')
    await gone
  }

  private async launch(): Promise<void> {
    const { config, log } = this.platform
    const socketPath = newSocketPath(config.dataFolder, 'pages')
    const script = this.options.script ?? join(packageRoot(), 'dist', 'pages.mjs')
    const child = fork(script, ['--socket', socketPath], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.child = child
    await this.ready(child)
    this.listening = socketPath
    log.info({ pid: child.pid }, 'pages started')
    const ended = () => {
      this.listening = undefined
      this.pings.clear()
      rmSync(socketPath, { force: true })
      if (this.stopping) return
      const { pid, exitCode, signalCode } = child
      log.error({ pid, exitCode, signal: signalCode }, 'the pages ended; they are started again')
      this.restartLater()
    }
    // Its last word may arrive after its end.
    if (isGone(child)) ended()
    else child.once('exit', ended)
  }

  /** Resolves when the child says that it listens, and hears what it says from then on. */
  private ready(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (line: string) => {
        clearTimeout(late)
        child.kill('SIGKILL')
        reject(new PagesFailure(line))
      }
      const late = setTimeout(fail, startLimitMs, `The pages were not ready within ${startLimitMs / 1000} seconds.`)
      child.once('error', (error) => fail(`The process for the pages can't be started: ${error.message}`))
      child.once('exit', (code, signal) =>
        fail(`The process for the pages ended at its start (${signal ?? `exit code ${code}`}).`),
      )
      child.on('message', (raw) => {
        const message = this.parse(raw)
        if (message?.type === 'failed') fail(message.line)
        else if (message?.type === 'ready') {
          clearTimeout(late)
          resolve()
        } else if (message) this.hear(message)
      })
    })
  }

  private parse(raw: unknown): FromPages | undefined {
    const { success, data, error } = fromPages.safeParse(raw)
    if (!success) this.platform.log.error({ err: error }, 'the pages said what nobody understands')
    return data
  }

  private hear(message: FromPages): void {
    if (message.type === 'pong') {
      this.pings.get(message.nonce)?.()
      this.pings.delete(message.nonce)
    } else if (message.type === 'ask') {
      void answerAsk(this.platform.live, message).then((reply) => this.tell(reply))
    }
  }

  private tell(message: FromPortal): void {
    // One that is going down hears nothing any more, and needs nothing.
    if (this.child?.connected) this.child.send(message, () => {})
  }

  private watch(): void {
    const { hangLimitMs: limit = hangLimitMs, pingEveryMs: every = pingEveryMs } = this.options
    let answered = Date.now()
    let asked: ChildProcess | undefined
    this.watching = setInterval(() => {
      if (!this.listening) return
      if (asked !== this.child) answered = Date.now()
      asked = this.child
      if (Date.now() - answered > limit) {
        this.platform.log.error({ pid: asked?.pid }, 'the pages hang and are killed')
        asked?.kill('SIGKILL')
        return
      }
      void this.answers().then(() => {
        answered = Date.now()
      })
    }, every)
    this.watching.unref()
  }

  private restartLater(): void {
    setTimeout(() => {
      if (this.stopping) return
      this.launch().catch((error: unknown) => {
        if (this.stopping) return
        this.platform.log.error({ err: error }, 'the pages did not start')
        this.restartLater()
      })
    }, restartPauseMs).unref()
  }
}

/** Removes the socket of a process that could not do it itself, as when the machine lost its power. */
async function clearIfDead(socketPath: string): Promise<void> {
  const socket = connect(socketPath)
  await once(socket, 'connect').catch(() => rmSync(socketPath, { force: true }))
  socket.destroy()
}

function isGone(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
