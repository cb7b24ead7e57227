import type { FileHandle } from 'node:fs/promises'
import { GatehouseError } from '../errors'
import { decodeFrame, type RecordingEvent } from './events'
import {
  openBody,
  openRecordingFile,
  parsePrefix,
  type RecordingPlace,
  type RecordingSource,
  readExactly,
  readInto,
} from './file'
import { frameFlags, framePrefixBytes } from './format'

const windowBytes = 256 * 1024

/** A frame that lies whole in the file, not opened yet. */
export interface SealedFrame {
  place: RecordingPlace
  next: RecordingPlace
  flags: number
}

/** Says of itself that there is nothing in it but output, and that this is plain text. */
export const isPlainFrame = ({ flags }: SealedFrame) => (flags & frameFlags.plain) !== 0

/** A recording's frames, opened one by one in any order. Close it. */
export class RecordingFrames {
  private constructor(
    private readonly source: RecordingSource,
    private readonly file: FileHandle,
  ) {}

  /** Throws `recording-unreadable` when there is no such file or it isn't a recording. */
  static async open(source: RecordingSource): Promise<RecordingFrames> {
    return new RecordingFrames(source, await openRecordingFile(source))
  }

  /**
   * The frames from a place on that lie whole in the file's first `until` bytes, by the lengths in front of them. Throws
   * `recording-unreadable` when a length is impossible.
   */
  async list(from: RecordingPlace, until: number): Promise<SealedFrame[]> {
    const frames: SealedFrame[] = []
    const window = Buffer.allocUnsafe(windowBytes)
    let place = from
    while (place.position + framePrefixBytes <= until) {
      const begin = place.position
      const length = await readInto(this.file, window, begin)
      if (length < framePrefixBytes) break
      while (place.position - begin + framePrefixBytes <= length) {
        const prefix = parsePrefix(window, place.position - begin)
        if (!prefix) throw new GatehouseError('recording-unreadable')
        const next = { position: place.position + framePrefixBytes + prefix.length, index: place.index + 1 }
        if (next.position > until) return frames
        frames.push({ place, next, flags: prefix.flags })
        place = next
      }
    }
    return frames
  }

  /** What a frame holds. Throws `recording-unreadable` when it doesn't open. */
  async events({ place, next, flags }: SealedFrame): Promise<RecordingEvent[]> {
    const begin = place.position + framePrefixBytes
    const body = await readExactly(this.file, begin, next.position - begin)
    try {
      if (body) return [...decodeFrame(openBody(this.source, place.index, flags, body))]
    } catch (cause) {
      throw new GatehouseError('recording-unreadable', {}, {}, { cause })
    }
    throw new GatehouseError('recording-unreadable')
  }

  close(): Promise<void> {
    return this.file.close()
  }
}
