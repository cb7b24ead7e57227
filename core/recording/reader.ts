import { GatehouseError } from '../errors'
import { ReadAhead } from './ahead'
import { decodeFrame, type RecordingEvent } from './events'
import {
  openBody,
  openRecordingFile,
  parsePrefix,
  type RecordingPlace,
  type RecordingSource,
  recordingBegin,
} from './file'
import { frameFlags, framePrefixBytes } from './format'

export { type RecordingPlace, type RecordingSource, recordingBegin } from './file'

/** How a recording ended: with its closing frame; cut off (a crash); or changed after it was written. */
export type RecordingVerdict = 'complete' | 'interrupted' | 'altered'

export interface RecordingFrame {
  events: RecordingEvent[]
  /** Where the next frame begins, or will once it is written. */
  next: RecordingPlace
}

/**
 * Reads a recording from its beginning, frame by frame, in constant memory. The generator's return value is the
 * verdict. A frame cut short at the end of the file is a crash (`interrupted`); one that doesn't open is damage
 * (`altered`), and nothing after it is given. Throws `recording-unreadable` when there is no such file or it isn't one.
 */
export async function* readRecording(source: RecordingSource): AsyncGenerator<RecordingEvent, RecordingVerdict> {
  const frames = readFrames(source)
  try {
    for (;;) {
      const next = await frames.next()
      if (next.done) return next.value
      yield* next.value.events
    }
  } finally {
    await frames.return('interrupted')
  }
}

/**
 * As {@link readRecording}, from a known place on and a frame at a time. While the recording is being written, the verdict
 * `interrupted` says that there is nothing more yet: go on later from the last frame's `next`.
 */
export async function* readFrames(
  source: RecordingSource,
  from: RecordingPlace = recordingBegin,
): AsyncGenerator<RecordingFrame, RecordingVerdict> {
  const file = await openRecordingFile(source)
  try {
    const ahead = new ReadAhead(file, from.position)
    let at = from.position
    for (let index = from.index; ; index++) {
      const bytes = await ahead.next(framePrefixBytes)
      if (!bytes) return 'interrupted'
      const prefix = parsePrefix(bytes)
      if (!prefix) return 'altered'
      const { length, flags } = prefix
      const body = await ahead.next(length)
      if (!body) return 'interrupted'
      const events = openEvents(source, index, flags, body)
      if (!events) return 'altered'
      at += framePrefixBytes + length
      yield { events, next: { position: at, index: index + 1 } }
      if (flags & frameFlags.final) return (await ahead.next(1)) ? 'altered' : 'complete'
    }
  } finally {
    await file.close()
  }
}

/**
 * The output from an absolute offset on, as far as the file holds it. `from` is a place at or before it, the beginning
 * unless known better. Undefined when it is more than `limit` bytes. Throws `recording-unreadable` when there is no such
 * file, it isn't a recording, or it is damaged before its end.
 */
export async function readOutputFrom(
  source: RecordingSource,
  offset: number,
  limit: number,
  from: RecordingPlace = recordingBegin,
): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  const frames = readFrames(source, from)
  try {
    for (;;) {
      const next = await frames.next()
      if (next.done) {
        if (next.value === 'altered') throw new GatehouseError('recording-unreadable')
        return Buffer.concat(parts)
      }
      for (const event of next.value.events) {
        if (event.type !== 'output') continue
        const part = event.bytes.subarray(Math.max(0, offset - event.offset))
        if (part.length === 0) continue
        length += part.length
        if (length > limit) return undefined
        parts.push(part)
      }
    }
  } finally {
    await frames.return('interrupted')
  }
}

function openEvents(source: RecordingSource, index: number, flags: number, body: Buffer): RecordingEvent[] | undefined {
  try {
    return [...decodeFrame(openBody(source, index, flags, body))]
  } catch {
    // The tag, what is packed or the events are wrong: the verdict says so, and there is nothing more to tell.
    return undefined
  }
}

/** What can be said of a recording without showing it. */
export interface RecordingMeasure {
  verdict: RecordingVerdict
  durationMs: number
  bytesIn: number
  bytesOut: number
}

/** Reads the whole recording and measures it: how a session that nobody saw end is put in order. */
export async function measureRecording(source: RecordingSource): Promise<RecordingMeasure> {
  const measure = { durationMs: 0, bytesIn: 0, bytesOut: 0 }
  const events = readRecording(source)
  for (;;) {
    const next = await events.next()
    if (next.done) return { verdict: next.value, ...measure }
    measure.durationMs = Math.round(next.value.time / 1000)
    if (next.value.type === 'output') measure.bytesOut += next.value.bytes.length
    if (next.value.type === 'input') measure.bytesIn += next.value.bytes.length
    if (next.value.type === 'end') measure.bytesIn = next.value.totals.bytesIn
  }
}
