import type { RecordingEvent } from '../recording/events'
import type { RecordingFrames, SealedFrame } from '../recording/frames'
import { linesIn } from '../recording/plain-text'
import type { KeyframeBuilder } from './keyframe'

/** In less of the file, looking for what can be left out costs more than it saves. In bytes. */
const leastSealed = 256 * 1024
/** So much output at most is opened to find the lines that count, in bytes. */
const mostOpened = 8 * 1024 * 1024

/**
 * Brings a keyframe over a run of frames that hold plain text alone, opening only those at its end whose lines are still
 * there afterwards. Answers false, and has done nothing, when that can't be done or isn't worth it. Throws
 * `recording-unreadable` when a frame doesn't open.
 */
export async function passFlood(
  frames: RecordingFrames,
  run: readonly SealedFrame[],
  builder: KeyframeBuilder,
): Promise<boolean> {
  const [first] = run
  const last = run.at(-1)
  if (!first || !last || last.next.position - first.place.position < leastSealed) return false
  builder.settle()
  const { passable } = builder
  if (!passable) return false
  // Line feeds that are left out for certain, in frames at the beginning.
  let before = 0
  let begin = 0
  for (; before < passable.least; begin++) {
    const frame = run[begin]
    if (!frame || frame.place.position - first.place.position > leastSealed) return false
    before += linesOf(await frames.events(frame))
  }
  const kept: RecordingEvent[][] = []
  let lines = 0
  let opened = 0
  for (const frame of run.slice(begin).reverse()) {
    const events = await frames.events(frame)
    kept.unshift(events)
    if (lines >= passable.keep) {
      const offset = secondLine(events)
      if (offset === undefined) return false
      builder.passOver(offset, before)
      for (const event of kept.flat()) builder.take(event)
      return true
    }
    lines += linesOf(events)
    opened += events.reduce((sum, event) => sum + (event.type === 'output' ? event.bytes.length : 0), 0)
    if (opened > mostOpened) return false
  }
  return false
}

function linesOf(events: readonly RecordingEvent[]): number {
  return events.reduce((sum, event) => sum + (event.type === 'output' ? linesIn(event.bytes) : 0), 0)
}

/** The offset of output behind the first CR LF. */
function secondLine(events: readonly RecordingEvent[]): number | undefined {
  for (const event of events) {
    const end = event.type === 'output' ? Buffer.from(event.bytes).indexOf('\r\n') : -1
    if (event.type === 'output' && end !== -1) return event.offset + end + 2
  }
  return undefined
}
