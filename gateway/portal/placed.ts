import type { SessionContext } from '@/core/sessions/order'
import type { ScreenAt } from '@/core/sessions/wire'
import type { KeeperMessage, PortalMessage } from '../ipc/messages'
import type { Seat } from './seat'

/** What the owner of a placed session hears. `lost`: its keeper is gone, and nothing more will come. */
export interface PlacedEvents {
  message: (message: Extract<KeeperMessage, { handle: number }>) => void
  lost: () => void
}

/** What the one who is attached hears. */
export interface AttachmentEvents {
  /** The first word: how much of this client's input the session has accepted, and the host has taken. */
  attached: (counts: { accepted: number; taken: number }) => void
  /** The bytes, and a screen's, are lent until the call returns. */
  output: (bytes: Uint8Array) => void
  screen: (screen: ScreenAt) => void
  taken: (total: number) => void
}

type AboutSession = Extract<PortalMessage, { type: 'resize' | 'answer' | 'close' }>
type WithoutHandle<M> = M extends AboutSession ? Omit<M, 'handle'> : never

/** A session in a keeper: what is said to it. */
export class Placed {
  constructor(
    private readonly seat: Seat,
    private readonly handle: number,
    private readonly nextId: () => number,
    private readonly released: () => void,
  ) {}

  send(message: WithoutHandle<AboutSession>): void {
    // The union loses its handle in WithoutHandle and gets it back here; the compiler can't follow that per member.
    this.seat.link.send({ ...message, handle: this.handle } as AboutSession)
  }

  /** Takes the place of whoever is attached. */
  attach(
    request: { clientId: string; from?: number; size: { cols: number; rows: number }; context: SessionContext },
    events: AttachmentEvents,
  ): KeeperAttachment {
    const attachment = this.nextId()
    this.seat.listen(attachment, events)
    this.seat.link.send({ type: 'attach', handle: this.handle, attachment, ...request })
    return new KeeperAttachment(this.seat, attachment)
  }

  /** Its end is in the record: the keeper may forget it. */
  release(): void {
    this.seat.link.send({ type: 'release', handle: this.handle })
    this.seat.forget(this.handle)
    this.released()
  }
}

/** One's own end of a session in a keeper. */
export class KeeperAttachment {
  constructor(
    private readonly seat: Seat,
    private readonly attachment: number,
  ) {}

  input(bytes: Uint8Array): void {
    this.seat.link.send({ type: 'input', attachment: this.attachment, bytes })
  }

  wantTaken(total: number): void {
    this.seat.link.send({ type: 'want-taken', attachment: this.attachment, total })
  }

  drawn(total: number): void {
    this.seat.link.send({ type: 'drawn', attachment: this.attachment, total })
  }

  detach(): void {
    this.seat.unlisten(this.attachment)
    this.seat.link.send({ type: 'detach', attachment: this.attachment })
  }
}
