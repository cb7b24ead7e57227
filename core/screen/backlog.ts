interface Chunk {
  bytes: Uint8Array
  /** Line feeds in it. */
  lines: number
  /** Where its last CR LF ends, 0 without one; searched for once, since a flood of other lines asks again and again. */
  lineEnd?: number
}

/**
 * Output that waits to be parsed. While it is plain text (printable characters, CR, LF, TAB, BS, BEL) its beginning can be
 * left out: of a flood of lines only those count that are still there at the end.
 */
export class Backlog {
  private chunks: Chunk[] = []
  private lines = 0
  private lastByte = 0
  bytes = 0
  /** Whether all of it is plain text. */
  plain = true
  /** Line feeds that were left out. */
  skippedLines = 0

  /** How many line feeds these bytes would add; undefined when it isn't all plain text, or wouldn't be with them. */
  linesWith(bytes: Uint8Array): number | undefined {
    return this.plain ? plainLines(bytes, this.lastByte) : undefined
  }

  /** `lines` is what {@link linesWith} says of them. */
  add(bytes: Uint8Array, lines: number | undefined): void {
    this.plain &&= lines !== undefined
    this.chunks.push({ bytes, lines: lines ?? 0 })
    this.lines += lines ?? 0
    this.bytes += bytes.length
    this.lastByte = bytes.at(-1) ?? this.lastByte
  }

  /**
   * Leaves out what can be: at least `keep` line feeds stay, what stays begins after a CR LF, and `least` or more line
   * feeds are left out, or nothing. Only for plain text.
   */
  skip(keep: number, least: number): void {
    let last = 0
    let after = this.lines
    for (; last < this.chunks.length; last++) {
      after -= this.chunks[last]?.lines ?? 0
      if (after < keep) break
    }
    for (let index = last - 1; index >= 0; index--) {
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
    const before = this.chunks.slice(0, index + 1)
    const chunk = before.at(-1)
    if (!chunk) return
    const rest = chunk.bytes.subarray(end)
    const restLines = plainLines(rest, 0) ?? 0
    const lines = before.reduce((sum, { lines }) => sum + lines, 0) - restLines
    if (this.skippedLines + lines < least) return
    this.chunks.splice(0, index + 1, { bytes: rest, lines: restLines })
    this.bytes -= before.reduce((sum, { bytes }) => sum + bytes.length, 0) - rest.length
    this.lines -= lines
    this.skippedLines += lines
  }

  /** What is left, and begins anew. */
  take(): Uint8Array {
    const all =
      this.chunks.length === 1 && this.chunks[0]
        ? this.chunks[0].bytes
        : Buffer.concat(this.chunks.map(({ bytes }) => bytes))
    this.chunks = []
    this.lines = 0
    this.bytes = 0
    this.plain = true
    this.skippedLines = 0
    return all
  }
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** By byte: plain text, a line feed, none of both, or (80 to 9F) none of both when C2 precedes: a control in UTF-8. */
const kinds = { plain: 0, line: 1, other: 2, doubtful: 3 } as const
const kindOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === lineFeed) return kinds.line
  if (byte >= 0x80 && byte < 0xa0) return kinds.doubtful
  const control = byte < 0x20 || byte === 0x7f
  return control && ![0x07, 0x08, 0x09, carriageReturn].includes(byte) ? kinds.other : kinds.plain
})

/** How many line feeds there are; undefined when not all is plain text. */
function plainLines(bytes: Uint8Array, before: number): number | undefined {
  let lines = 0
  for (let at = 0; at < bytes.length; at++) {
    const kind = kindOf[bytes[at] ?? 0]
    if (kind === kinds.plain) continue
    if (kind === kinds.line) lines++
    else if (kind === kinds.other || (at > 0 ? bytes[at - 1] : before) === 0xc2) return undefined
  }
  return lines
}

function endOfLastLine(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at > 0; at--) {
    if (bytes[at] === lineFeed && bytes[at - 1] === carriageReturn) return at + 1
  }
  return 0
}
