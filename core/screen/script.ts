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

/**
 * In the legacy encodings a byte below 0x80 may be the second half of a character, so only what follows a byte that never
 * is (up to 0x2F: line ends, blanks, ESC) can be a cut. A sequence's own bytes are ASCII; every other one counts as a letter.
 */
function legacy(encoding: HostEncoding): Script {
  return {
    cut(bytes, state) {
      const letters = bytes.map((byte) => (byte < 0x80 ? byte : someLetter))
      const scan = new Scan(state)
      let complete = 0
      let whole = 0
      for (let from = 0, at = 0; at < letters.length; at++) {
        if ((letters[at] ?? 0) > lastSafeByte) continue
        read(scan, letters.subarray(from, at + 1))
        from = at + 1
        whole = from
        if (scan.complete === from) complete = from
      }
      return { complete, whole }
    },
    utf8: (bytes) => Buffer.from(hostDecoder(encoding).decode(bytes)),
  }
}

function read(scan: Scan, bytes: Uint8Array): Scan {
  scan.read(bytes)
  return scan
}

/** The script of a host that writes in this encoding. */
export function scriptOf(encoding: HostEncoding): Script {
  return encoding === 'utf-8' ? utf8 : legacy(encoding)
}
