import type { RecordingHeader } from '../sessions/order'
import { type EventType, eventTypes, putVarint, readVarint, varintBytes } from './format'

/** What the last frame says of the whole. */
export interface RecordingTotals {
  bytesIn: number
  bytesOut: number
}

/** An event as the reader gives it. `time` is in microseconds since the recording began. */
export type RecordingEvent = { time: number } & (
  | { type: 'header'; header: RecordingHeader }
  /** Raw bytes as the host sent them; `offset` counts the output bytes before them. */
  | { type: 'output'; bytes: Uint8Array; offset: number }
  | { type: 'input'; bytes: Uint8Array }
  | { type: 'resize'; cols: number; rows: number }
  | { type: 'mark'; label: string }
  | { type: 'exit'; status?: number; signal?: string }
  | { type: 'end'; totals: RecordingTotals }
)

/** What goes before an event's payload: `u8 type | varint microseconds since the event before | varint length` */
export function encodeEventStart(type: EventType, delta: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(1 + 2 * varintBytes)
  bytes[0] = type
  return bytes.subarray(0, putVarint(bytes, putVarint(bytes, 1, delta), length))
}

/** A frame's plain text begins with the time and the output offset at which it starts: a reader may begin at any frame. */
export function encodeFrameStart(time: number, outputOffset: number): Buffer {
  const bytes = Buffer.allocUnsafe(2 * varintBytes)
  return bytes.subarray(0, putVarint(bytes, putVarint(bytes, 0, time), outputOffset))
}

/** The events of one opened frame. Throws when the plain text doesn't follow the format. */
export function* decodeFrame(plain: Uint8Array): Generator<RecordingEvent> {
  const start = readVarint(plain, 0)
  const output = readVarint(plain, start.next)
  let time = start.value
  let offset = output.value
  let at = output.next
  while (at < plain.length) {
    const type = plain[at]
    const delta = readVarint(plain, at + 1)
    const length = readVarint(plain, delta.next)
    const payload = plain.subarray(length.next, length.next + length.value)
    if (payload.length !== length.value) throw new RangeError('an event runs past its frame')
    time += delta.value
    const event = decodeEvent(type, time, payload, offset)
    if (event?.type === 'output') offset += payload.length
    // Unknown types are skipped: a newer writer may add some.
    if (event) yield event
    at = length.next + length.value
  }
}

function decodeEvent(
  type: number | undefined,
  time: number,
  payload: Uint8Array,
  offset: number,
): RecordingEvent | undefined {
  switch (type) {
    case eventTypes.header:
      return { type: 'header', time, header: json<RecordingHeader>(payload) }
    case eventTypes.output:
      return { type: 'output', time, bytes: payload, offset }
    case eventTypes.input:
      return { type: 'input', time, bytes: payload }
    case eventTypes.resize: {
      const view = new DataView(payload.buffer, payload.byteOffset, payload.length)
      return { type: 'resize', time, cols: view.getUint16(0), rows: view.getUint16(2) }
    }
    case eventTypes.mark:
      return { type: 'mark', time, label: Buffer.from(payload).toString('utf8') }
    case eventTypes.exit:
      return { type: 'exit', time, ...json<{ status?: number; signal?: string }>(payload) }
    case eventTypes.end:
      return { type: 'end', time, totals: json<RecordingTotals>(payload) }
    default:
      return undefined
  }
}

/** The frame's tag has been checked, so the text is what our own writer wrote: the cast holds. */
function json<T>(payload: Uint8Array): T {
  return JSON.parse(Buffer.from(payload).toString('utf8')) as T
}
