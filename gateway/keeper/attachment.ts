import type { ScreenAt } from '@/core/sessions/wire'

/** Where an attachment reads what it has missed. Rejections are the caller's to turn into an end. */
export interface Backlog {
  /** The recorded output from this offset on, or undefined when more than `limit` bytes lie between it and the present. */
  read(from: number, limit: number): Promise<Uint8Array | undefined>
  /** The screen as the recording has it now. */
  screen(): Promise<ScreenAt>
}

export interface AttachmentEvents {
  output: (bytes: Uint8Array) => void
  screen: (screen: ScreenAt) => void
  failed: (error: unknown) => void
}

/** A gap larger than this is not played back: the screen as it is now takes its place. */
const mostPlayedBack = 1024 * 1024

/**
 * One who looks at a session: a cursor over its recorded output. At the live edge it is handed each piece as it is
 * recorded; behind it, it reads the recording until it has caught up. Every byte comes once and in order, or a screen
 * stands for all before its offset.
 */
export class Attachment {
  private cursor: number | undefined
  private live = false
  private detached = false
  /** Resolves once the live edge is reached, or the attachment is gone. */
  readonly caughtUp: Promise<void>

  /** `edge` answers how many bytes have been shown to those at the live edge. */
  constructor(
    readonly id: number,
    readonly clientId: string,
    from: number | undefined,
    private readonly edge: () => number,
    private readonly backlog: Backlog,
    private readonly events: AttachmentEvents,
  ) {
    this.cursor = from
    this.live = from !== undefined && from === edge()
    this.caughtUp = this.live ? Promise.resolve() : this.catchUp()
  }

  /** The offset up to which it has been told; undefined while its first screen is being made. */
  get told(): number | undefined {
    return this.cursor
  }

  /** A piece that was just recorded, which begins at `offset`. */
  show(offset: number, bytes: Uint8Array): void {
    if (!this.live || this.detached || this.cursor === undefined) return
    // What was read from the recording may reach beyond the edge it was read for.
    const known = this.cursor - offset
    if (known >= bytes.length) return
    this.cursor = offset + bytes.length
    this.events.output(known > 0 ? bytes.subarray(known) : bytes)
  }

  detach(): void {
    this.detached = true
  }

  private async catchUp(): Promise<void> {
    try {
      while (!this.detached && !this.live) await this.step()
    } catch (error) {
      if (!this.detached) this.events.failed(error)
    }
  }

  private async step(): Promise<void> {
    const from = this.cursor
    const bytes = from === undefined ? undefined : await this.backlog.read(from, mostPlayedBack)
    if (this.detached) return
    if (from === undefined || bytes === undefined) {
      const screen = await this.backlog.screen()
      if (this.detached) return
      this.cursor = screen.offset
      this.events.screen(screen)
    } else {
      // What was shown is in the file: nothing to read means that the file is not what it was.
      if (bytes.length === 0) throw new Error('The recording is shorter than what was shown of it.')
      this.cursor = from + bytes.length
      this.events.output(bytes)
    }
    this.live = (this.cursor ?? 0) >= this.edge()
  }
}
