import type { SessionContext } from '@/core/sessions/order'
import type { SessionPrompt, SessionState } from '@/core/sessions/states'
import type { LimitWarning, ScreenAt } from '@/core/sessions/wire'
import type { KeeperAttachment, Placed } from './placed'

/** The one who looks on: told everything in order. */
export interface Viewer {
  state: (state: SessionState) => void
  prompt: (prompt: SessionPrompt) => void
  output: (bytes: Uint8Array) => void
  screen: (screen: ScreenAt) => void
  warning: (warning: LimitWarning) => void
  /** Another viewer has taken this one's place: nothing more will come. */
  takenOver: () => void
}

export interface Size {
  cols: number
  rows: number
}

interface Request {
  clientId: string
  from?: number
  size: Size
  context: SessionContext
}

/** One viewer's time at a session, from attaching to leaving: their keystrokes' whole way through the portal. */
export class Viewing {
  readonly clientId: string
  private readonly attachment: KeeperAttachment
  /** Of this client's input: what was passed on, in all its viewings, and what the host has taken of it. */
  private passed = 0
  private taken = 0
  private gone = false
  /** What the host has shown before the session's opening was in the audit log; at most what the keeper sends ahead. */
  private held: (() => void)[] | undefined
  private readonly waiting: { total: number; done: (taken: number | undefined) => void }[] = []
  /** Bytes typed in this viewing. */
  bytesIn = 0
  /** The offset of output up to which the viewer was told. */
  offset = 0

  constructor(
    private readonly session: { readonly accepting: boolean; readonly shown: boolean },
    readonly viewer: Viewer,
    private readonly placed: Placed,
    request: Request,
    attached: (accepted: number) => void,
  ) {
    this.clientId = request.clientId
    this.offset = request.from ?? 0
    if (!session.shown) this.held = []
    this.attachment = placed.attach(request, {
      attached: ({ accepted, taken }) => {
        this.passed = accepted
        this.taken = taken
        attached(accepted)
      },
      output: (bytes) => {
        this.offset += bytes.length
        this.tell(bytes, (kept) => viewer.output(kept))
      },
      screen: (screen) => {
        this.offset = screen.offset
        this.tell(screen.bytes, (kept) => viewer.screen({ ...screen, bytes: kept }))
      },
      taken: (total) => this.tookInput(total),
    })
  }

  /** Bytes are lent by the connection to the keeper: what is held back needs its own. */
  private tell(bytes: Uint8Array, show: (bytes: Uint8Array) => void): void {
    if (!this.held) {
      show(bytes)
      return
    }
    const kept = Buffer.from(bytes)
    this.held.push(() => show(kept))
  }

  /** Shows what was held back, and everything from now on as it comes. */
  show(): void {
    const { held } = this
    this.held = undefined
    for (const tell of held ?? []) tell()
  }

  /** False when the session takes no input now. */
  input(bytes: Uint8Array): boolean {
    if (this.gone || !this.session.accepting) return false
    this.bytesIn += bytes.length
    this.passed += bytes.length
    this.attachment.input(bytes)
    return true
  }

  /** Resolves when the host has taken all input so far, to the total taken; to undefined when the viewing ended before. */
  inputTaken(): Promise<number | undefined> {
    if (this.gone) return Promise.resolve(undefined)
    if (this.taken >= this.passed) return Promise.resolve(this.taken)
    const total = this.passed
    this.attachment.wantTaken(total)
    return new Promise((done) => this.waiting.push({ total, done }))
  }

  drawn(total: number): void {
    if (!this.gone) this.attachment.drawn(total)
  }

  resize({ cols, rows }: Size): void {
    if (!this.gone) this.placed.send({ type: 'resize', cols, rows })
  }

  /** Someone else has taken this place. */
  replaced(): void {
    this.left()
    this.viewer.takenOver()
  }

  left(): void {
    if (this.gone) return
    this.attachment.detach()
    this.over()
  }

  /** The session has ended. */
  over(): void {
    this.gone = true
    for (const { done } of this.waiting.splice(0)) done(undefined)
  }

  private tookInput(total: number): void {
    this.taken = total
    while (this.waiting[0] && this.waiting[0].total <= total) this.waiting.shift()?.done(total)
  }
}
