import { promisify } from 'node:util'
import { deflateRaw, inflateRawSync } from 'node:zlib'
import { encodingOf, type HostEncoding } from '@/core/encodings/names'
import type { RecordingEvent } from '@/core/recording/events'
import { isPlainFrame, RecordingFrames, type SealedFrame } from '@/core/recording/frames'
import { findPlaces, type KnownPlace, knownBegin } from '@/core/recording/places'
import { type RecordingPlace, type RecordingSource, readOutputFrom, recordingBegin } from '@/core/recording/reader'
import { blankKeyframe, type Keyframe, KeyframeBuilder } from '@/core/screen/keyframe'
import { passFlood } from '@/core/screen/pass-flood'
import { scrollbackLines } from '@/core/screen/scrollback'

const deflate = promisify(deflateRaw)

/** How far apart, in bytes of output, the places are that are kept to begin reading at. Farther than that is searched for. */
const placeEveryBytes = 1024 * 1024

/** What the worker keeps of one session: its newest keyframe, packed, and where the recording goes on from there. */
export class ScreenSession {
  private keyframe: Keyframe = blankKeyframe(80, 24)
  /** The keyframe's bytes, once they are packed; the keyframe's own are empty then. */
  private packed: Buffer | undefined
  /** Output beyond the keyframe that ends before {@link place}. */
  private rest: Uint8Array = new Uint8Array()
  private encoding: HostEncoding = 'utf-8'
  private place: RecordingPlace = recordingBegin
  /** The terminal that makes keyframes, while it is warm: making the next is then quick, and takes megabytes. */
  private builder: KeyframeBuilder | undefined
  /** How far the terminal has read; without one, as far as the keyframe goes. */
  private reached: RecordingPlace = recordingBegin
  private readonly places: KnownPlace[] = [knownBegin]

  /**
   * Reads what the recording's first `until` bytes hold, as long as `mayGoOn` says so after a frame. Answers whether it got
   * there. Throws `recording-unreadable` when the file is damaged on the way.
   */
  async advance(source: RecordingSource, until: number, mayGoOn: () => boolean): Promise<boolean> {
    if (this.reached.position >= until) return true
    const builder = this.builder ?? this.rebuild()
    // What fails half-way is built anew the next time.
    this.builder = undefined
    const from = this.reached
    this.reached = this.place
    let kept = false
    try {
      const { place, done } = await this.readOn(source, from, until, builder, mayGoOn)
      this.reached = place
      this.builder = builder
      kept = true
      return done
    } finally {
      if (!kept) builder.dispose()
    }
  }

  private rebuild(): KeyframeBuilder {
    const builder = new KeyframeBuilder(this.newest(), scrollbackLines, this.encoding)
    builder.output(this.rest, this.keyframe.offset)
    return builder
  }

  private async readOn(
    source: RecordingSource,
    from: RecordingPlace,
    until: number,
    builder: KeyframeBuilder,
    mayGoOn: () => boolean,
  ): Promise<{ place: RecordingPlace; done: boolean }> {
    let place = from
    const frames = await RecordingFrames.open(source)
    try {
      const sealed = await frames.list(from, until)
      // A run of plain text that could not be passed over is not looked at again.
      let runEnd = 0
      for (let index = 0; index < sealed.length; ) {
        let passed = false
        if (index >= runEnd) {
          runEnd = endOfRun(sealed, index)
          passed = await passFlood(frames, sealed.slice(index, runEnd), builder)
        }
        const frame = sealed[index]
        if (passed) index = runEnd
        else if (frame) {
          this.read(await frames.events(frame), frame.place, builder)
          index += 1
        }
        place = sealed[index - 1]?.next ?? place
        if (!mayGoOn()) return { place, done: index >= sealed.length }
      }
      return { place, done: true }
    } finally {
      await frames.close()
    }
  }

  private read(events: readonly RecordingEvent[], place: RecordingPlace, builder: KeyframeBuilder): void {
    for (const event of events) {
      if (event.type === 'output') this.notePlace(event.offset, place)
      if (event.type === 'header') this.encoding = encodingOf(event.header.encoding)
      builder.take(event)
    }
  }

  private notePlace(offset: number, place: RecordingPlace): void {
    const last = this.places.at(-1)
    if (!last || offset >= last.offset + placeEveryBytes) this.places.push({ offset, place })
  }

  /** The screen as far as it was read. */
  current(): Keyframe {
    this.makeKeyframe()
    return this.newest()
  }

  /** Only when it is needed: reading on is cheap beside writing a whole screen down. */
  private makeKeyframe(): void {
    const { builder } = this
    if (!builder || this.reached === this.place) return
    this.keyframe = builder.keyframe()
    this.packed = undefined
    this.rest = builder.rest
    this.place = this.reached
  }

  private newest(): Keyframe {
    return this.packed ? { ...this.keyframe, bytes: inflateRawSync(this.packed) } : this.keyframe
  }

  /** Output from an offset on; see {@link readOutputFrom}. */
  async output(source: RecordingSource, from: number, limit: number): Promise<Uint8Array | undefined> {
    const last = this.places.at(-1) ?? knownBegin
    if (from > last.offset + placeEveryBytes) this.places.push(...(await findPlaces(source, from, last)))
    const known = this.places.findLast(({ offset }) => offset <= from) ?? knownBegin
    return readOutputFrom(source, from, limit, known.place)
  }

  /** It may be long until the screen is needed again: lets the terminal go, and packs the keyframe. */
  async cool(): Promise<void> {
    this.makeKeyframe()
    this.builder?.dispose()
    this.builder = undefined
    const { keyframe } = this
    if (this.packed || keyframe.bytes.length === 0) return
    const packed = await deflate(keyframe.bytes, { level: 1 })
    if (this.keyframe !== keyframe) return
    this.packed = packed
    this.keyframe = { ...keyframe, bytes: new Uint8Array() }
  }

  /** Memory it takes, about, in bytes. */
  get heldBytes(): number {
    return (this.packed?.length ?? this.keyframe.bytes.length) + this.rest.length + this.places.length * 48
  }
}

/** Where the frames of plain text end that begin with this one; behind this one when it is none. */
function endOfRun(frames: readonly SealedFrame[], begin: number): number {
  let end = begin
  for (let frame = frames[end]; frame && isPlainFrame(frame); frame = frames[end]) end += 1
  return Math.max(end, begin + 1)
}
