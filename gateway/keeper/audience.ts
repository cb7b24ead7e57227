import type { ScreenAt } from '@/core/sessions/wire'
import type { KeeperMessage } from '../ipc/messages'
import { Attachment, type Backlog } from './attachment'
import { ViewerWindow } from './viewer-window'

/** How many clients' counts of input are remembered: more than a person's devices. */
const mostClients = 16

/** So little may be drawn and not reported (docs/protocol.md, Flow): a viewer that lacks no more has drawn everything. */
const unreportedBytes = 4096

interface Counts {
  accepted: number
  taken: number
}

/** Bytes of input by client, so that one who comes back sends just what did not arrive. */
class InputLedger {
  private readonly clients = new Map<string, Counts>()

  of(clientId: string): Counts {
    const known = this.clients.get(clientId) ?? { accepted: 0, taken: 0 }
    // Last used last: the first one is the one to forget.
    this.clients.delete(clientId)
    this.clients.set(clientId, known)
    const [oldest] = this.clients.keys()
    if (this.clients.size > mostClients && oldest !== undefined) this.clients.delete(oldest)
    return known
  }
}

interface Hooks {
  tell: (message: KeeperMessage) => void
  /** What was drawn, or who looks on, has changed. */
  changed: () => void
  failed: (error: unknown) => void
}

export interface AttachRequest {
  attachment: number
  clientId: string
  from?: number
}

/** Who looks at a session (one at a time), how far they have drawn, and what they have typed. */
export class Audience {
  private attachment: Attachment | undefined
  private drawn = 0
  /** Of the one who looks on now. */
  private viewer = new ViewerWindow()
  /** Offset of what has been shown at the live edge. */
  private shown = 0
  private readonly ledger = new InputLedger()
  /** Totals of the viewer's input at whose taking it wants to hear of it, in order. */
  private wanted: number[] = []

  constructor(
    private readonly backlog: Backlog,
    private readonly hooks: Hooks,
  ) {}

  /** How many of the `received` bytes the one who looks on has yet to draw; 0 when nobody does. */
  behind(received: number): number {
    if (!this.attachment) return 0
    return this.attachment.told === undefined ? Number.POSITIVE_INFINITY : received - this.drawn
  }

  /** How many bytes the one who looks on may be behind. */
  get window(): number {
    return this.viewer.bytes
  }

  /** The host was paused because the one who looks on is a window behind. */
  filled(): void {
    this.viewer.filled()
  }

  attach({ attachment, clientId, from }: AttachRequest): void {
    this.attachment?.detach()
    this.wanted = []
    this.viewer = new ViewerWindow()
    const counts = this.ledger.of(clientId)
    this.hooks.tell({ type: 'attached', attachment, ...counts })
    const known = from !== undefined && from <= this.shown ? from : undefined
    this.drawn = known ?? 0
    this.attachment = new Attachment(attachment, clientId, known, () => this.shown, this.backlog, {
      output: (bytes) => this.hooks.tell({ type: 'output', attachment, bytes }),
      screen: (screen) => this.showScreen(attachment, screen),
      failed: this.hooks.failed,
    })
    this.hooks.changed()
  }

  /** False when someone else has taken that attachment's place. */
  detach(attachment: number): boolean {
    if (this.attachment?.id !== attachment) return false
    this.attachment.detach()
    this.attachment = undefined
    this.hooks.changed()
    return true
  }

  drew(attachment: number, total: number, received: number): void {
    if (this.attachment?.id !== attachment) return
    const drawn = Math.min(Math.max(this.drawn, total), received)
    this.viewer.drew(drawn - this.drawn, performance.now())
    this.drawn = drawn
    this.hooks.changed()
  }

  /** A piece that is in the recording, the next after the one before. */
  recorded(bytes: Uint8Array): void {
    const offset = this.shown
    if (offset - this.drawn < unreportedBytes) this.viewer.begins(performance.now())
    this.shown += bytes.length
    this.attachment?.show(offset, bytes)
  }

  /** Resolves when all that was recorded has been told, or after `limitMs`. */
  async settled(limitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs)
    })
    await Promise.race([this.attachment?.caughtUp, late])
    clearTimeout(timer)
  }

  /** Counts input; answers whose it is, or undefined when that attachment may not type (any more). */
  typist(attachment: number, bytes: number): string | undefined {
    if (this.attachment?.id !== attachment) return undefined
    const { clientId } = this.attachment
    this.ledger.of(clientId).accepted += bytes
    return clientId
  }

  /** The host's window has taken that much of this client's input. */
  taken(clientId: string, bytes: number): void {
    this.ledger.of(clientId).taken += bytes
    this.tellTaken()
  }

  /** The viewer wants to hear when the host has taken this much of its input. */
  wantTaken(attachment: number, total: number): void {
    if (this.attachment?.id !== attachment) return
    this.wanted.push(total)
    this.tellTaken()
  }

  private tellTaken(): void {
    const [next] = this.wanted
    if (!this.attachment || next === undefined) return
    const { taken } = this.ledger.of(this.attachment.clientId)
    if (next > taken) return
    this.wanted = this.wanted.filter((total) => total > taken)
    this.hooks.tell({ type: 'taken', attachment: this.attachment.id, total: taken })
  }

  private showScreen(attachment: number, screen: ScreenAt): void {
    this.drawn = screen.offset
    this.hooks.tell({ type: 'screen', attachment, screen })
    this.hooks.changed()
  }
}
