import { encodeEventStart, encodeFrameStart } from './events'
import { type EventType, eventTypes } from './format'
import { isPlain } from './plain-text'

interface PendingEvent {
  type: EventType
  /** Microseconds since the recording began. */
  time: number
  parts: Uint8Array[]
  length: number
}

/** Output that comes within this time of the piece before it, in microseconds, is one event: a read of the host's socket. */
const oneReadUs = 1000

/** What the next frame holds. */
export interface FrameContent {
  plain: Buffer
  /** The output in it, an event each; parts of `plain`. */
  output: Buffer[]
  /** Whether there is nothing else in it, and all of that is plain text, with the end of a line in it. */
  isPlainText: boolean
}

/** Events that wait to go into the next frame. */
export class PendingEvents {
  /** Of their payloads. */
  bytes = 0
  private events: PendingEvent[] = []
  private lastEventAt = 0
  private frameStart = encodeFrameStart(0, 0)
  private lastByte = 0

  get any(): boolean {
    return this.events.length > 0
  }

  /** `outputBefore`: the output bytes before this event. */
  push(type: EventType, payload: Uint8Array, time: number, outputBefore: number): void {
    this.bytes += payload.length
    const last = this.events.at(-1)
    if (last && type === eventTypes.output && last.type === type && time - last.time < oneReadUs) {
      last.parts.push(payload)
      last.length += payload.length
      return
    }
    if (!last) this.frameStart = encodeFrameStart(this.lastEventAt, outputBefore)
    this.events.push({ type, time, parts: [payload], length: payload.length })
  }

  /** All of them as a frame's plain text; none wait afterwards. */
  take(): FrameContent {
    const parts: Uint8Array[] = [this.frameStart]
    const output: [number, number][] = []
    let length = this.frameStart.length
    for (const event of this.events) {
      const start = encodeEventStart(event.type, event.time - this.lastEventAt, event.length)
      this.lastEventAt = event.time
      parts.push(start, ...event.parts)
      length += start.length
      if (event.type === eventTypes.output) output.push([length, length + event.length])
      length += event.length
    }
    const plain = Buffer.concat(parts, length)
    const pieces = output.map(([begin, end]) => plain.subarray(begin, end))
    const isPlainText =
      this.events.length === pieces.length &&
      pieces.every((piece) => this.isPlainNext(piece)) &&
      pieces.some((piece) => piece.includes('\r\n'))
    this.lastByte = pieces.at(-1)?.at(-1) ?? this.lastByte
    this.events = []
    this.bytes = 0
    return { plain, output: pieces, isPlainText }
  }

  private isPlainNext(piece: Uint8Array): boolean {
    const plain = isPlain(piece, this.lastByte)
    this.lastByte = piece.at(-1) ?? this.lastByte
    return plain
  }
}
