/** xterm decodes at most twice as much at once, and cuts longer pieces itself, wherever that is. */
const pieceBytes = 64 * 1024
const nothing = new Uint8Array()

/** The last place at or before `end` where a UTF-8 character begins; `end` itself in what is no UTF-8. */
function characterStart(bytes: Uint8Array, end: number): number {
  for (let at = end; at > end - 4 && at >= 0; at--) {
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return at
  }
  return end
}

/** Cuts bytes in pieces that xterm decodes at once, none of them within a UTF-8 character. */
export function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(at + pieceBytes, bytes.length)
    const next = end < bytes.length ? characterStart(bytes, end) : end
    yield bytes.subarray(at, next)
    at = next
  }
}

/** How many bytes at the end are the beginning of a UTF-8 character whose rest is still to come. */
function begun(bytes: Uint8Array): number {
  for (let length = 1; length <= 3 && length <= bytes.length; length++) {
    const byte = bytes[bytes.length - length] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const whole = byte >= 0xf0 && byte < 0xf8 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return byte < 0xf8 && whole > length ? length : 0
  }
  return 0
}

/**
 * Keeps the beginning of a UTF-8 character that was cut until the rest comes: xterm's own decoder loses some that come in two parts
 * (U+3002, the Chinese full stop, is one).
 */
export class WholeCharacters {
  private kept = nothing

  /** What was kept and these bytes, up to the last whole character. */
  take(bytes: Uint8Array): Uint8Array {
    const all = this.kept.length > 0 ? joined(this.kept, bytes) : bytes
    const left = begun(all)
    this.kept = left > 0 ? all.slice(all.length - left) : nothing
    return left > 0 ? all.subarray(0, all.length - left) : all
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
