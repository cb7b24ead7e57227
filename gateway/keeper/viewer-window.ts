/** The window before anything is known of a viewer, and its bounds, in bytes. */
export const firstWindowBytes = 256 * 1024
const leastBytes = 32 * 1024
const mostBytes = 1024 * 1024
/** How much of the viewer's time may lie before it: what it still has to draw when someone presses Ctrl-C. */
const patienceMs = 60
/** Drawing is measured over at least so long. */
const sampleMs = 20

/**
 * How many bytes may be sent to a viewer and not yet be drawn: what it draws in {@link patienceMs}. A quick one is never
 * starved by the way there and back, and one that draws slowly has little before it that an interrupt can't take away.
 * Its pace is the delivery rate, as BBR measures it (Cardwell and others, "BBR: Congestion-Based Congestion Control",
 * ACM Queue 2016): a stretch in which the viewer had all there was says only how quick it is at least. Pure but for the
 * times that it is given, in milliseconds.
 */
export class ViewerWindow {
  bytes = firstWindowBytes
  /** Bytes a millisecond. */
  private pace: number | undefined
  private since: number | undefined
  private drawn = 0
  private full = false

  /** Something is on its way to a viewer that had drawn everything. */
  begins(now: number): void {
    this.since = now
    this.drawn = 0
    this.full = false
  }

  /** The host was paused for this viewer's sake. */
  filled(): void {
    this.full = true
  }

  /** It has drawn so many more bytes. */
  drew(bytes: number, now: number): void {
    this.since ??= now
    this.drawn += bytes
    const took = now - this.since
    if (took < sampleMs) return
    const sample = this.drawn / took
    this.pace = this.full || this.pace === undefined ? sample : Math.max(this.pace, sample)
    // A viewer of whom too little is known has the first window.
    if (this.full || this.pace * patienceMs > this.bytes) {
      this.bytes = Math.round(Math.min(mostBytes, Math.max(leastBytes, this.pace * patienceMs)))
    }
    this.begins(now)
  }
}
