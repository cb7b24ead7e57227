import type { FileHandle } from 'node:fs/promises'
import { readInto } from './file'

const windowBytes = 256 * 1024

/** Reads a file on from a position, a window at a time, and gives it in pieces: as many reads as windows, not as pieces. */
export class ReadAhead {
  private window = Buffer.alloc(0)
  private at = 0
  private end = 0

  constructor(
    private readonly file: FileHandle,
    private position: number,
  ) {}

  /** The next bytes, good until the next call; undefined, and nothing is passed over, while the file ends before their end. */
  async next(length: number): Promise<Buffer | undefined> {
    if (this.end - this.at < length) await this.fill(length)
    if (this.end - this.at < length) return undefined
    this.at += length
    return this.window.subarray(this.at - length, this.at)
  }

  private async fill(length: number): Promise<void> {
    const rest = this.window.subarray(this.at, this.end)
    const wanted = Math.max(windowBytes, length)
    const window = this.window.length >= wanted ? this.window : Buffer.allocUnsafeSlow(wanted)
    window.set(rest)
    const read = await readInto(this.file, window.subarray(rest.length), this.position)
    this.window = window
    this.at = 0
    this.end = rest.length + read
    this.position += read
  }
}
