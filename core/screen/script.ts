import { hostDecoder } from '../encodings/decode'
import type { HostEncoding } from '../encodings/names'
import { Scan } from './boundary'

/** How a host writes: where its bytes may be cut, and what they say in UTF-8, which the terminal reads. */
export interface Script {
  /** Leading bytes that end at a boundary, from the parser's `state` on; and at the last whole character of all. */
  cut(bytes: Uint8Array, state: number): { complete: number; whole: number }
  /** Bytes up to such a cut, as UTF-8. */
  utf8(bytes: Uint8Array): Uint8Array
}

const utf8: Script = {
  cut(bytes, state) {
    const { complete, whole } = read(new Scan(state), bytes)
    return { complete, whole }
  },
  utf8: (bytes) => bytes,
}

/** No encoding that a host may have uses these as part of a longer character: after one of them a cut is safe. */
const lastSafeByte = 0x2f
const someLetter = 0x78
/** Before one of ISO 6429's C1 controls in UTF-8. */
const controlFollows = 0xc2

/**
 * In the legacy encodings a byte below 0x80 may be the second half of a character, so only what follows a byte that never
 * is (up to 0x2F: line ends, blanks, ESC) can be a cut. A sequence's own bytes are ASCII, or begin with a C1 control where that
 * is one byte, as in Latin-1; every other one counts as a letter.
 */
function legacy(encoding: HostEncoding): Script {
  const stands = standIns(encoding)
  return {
    cut(bytes, state) {
      const letters = new Uint8Array(bytes.length * 2)
      const scan = new Scan(state)
      let [from, to, complete, whole] = [0, 0, 0, 0]
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at] ?? 0
        const letter = stands[byte] ?? someLetter
        if (letter >= 0x80) letters[to++] = controlFollows
        letters[to++] = letter
        if (byte > lastSafeByte) continue
        read(scan, letters.subarray(from, to))
        from = to
        whole = at + 1
        if (scan.complete === from) complete = whole
      }
      return { complete, whole }
    },
    utf8: (bytes) => Buffer.from(hostDecoder(encoding).decode(bytes)),
  }
}

/** What each byte counts as. A C1 control is one only where no byte can be a part of a longer character. */
function standIns(encoding: HostEncoding): Uint8Array {
  const controls = Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index)
  const text = hostDecoder(encoding).decode(controls)
  const alone = (byte: number) => text.length === controls.length && text.charCodeAt(byte - 0x80) === byte
  return Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x80 || alone(byte) ? byte : someLetter))
}

function read(scan: Scan, bytes: Uint8Array): Scan {
  scan.read(bytes)
  return scan
}

/** The script of a host that writes in this encoding. */
export function scriptOf(encoding: HostEncoding): Script {
  return encoding === 'utf-8' ? utf8 : legacy(encoding)
}
