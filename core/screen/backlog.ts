import { isPlain, linesIn } from '../recording/plain-text'

interface Chunk {
  bytes: Uint8Array
  /** Line feeds in it; counted when they matter, and once. */
  lines?: number
  /** Where its last CR LF ends, 0 without one; searched for once, since a flood of other lines asks again and again. */
  lineEnd?: number
}

/**
 * Output that waits to be parsed. While it is plain text (nothing that changes more than the text of the lines it stands in)
 * its beginning can be left out: of a flood of lines only those count that are still there at the end.
 */
export class Backlog {
  private chunks: Chunk[] = []
  private lastByte = 0
  bytes = 0
  /** Whether all of it is plain text. */
  plain = true
  /** Line feeds that were left out, as far as they were counted. */
  skippedLines = 0

  /** Whether all is plain text, with these bytes too. */
  plainWith(bytes: Uint8Array): boolean {
    return this.plain && isPlain(bytes, this.lastByte)
  }

  /** `plain` is what {@link plainWith} says of them. */
  add(bytes: Uint8Array, plain: boolean): void {
    this.plain = plain
    this.chunks.push({ bytes })
    this.bytes += bytes.length
    this.lastByte = bytes.at(-1) ?? this.lastByte
  }

  /**
   * Leaves out what can be: at least `keep` line feeds stay, what stays begins after a CR LF, and `least` or more line
   * feeds are left out, or nothing. Only for plain text. Looks at little more than what stays.
   */
  skip(keep: number, least: number): void {
    let kept = 0
    let first = this.chunks.length
    while (first > 0 && kept < keep) kept += linesOf(this.chunks[--first])
    if (kept < keep) return
    for (let index = first - 1; index >= 0; index--) {
      const chunk = this.chunks[index]
      if (!chunk) return
      chunk.lineEnd ??= endOfLastLine(chunk.bytes)
      if (chunk.lineEnd > 0) {
        this.cut(index, chunk.lineEnd, least)
        return
      }
    }
  }

  private cut(index: number, end: number, least: number): void {
    const cut = this.chunks[index]
    if (!cut) return
    const rest = { bytes: cut.bytes.subarray(end) }
    const before = [...this.chunks.slice(0, index), { bytes: cut.bytes.subarray(0, end) }]
    let lines = this.skippedLines
    for (let at = 0; at < before.length && lines < least; at++) lines += linesOf(before[at])
    if (lines < least) return
    this.skippedLines = lines
    this.chunks.splice(0, index + 1, rest)
    this.bytes -= before.reduce((sum, { bytes }) => sum + bytes.length, 0)
  }

  /** Leaves out all of it and, unseen, so many line feeds of plain text after it. */
  leaveOut(lines: number): void {
    this.skippedLines += lines
    this.chunks = []
    this.bytes = 0
    this.lastByte = lineFeed
  }

  /** What is left, and begins anew. */
  take(): Uint8Array {
    const all =
      this.chunks.length === 1 && this.chunks[0]
        ? this.chunks[0].bytes
        : Buffer.concat(this.chunks.map(({ bytes }) => bytes))
    this.chunks = []
    this.bytes = 0
    this.plain = true
    this.skippedLines = 0
    return all
  }
}

const lineFeed = 0x0a
const carriageReturn = 0x0d
function linesOf(chunk: Chunk | undefined): number {
  if (!chunk) return 0
  chunk.lines ??= linesIn(chunk.bytes)
  return chunk.lines
}

function endOfLastLine(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at > 0; at--) {
    if (bytes[at] === lineFeed && bytes[at - 1] === carriageReturn) return at + 1
  }
  return 0
}
