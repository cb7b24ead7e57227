/** A line as its watch sees it. */
export interface WatchedLine {
  /** Whether there is anything to ask on. */
  isUp: () => boolean
  /** Asks for an answer at once; `answered` is called when it comes, never when the line breaks before. */
  ask: (answered: () => void) => void
  /** It stays open and does not answer: it is dead, whatever the socket thinks. */
  dead: () => void
  roundTrip: (ms: number) => void
}

/** How often the round trip is measured, and how long an answer may take before the line counts as dead. */
export interface WatchTimes {
  everyMs: number
  limitMs: number
}

/**
 * Whether a line that stays open still answers: one question at a time, given up after a limit. A question that is asked while
 * another waits only makes the wait shorter, never longer.
 */
export class LineWatch {
  private readonly timer: ReturnType<typeof setInterval>
  private waiting: { timer: ReturnType<typeof setTimeout>; until: number } | undefined

  constructor(
    private readonly line: WatchedLine,
    private readonly times: WatchTimes,
  ) {
    this.timer = setInterval(() => this.measure(), times.everyMs)
  }

  /** Asks now, and calls the line dead when no answer comes within `limitMs`. */
  measure(limitMs = this.times.limitMs): void {
    if (!this.line.isUp()) return
    const sent = performance.now()
    const until = sent + limitMs
    const before = this.waiting
    if (before && before.until <= until) return
    clearTimeout(before?.timer)
    this.waiting = { until, timer: setTimeout(this.line.dead, limitMs) }
    if (before) return
    this.line.ask(() => {
      this.forget()
      this.line.roundTrip(performance.now() - sent)
    })
  }

  /** The line broke: no answer is waited for. */
  forget(): void {
    clearTimeout(this.waiting?.timer)
    this.waiting = undefined
  }

  /** Nobody cares any more. */
  end(): void {
    clearInterval(this.timer)
    this.forget()
  }
}
