import type { KeeperMessage } from '../ipc/messages'
import type { KeeperEvents, KeeperLink, SessionMessage } from './keeper-link'
import type { AttachmentEvents, PlacedEvents } from './placed'

type AboutHandle = Extract<SessionMessage, { handle: number }>

/** A keeper and who listens to what it says: a session's owner by handle, an attachment's by its number. */
export class Seat {
  private readonly sessions = new Map<number, PlacedEvents>()
  private readonly attachments = new Map<number, AttachmentEvents>()
  private readonly waiting = new Map<number, AboutHandle[]>()
  private connected: KeeperLink | undefined
  readonly events: KeeperEvents

  constructor(gone: () => void) {
    this.events = { message: (message) => this.hear(message), gone }
  }

  get link(): KeeperLink {
    if (!this.connected) throw new Error('The keeper is not connected yet.')
    return this.connected
  }

  set link(link: KeeperLink) {
    this.connected = link
  }

  /** How many sessions it holds. */
  get load(): number {
    return this.sessions.size + this.waiting.size
  }

  /** A session whose owner is not here yet: what is said of it is kept until {@link take}. */
  await(handle: number): void {
    this.waiting.set(handle, [])
  }

  take(handle: number, events: PlacedEvents): void {
    const said = this.waiting.get(handle) ?? []
    this.waiting.delete(handle)
    this.sessions.set(handle, events)
    for (const message of said) events.message(message)
  }

  listen(attachment: number, events: AttachmentEvents): void {
    this.attachments.set(attachment, events)
  }

  unlisten(attachment: number): void {
    this.attachments.delete(attachment)
  }

  forget(handle: number): void {
    this.sessions.delete(handle)
  }

  /** The keeper is gone, and its sessions with it. */
  lose(): void {
    const orphans = [...this.sessions.values()]
    this.sessions.clear()
    this.attachments.clear()
    for (const events of orphans) events.lost()
  }

  private hear(message: SessionMessage): void {
    if ('attachment' in message) this.hearAttachment(message)
    else if (this.waiting.has(message.handle)) this.waiting.get(message.handle)?.push(message)
    else this.sessions.get(message.handle)?.message(message)
  }

  private hearAttachment(message: Extract<KeeperMessage, { attachment: number }>): void {
    const events = this.attachments.get(message.attachment)
    switch (message.type) {
      case 'output':
        events?.output(message.bytes)
        return
      case 'taken':
        events?.taken(message.total)
        return
      case 'screen':
        events?.screen(message.screen)
        return
      case 'attached':
        events?.attached(message)
    }
  }
}
