/** So much without a gap is a flood: no screen that an editor or a pager draws is as large. In bytes. */
const leastBytes = 96 * 1024
/** A pause of this length ends one, in milliseconds. */
const gapMs = 10
const silenceMs = 1

/** Tells a flood from what someone waits for: the echo of a key, a screen that is drawn anew. Pure but for the times it is given. */
export class Flood {
  private last = 0
  private bytes = 0

  /** So many bytes come at this time, in milliseconds. Answers whether they come after a silence. */
  comes(bytes: number, now: number): boolean {
    const silence = now - this.last
    this.bytes = silence > gapMs ? bytes : this.bytes + bytes
    this.last = now
    return silence > silenceMs
  }

  get on(): boolean {
    return this.bytes >= leastBytes
  }
}
