import headless, { type Terminal } from '@xterm/headless'
import { UnicodeGraphemesAddon } from './graphemes'
import { type Internals, internals } from './internals'

/** Lines kept above the screen, here and in the browser. */
export const scrollbackLines = 10_000

/** xterm decodes this much at once; see {@link ScreenTerminal.write}. */
const sliceBytes = 64 * 1024

/** A title is shown in a tab; a hostile host's may be megabytes. */
const longestTitle = 1024

/**
 * Sequences that xterm repeats in a loop as often as the host says, and the most that makes a difference, in screens. Without
 * this a host holds up the thread for hours with a dozen bytes.
 */
const repeated = [
  { final: 'L' },
  { final: 'M' },
  { final: 'S' },
  { final: 'T' },
  { final: 'I' },
  { final: 'Z' },
  { final: 'b' },
]

/** A terminal without a screen that reckons as the browser's does, and what the host told it beyond the text. */
export class ScreenTerminal {
  readonly terminal: Terminal
  readonly internals: Internals
  title = ''
  /** Colours the host set (OSC 4, 10, 11, 12): index to RGB; 256, 257, 258 are foreground, background and cursor. */
  readonly colours = new Map<number, readonly [number, number, number]>()
  /** What the host said of the cursor's blinking (mode 12), which xterm keeps among a person's own settings. */
  cursorBlink: boolean | undefined

  constructor(
    size: { cols: number; rows: number },
    readonly scrollback = scrollbackLines,
  ) {
    this.terminal = new headless.Terminal({ ...size, scrollback, allowProposedApi: true, logLevel: 'off' })
    this.terminal.loadAddon(new UnicodeGraphemesAddon())
    this.internals = internals(this.terminal)
    this.terminal.onTitleChange((title) => {
      this.title = title.slice(0, longestTitle)
    })
    this.followColours()
    this.followBlink()
    this.boundRepeats()
    this.mendErase()
  }

  get cols(): number {
    return this.terminal.cols
  }

  get rows(): number {
    return this.terminal.rows
  }

  /**
   * Parses at once. `bytes` may end within a sequence but not within a character: xterm's decoder loses some characters
   * that come in two parts (U+3002, the Chinese full stop, is one), and it cuts what is longer than 128 KiB in parts itself.
   */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(at + sliceBytes, bytes.length)
      const next = end < bytes.length ? characterStart(bytes, end) : end
      this.internals._writeBuffer.writeSync(bytes.subarray(at, next))
      at = next
    }
  }

  resize(cols: number, rows: number): void {
    this.terminal.resize(cols, rows)
  }

  dispose(): void {
    this.terminal.dispose()
  }

  private followColours(): void {
    this.internals._inputHandler.onColor((requests) => {
      for (const { type, index, color } of requests) {
        if (type === 1 && index !== undefined && color) this.colours.set(index, color)
        if (type !== 2) continue
        if (index !== undefined) this.colours.delete(index)
        else for (const set of [...this.colours.keys()]) if (set < 256) this.colours.delete(set)
      }
    })
  }

  private followBlink(): void {
    for (const final of ['h', 'l']) {
      this.terminal.parser.registerCsiHandler({ prefix: '?', final }, (params) => {
        if (params.includes(12)) this.cursorBlink = final === 'h'
        return false
      })
    }
  }

  /** xterm throws when all up to the very last cell is to be erased (CSI 1 J): the same as erasing everything. */
  private mendErase(): void {
    const { buffers, _inputHandler } = this.internals
    for (const prefix of [undefined, '?']) {
      _inputHandler._parser.registerCsiHandler({ prefix, final: 'J' }, ({ params }) => {
        const { x, y, lines } = buffers.active
        if (params[0] === 1 && x + 1 >= this.cols && y + 1 >= lines.length) params[0] = 2
        return false
      })
    }
  }

  private boundRepeats(): void {
    for (const id of repeated) {
      this.internals._inputHandler._parser.registerCsiHandler(id, (params) => {
        const most = id.final === 'b' ? this.cols * (this.rows + this.scrollback) : this.cols + this.rows
        if ((params.params[0] ?? 0) > most) params.params[0] = most
        return false
      })
    }
  }
}

/** The last place at or before `end` where a UTF-8 character begins; `end` itself in what is no UTF-8. */
function characterStart(bytes: Uint8Array, end: number): number {
  for (let at = end; at > end - 4; at--) {
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return at
  }
  return end
}
