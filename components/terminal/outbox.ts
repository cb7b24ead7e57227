/** The most that waits to be sent, in bytes: a whole paste, and some typing. Beyond it input is refused. */
const mostHeld = 72 * 1024 * 1024

/**
 * What was typed and has not been taken by the host: kept until it has, so that after a lost connection just what did not
 * arrive is sent again. Offsets count this client's bytes since the session opened. Pure data, no socket.
 */
export class Outbox {
  /** Bytes from {@link base} on, in pieces. */
  private pieces: Uint8Array[] = []
  private base = 0
  private sent = 0
  private end = 0

  /** Offset up to which everything has been typed. */
  get typed(): number {
    return this.end
  }

  /** Bytes that have never been sent. */
  get unsent(): number {
    return this.end - this.sent
  }

  /** Bytes sent of which the host's taking is not known. */
  get inFlight(): number {
    return this.sent - this.base
  }

  /** False when there is no room: nothing of it is kept. */
  add(bytes: Uint8Array): boolean {
    if (this.end - this.base + bytes.length > mostHeld) return false
    if (bytes.length > 0) this.pieces.push(bytes)
    this.end += bytes.length
    return true
  }

  /** The next bytes to send, at most `limit`; they count as sent. Undefined when there are none. */
  next(limit: number): Uint8Array | undefined {
    if (this.unsent === 0 || limit <= 0) return undefined
    let at = this.base
    for (const piece of this.pieces) {
      if (at + piece.length > this.sent) {
        const bytes = piece.subarray(this.sent - at, this.sent - at + limit)
        this.sent += bytes.length
        return bytes
      }
      at += piece.length
    }
    return undefined
  }

  /** Everything before this offset has arrived. */
  taken(total: number): void {
    const until = Math.min(Math.max(total, this.base), this.sent)
    while (this.base < until) {
      const piece = this.pieces[0]
      if (!piece) return
      const left = until - this.base
      if (piece.length > left) this.pieces[0] = piece.subarray(left)
      else this.pieces.shift()
      this.base += Math.min(piece.length, left)
    }
  }

  /** A new connection: the session has accepted everything before `accepted`; what follows is to be sent again. */
  resume(accepted: number): void {
    this.sent = Math.min(Math.max(this.sent, accepted), this.end)
    this.taken(accepted)
    this.sent = this.base
  }

  /** Drops what was never sent; answers how many bytes that were. */
  discard(): number {
    const dropped = this.unsent
    let length = this.sent - this.base
    this.pieces = this.pieces.flatMap((piece) => {
      const kept = piece.subarray(0, Math.max(0, length))
      length -= piece.length
      return kept.length > 0 ? [kept] : []
    })
    this.end = this.sent
    return dropped
  }
}
