import headless, { type Terminal } from '@xterm/headless'
import { pieces } from '../encodings/utf8'
import { UnicodeGraphemesAddon } from './graphemes'
import { type Internals, internals } from './internals'
import { mend } from './mends'
import { Prompts } from './prompts'
import { scrollbackLines } from './scrollback'

/**
 * So many prompts come back where a screen is restored. Each costs time with every line that scrolls away or is erased: more would have
 * a hostile host's sequences take several times as long.
 */
export const restoredPrompts = 500

/** A title is shown in a tab; a hostile host's may be megabytes. */
const longestTitle = 1024

/** A terminal without a screen that reckons as the browser's does, and what the host told it beyond the text. */
export class ScreenTerminal {
  readonly terminal: Terminal
  readonly internals: Internals
  /** The prompts above and on the screen, as far as the host tells of them. */
  readonly prompts: Prompts
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
    this.prompts = new Prompts(this.terminal, restoredPrompts)
    this.terminal.onTitleChange((title) => {
      this.title = title.slice(0, longestTitle)
    })
    this.followColours()
    this.followBlink()
    mend(this.internals, this.terminal, () => this.scrollback)
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
    for (const piece of pieces(bytes)) this.internals._writeBuffer.writeSync(piece)
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
}
