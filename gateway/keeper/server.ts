import { createServer, type Server, type Socket } from 'node:net'
import type { EndReason } from '@/core/sessions/reasons'
import { Connection } from '../ipc/connection'
import { ipcVersion, type KeeperMessage, type PortalMessage } from '../ipc/messages'
import { Screens } from './screens'
import { KeeperSession } from './session'

type PortalConnection = Connection<PortalMessage, KeeperMessage>
type AboutSession = Extract<PortalMessage, { handle: number } | { attachment: number }>

/** How long a keeper that holds no running session waits for a portal before it is over. */
const portalPatienceMs = 60_000

export interface KeeperOptions {
  socketPath: string
  /** Which code this is; told to the portal. */
  build: string
  patienceMs?: number
  /** Where the screens' thread lies; beside the keeper's bundle unless a test says otherwise. */
  screenWorker?: URL
}

/**
 * A keeper: listens on its socket and serves one portal at a time. Its sessions are its own: they live on while the portal is
 * gone, and the next one that connects is told of them. It is over when a portal says so, or when no portal has come for
 * a while and nothing runs any more.
 */
export class Keeper {
  private readonly sessions = new Map<number, KeeperSession>()
  private readonly attached = new Map<number, KeeperSession>()
  private readonly screens: Screens
  private readonly server: Server
  private portal: PortalConnection | undefined
  private ending = false
  private patience: NodeJS.Timeout | undefined

  constructor(
    private readonly options: KeeperOptions,
    private readonly over: () => void,
  ) {
    this.screens = new Screens(options.screenWorker)
    this.server = createServer((socket) => this.accept(socket))
    this.server.listen(options.socketPath)
    this.waitForPortal()
  }

  private accept(socket: Socket): void {
    if (this.portal || this.ending) {
      socket.destroy()
      return
    }
    clearTimeout(this.patience)
    const portal: PortalConnection = Connection.over(socket, {
      message: (message) => this.hear(message),
      closed: () => this.portalGone(portal),
    })
    this.portal = portal
    portal.send({
      type: 'hello',
      version: ipcVersion,
      pid: process.pid,
      build: this.options.build,
      sessions: [...this.sessions.values()].map((session) => session.held()),
    })
  }

  private portalGone(portal: PortalConnection): void {
    if (this.portal !== portal) return
    this.portal = undefined
    for (const [attachment, session] of this.attached) session.detach(attachment)
    this.attached.clear()
    if (this.ending) this.endWhenOver()
    else this.waitForPortal()
  }

  private waitForPortal(): void {
    clearTimeout(this.patience)
    if (this.portal || this.ending || this.running() > 0) return
    this.patience = setTimeout(() => this.shutdown('portal-lost'), this.options.patienceMs ?? portalPatienceMs)
  }

  private running(): number {
    return [...this.sessions.values()].filter((session) => !session.over).length
  }

  private hear(message: PortalMessage): void {
    switch (message.type) {
      case 'hello':
        if (message.version !== ipcVersion) this.portal?.destroy()
        return
      case 'open':
        this.open(message)
        return
      case 'ping':
        this.portal?.send({
          type: 'pong',
          nonce: message.nonce,
          stats: { sessions: this.running(), rssBytes: process.memoryUsage.rss() },
        })
        return
      case 'shutdown':
        this.shutdown(message.reason)
        return
      default:
        this.hearAbout(message)
    }
  }

  /** A frame may cross the session's end on its way: then there is no one to tell. */
  private hearAbout(message: Exclude<AboutSession, { type: 'open' }>): void {
    switch (message.type) {
      case 'input': {
        const { buffer, byteOffset, length } = message.bytes
        this.attached.get(message.attachment)?.input(message.attachment, Buffer.from(buffer, byteOffset, length))
        return
      }
      case 'want-taken':
        this.attached.get(message.attachment)?.wantTaken(message.attachment, message.total)
        return
      case 'drawn':
        this.attached.get(message.attachment)?.viewerDrew(message.attachment, message.total)
        return
      case 'attach': {
        const session = this.sessions.get(message.handle)
        if (!session) return
        this.attached.set(message.attachment, session)
        session.attach(message)
        return
      }
      case 'detach':
        this.attached.get(message.attachment)?.detach(message.attachment)
        this.attached.delete(message.attachment)
        return
      case 'resize':
        this.sessions.get(message.handle)?.resize(message.cols, message.rows)
        return
      case 'answer':
        this.sessions.get(message.handle)?.answer(message.promptId, message.answer)
        return
      case 'close':
        this.sessions.get(message.handle)?.close(message.reason)
        return
      case 'release':
        this.release(message.handle)
    }
  }

  private open({ handle, order }: Extract<PortalMessage, { type: 'open' }>): void {
    const session = new KeeperSession(
      handle,
      order,
      (message) => this.portal?.send(message),
      this.screens,
      () => {
        if (this.ending) this.endWhenOver()
        else this.waitForPortal()
      },
    )
    this.sessions.set(handle, session)
    void session.run()
    if (this.ending) session.close('shutdown')
  }

  private release(handle: number): void {
    const session = this.sessions.get(handle)
    if (!session?.over) return
    this.sessions.delete(handle)
    for (const [attachment, owner] of this.attached) if (owner === session) this.attached.delete(attachment)
  }

  private shutdown(reason: EndReason): void {
    clearTimeout(this.patience)
    this.ending = true
    this.server.close()
    for (const session of this.sessions.values()) session.close(reason)
    this.endWhenOver()
  }

  private endWhenOver(): void {
    if (!this.ending || this.running() > 0) return
    void this.screens.close()
    // What was said last must arrive: the connection's own close comes back here.
    if (this.portal) this.portal.end()
    else this.over()
  }
}
