import type { SessionLimits } from '@/core/sessions/order'
import type { EndReason } from '@/core/sessions/reasons'
import type { LimitWarning } from '@/core/sessions/wire'
import { nothingRead, readAnswers } from './answers'

/** How long before a limit ends the session the person is told. */
export const warnBeforeMs = 60_000

export interface LimitEvents {
  warn: (warning: LimitWarning) => void
  end: (reason: EndReason) => void
}

/**
 * The clocks of an open session: how long nothing was typed, how long it has been open, how long nobody has been attached. A
 * keystroke costs no timer: the idle clock looks at the time of the last one when it would have run out.
 */
export class Limits {
  private lastTyped = Date.now()
  private answer = nothingRead
  private idleTimer: NodeJS.Timeout | undefined
  private durationTimer: NodeJS.Timeout | undefined
  private graceTimer: NodeJS.Timeout | undefined
  private idleWarned = false
  private stopped = false
  private current: LimitWarning[] = []

  constructor(
    private readonly limits: Pick<SessionLimits, 'idleMs' | 'maxDurationMs'>,
    private readonly events: LimitEvents,
  ) {}

  /** What threatens now: told to whoever attaches. */
  get warnings(): readonly LimitWarning[] {
    return this.current
  }

  /** The shell is open: the idle and the duration clock begin. */
  opened(): void {
    this.lastTyped = Date.now()
    if (this.limits.idleMs > 0) this.watchIdle()
    const { maxDurationMs } = this.limits
    if (maxDurationMs > 0) this.count(Date.now() + maxDurationMs)
  }

  /**
   * Input from the viewer's terminal. What a person typed begins the idle clock anew; what a terminal answers by itself does
   * not, or a program that asks it something now and then would keep a session open that nobody sits at.
   */
  input(bytes: Uint8Array): void {
    if (this.limits.idleMs === 0) return
    const answer = readAnswers(bytes, this.answer)
    this.answer = answer ?? nothingRead
    if (answer === undefined) this.typed()
  }

  attached(): void {
    clearTimeout(this.graceTimer)
  }

  /** Nobody looks on: the session waits this long for someone to come back. */
  detached(graceMs: number): void {
    clearTimeout(this.graceTimer)
    if (this.stopped) return
    this.graceTimer = setTimeout(() => this.events.end('viewer-gone'), graceMs)
  }

  stop(): void {
    this.stopped = true
    for (const timer of [this.idleTimer, this.durationTimer, this.graceTimer]) clearTimeout(timer)
  }

  private typed(): void {
    this.lastTyped = Date.now()
    if (!this.idleWarned) return
    this.idleWarned = false
    this.tell({ kind: 'idle' })
    this.watchIdle()
  }

  private watchIdle(): void {
    const endsAt = this.lastTyped + this.limits.idleMs
    const warnAt = endsAt - Math.min(warnBeforeMs, this.limits.idleMs / 2)
    const now = Date.now()
    clearTimeout(this.idleTimer)
    if (now >= endsAt) {
      this.events.end('idle-limit')
      return
    }
    if (now >= warnAt && !this.idleWarned) {
      this.idleWarned = true
      this.tell({ kind: 'idle', endsAt })
    }
    this.idleTimer = setTimeout(() => this.watchIdle(), (now >= warnAt ? endsAt : warnAt) - now)
  }

  private count(endsAt: number): void {
    const { maxDurationMs } = this.limits
    const warnIn = maxDurationMs - Math.min(warnBeforeMs, maxDurationMs / 2)
    this.durationTimer = setTimeout(() => {
      this.tell({ kind: 'duration', endsAt })
      this.durationTimer = setTimeout(() => this.events.end('duration-limit'), endsAt - Date.now())
    }, warnIn)
  }

  private tell(warning: LimitWarning): void {
    this.current = [
      ...this.current.filter(({ kind }) => kind !== warning.kind),
      ...(warning.endsAt === undefined ? [] : [warning]),
    ]
    this.events.warn(warning)
  }
}
