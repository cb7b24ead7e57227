import headless from '@xterm/headless'
import { internals } from './internals'

const ground = 0
const escapeState = 1
/** Columns of xterm's table stand for code points; from here on all share one. */
const otherCharacters = 0xa0

let table: Uint8Array | undefined

/** xterm's own table of states: what counts as a whole sequence is what its parser takes for one. */
function transitions(): Uint8Array {
  if (!table) {
    const terminal = new headless.Terminal({ cols: 2, rows: 1, scrollback: 0 })
    table = internals(terminal)._inputHandler._parser._transitions.table.slice()
    terminal.dispose()
  }
  return table
}

/**
 * What brings a parser that is in its ground state into this one or one like it, in which the rest of a sequence that came
 * before is passed over. For a sequence that doesn't end within what can be kept of it.
 */
export function introducer(state: number): string {
  return introducers[state] ?? ''
}

/** By xterm's `ParserState`: ESC, ESC with intermediates, four of CSI, SOS/PM/APC, OSC, five of DCS. */
const introducers = [
  '',
  '\x1b',
  '\x1b   ',
  '\x1b[0<',
  '\x1b[0<',
  '\x1b[0<',
  '\x1b[0<',
  '\x1b_',
  '\x1b]99999;',
  '\x1bP0<',
  '\x1bP0<',
  '\x1bP0<',
  '\x1bP0<',
  '\x1bP0<',
]

/**
 * How many leading bytes end at a boundary: the parser of a terminal that has read them, and was in its ground state before,
 * is in its ground state again, within no sequence and no UTF-8 character. 0 when there is no such place but the beginning.
 * Takes time in proportion to the bytes, whatever they are.
 */
export function completeLength(bytes: Uint8Array): number {
  const scan = new Scan()
  scan.read(bytes)
  return scan.complete
}

/** Follows the parser's state through bytes, from `state` (an xterm parser's `currentState`) on. */
export class Scan {
  private codePoint = 0
  private missing = 0
  /** Bytes of a character that isn't whole yet. */
  private unfinished = 0
  private leastCodePoint = 0
  private bytesRead = 0
  private bytesComplete = 0
  private readonly table = transitions()

  constructor(private state = ground) {}

  /** Bytes read up to the last boundary. */
  get complete(): number {
    return this.bytesComplete
  }

  /** Bytes read up to the last whole character, of a sequence or of text. */
  get whole(): number {
    return this.bytesRead - this.unfinished
  }

  read(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      // Plain text changes nothing.
      if (byte < 0x20 || byte > 0x7e || this.state !== ground || this.missing > 0) this.take(byte)
      if (this.state === ground && this.missing === 0) this.bytesComplete = this.bytesRead + at + 1
    }
    this.bytesRead += bytes.length
  }

  /** As xterm's decoder: what is no UTF-8 is dropped, and a byte that ends a broken character is looked at anew. */
  private take(byte: number): void {
    if (this.missing > 0 && (byte & 0xc0) === 0x80) {
      this.codePoint = (this.codePoint << 6) | (byte & 0x3f)
      this.unfinished++
      if (--this.missing === 0) this.character()
      return
    }
    this.missing = 0
    this.unfinished = 0
    if (byte < 0x80) this.step(byte)
    else if ((byte & 0xe0) === 0xc0) this.begin(byte & 0x1f, 1, 0x80)
    else if ((byte & 0xf0) === 0xe0) this.begin(byte & 0x0f, 2, 0x800)
    else if ((byte & 0xf8) === 0xf0) this.begin(byte & 0x07, 3, 0x10000)
  }

  private begin(bits: number, missing: number, least: number): void {
    this.codePoint = bits
    this.missing = missing
    this.leastCodePoint = least
    this.unfinished = 1
  }

  private character(): void {
    const { codePoint } = this
    this.unfinished = 0
    const surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff
    if (codePoint >= this.leastCodePoint && codePoint <= 0x10ffff && !surrogate && codePoint !== 0xfeff) {
      this.step(codePoint)
    }
  }

  private step(code: number): void {
    const entry = this.table[(this.state << 8) | Math.min(code, otherCharacters)] ?? 0
    const next = entry & 15
    // An ESC that ends a string begins a sequence too: the parser adds that to what the table says.
    this.state = code === 0x1b && next === ground ? escapeState : next
  }
}
