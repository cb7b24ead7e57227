/** So much is handed to xterm at once: some slices of its time. */
const batchBytes = 128 * 1024

/** So much between two frames, and so lately, in ms, is a flood. */
const floodBytes = 16 * 1024
const floodPauseMs = 8

/** What xterm.js is to the feed. */
interface Sink {
  write(data: Uint8Array | string, parsed: () => void): void
}

interface Piece {
  data: Uint8Array | string
  parsed: (() => void) | undefined
}

/**
 * All that is written to a terminal, in order. In a flood xterm goes from one slice of its work to the next by timers that set one
 * another, which browsers hold up by 4 ms each after the fifth. Here it gets a batch, and the next one from a message, with which
 * timers count anew.
 */
export class Feed {
  private readonly waiting: Piece[] = []
  /** Handed over and not yet parsed. */
  private pieces = 0
  private bytes = 0
  /** Parsed since the last frame, and when. */
  private fresh = 0
  private parsedAt = 0
  private readonly channel = new MessageChannel()

  constructor(private readonly sink: Sink) {
    this.channel.port1.onmessage = () => this.next()
  }

  /** Whether more is coming than anybody can read: what stands on the screen now goes by. */
  get flooded(): boolean {
    return this.pieces > 0 || (this.fresh > floodBytes && performance.now() - this.parsedAt < floodPauseMs)
  }

  /** The screen shows all that is parsed. */
  shown(): void {
    this.fresh = 0
  }

  /** Writes it once all before it is parsed; `parsed` is called when it is, too. */
  write(data: Uint8Array | string, parsed?: () => void): void {
    const piece = { data, parsed }
    if (this.waiting.length > 0 || this.bytes >= batchBytes) this.waiting.push(piece)
    else this.hand(piece)
  }

  dispose(): void {
    this.waiting.length = 0
    this.channel.port1.close()
  }

  private next(): void {
    while (this.bytes < batchBytes) {
      const piece = this.waiting.shift()
      if (!piece) return
      this.hand(piece)
    }
  }

  private hand({ data, parsed }: Piece): void {
    this.pieces++
    this.bytes += data.length
    this.sink.write(data, () => {
      this.pieces--
      this.bytes -= data.length
      this.fresh += data.length
      this.parsedAt = performance.now()
      parsed?.()
      if (this.pieces === 0 && this.waiting.length > 0) this.channel.port2.postMessage(undefined)
    })
  }
}
