import { finalOf } from './charsets'
import { Ink } from './ink'
import { type Buffer, type Internals, type Line, textOf, widthOf } from './internals'
import { promptSequence } from './prompts'
import { writeRows } from './rows'
import type { ScreenTerminal } from './terminal'

/**
 * VT bytes that rebuild in a terminal of the same size all that this one holds: both buffers with what scrolled away, looks,
 * links, prompts, cursor, modes, margins, tab stops, character sets, colours and title. They begin with a reset, so that the other
 * terminal may hold anything. What follows in the host's output then has the same effect on both. The parser must be in its
 * ground state ({@link completeLength}). Not restored, for want of a sequence: half a wide character at an edge.
 */
export function restoreSequence(screen: ScreenTerminal): string {
  return new Restorer(screen).sequence()
}

/** Ends whatever sequence is open, then RIS, then what RIS leaves as it was. */
const reset = '\x18\x1bc\x1b[20l\x1b[?25h\x1b]104\x07\x1b]110\x07\x1b]111\x07\x1b]112\x07'

const mouseProtocols = { NONE: '', X10: '\x1b[?9h', VT200: '\x1b[?1000h', DRAG: '\x1b[?1002h', ANY: '\x1b[?1003h' }
const mouseEncodings = { DEFAULT: '', SGR: '\x1b[?1006h', SGR_PIXELS: '\x1b[?1016h' }
const cursorStyles = { block: 2, underline: 4, bar: 6 }
const designators = ['(', ')', '*', '+']
const shifts = ['\x0f', '\x0e', '\x1bn', '\x1bo']

interface Cell {
  line: Line
  column: number
}

class Restorer {
  private readonly ink: Ink
  private readonly terminal: Internals
  private readonly cols: number
  private readonly rows: number

  constructor(private readonly screen: ScreenTerminal) {
    this.terminal = screen.internals
    this.ink = new Ink(this.terminal)
    this.cols = screen.cols
    this.rows = screen.rows
  }

  sequence(): string {
    const { active, normal, alt } = this.terminal.buffers
    this.ink.control(reset)
    this.writeBuffer(normal, this.prompts())
    if (active === alt) {
      this.ink.use(this.ink.looks.plain)
      this.ink.control('\x1b[?47h\x1b[H')
      this.writeBuffer(alt, new Map())
    }
    this.writeModes()
    this.writeColours()
    if (this.screen.title) this.ink.control(`\x1b]2;${this.screen.title}\x07`)
    this.writeCursor(active)
    return this.ink.toString()
  }

  private writeBuffer(buffer: Buffer, notes: ReadonlyMap<number, string>): void {
    const lines: (Line | undefined)[] = []
    for (let row = 0; row < buffer.ybase + this.rows; row++) lines.push(buffer.lines.get(row))
    // A saved cursor whose row scrolls away is saved before it does: xterm counts from the topmost row of all.
    const scrollsAway = buffer.savedY < Math.min(buffer.ybase, this.rows)
    if (scrollsAway) {
      this.writeSaved(buffer, buffer.savedY, undefined)
      this.ink.goto(0, 0)
    }
    writeRows(this.ink, lines, this.cols, this.rows, notes)
    this.writeTabs(buffer)
    if (buffer.scrollTop !== 0 || buffer.scrollBottom !== this.rows - 1) {
      this.ink.control(`\x1b[${buffer.scrollTop + 1};${buffer.scrollBottom + 1}r`)
    }
    if (!scrollsAway) {
      const row = Math.min(Math.max(buffer.savedY - buffer.ybase, 0), this.rows - 1)
      this.writeSaved(buffer, row, buffer.lines.get(buffer.ybase + row))
    }
    this.ink.goto(buffer.y, Math.min(buffer.x, this.cols - 1))
  }

  /** What tells of the prompts, by the row of the normal buffer that they stand in. */
  private prompts(): Map<number, string> {
    return new Map(this.screen.prompts.list.map((prompt) => [prompt.marker.line, promptSequence(prompt)]))
  }

  private writeTabs(buffer: Buffer): void {
    const stops: number[] = []
    for (let column = 0; column < this.cols; column++) if (buffer.tabs[column]) stops.push(column)
    if (stops.length === Math.ceil(this.cols / 8) && stops.every((stop, index) => stop === index * 8)) return
    this.ink.control('\x1b[3g')
    for (const stop of stops) {
      this.ink.column(stop)
      this.ink.control('\x1bH')
    }
  }

  /** What DECSC kept in this buffer: a place in a row of the screen that holds this line, or nothing yet. */
  private writeSaved(buffer: Buffer, row: number, line: Line | undefined): void {
    const { looks } = this.ink
    const look = looks.ofSaved(buffer.savedCurAttrData)
    const behind = buffer.savedX >= this.cols
    if (row === 0 && buffer.savedX === 0 && look === looks.plain && !buffer.savedCharset) return
    const last = behind ? this.cellBefore(line, this.cols) : undefined
    this.ink.goto(row, last?.column ?? Math.min(buffer.savedX, this.cols - 1))
    if (last) this.printAgain(last)
    else if (behind) this.ink.print(' ')
    this.ink.use(look)
    const final = finalOf(buffer.savedCharset)
    this.ink.control(final === 'B' ? '\x1b7' : `\x1b(${final}\x1b7\x1b(B`)
    if (!behind || last) return
    this.ink.goto(row, this.cols - 1)
    this.ink.use(line ? looks.ofCell(line, this.cols - 1) : looks.plain)
    this.ink.control('\x1b[X')
  }

  private writeModes(): void {
    const { decPrivateModes: modes } = this.terminal.coreService
    const { activeProtocol, activeEncoding } = this.terminal.coreMouseService
    let sequence = mouseProtocols[activeProtocol] + mouseEncodings[activeEncoding]
    if (modes.applicationCursorKeys) sequence += '\x1b[?1h'
    if (modes.applicationKeypad) sequence += '\x1b='
    if (modes.bracketedPasteMode) sequence += '\x1b[?2004h'
    if (modes.reverseWraparound) sequence += '\x1b[?45h'
    if (modes.sendFocus) sequence += '\x1b[?1004h'
    if (!modes.wraparound) sequence += '\x1b[?7l'
    if (modes.cursorStyle) sequence += `\x1b[${cursorStyles[modes.cursorStyle] - (modes.cursorBlink ? 1 : 0)} q`
    if (this.screen.cursorBlink !== undefined) sequence += `\x1b[?12${this.screen.cursorBlink ? 'h' : 'l'}`
    if (this.screen.terminal.options.convertEol) sequence += '\x1b[20h'
    if (this.terminal.coreService.isCursorHidden) sequence += '\x1b[?25l'
    if (sequence) this.ink.control(sequence)
  }

  private writeColours(): void {
    for (const [index, rgb] of this.screen.colours) {
      const name = index < 256 ? `4;${index}` : String(index - 256 + 10)
      const colour = rgb.map((part) => part.toString(16).padStart(2, '0')).join('/')
      this.ink.control(`\x1b]${name};rgb:${colour}\x07`)
    }
  }

  /**
   * Character sets, cursor and pen. A character that was printed last is printed again and nothing follows: a combining
   * character may come next. So is the last of a row that is full: there is no other way to stand behind its end.
   */
  private writeCursor(buffer: Buffer): void {
    const { decPrivateModes: modes, modes: ansi } = this.terminal.coreService
    const { _curAttrData, _parser } = this.terminal._inputHandler
    const pen = this.ink.looks.ofPen(_curAttrData)
    const joinable = _parser.precedingJoinState !== 0
    const atEnd = buffer.x >= this.cols
    const again =
      joinable || (atEnd && !this.hasOtherCharset)
        ? this.cellBefore(buffer.lines.get(buffer.ybase + buffer.y), buffer.x)
        : undefined
    // What is printed again was translated already. Where a character may join, no set translates it twice.
    const setsFirst = joinable || !again
    if (setsFirst) this.writeCharsets(buffer)
    this.ink.control((modes.origin ? '\x1b[?6h' : '') + (modes.synchronizedOutput ? '\x1b[?2026h' : ''))
    const row = buffer.y - (modes.origin ? buffer.scrollTop : 0)
    if (again) {
      this.ink.goto(row, again.column)
      // Room is made first, so that inserting moves the others to where they are.
      if (ansi.insertMode && joinable) this.ink.control(`\x1b[${buffer.x - again.column}P\x1b[4h`)
      // What may be joined was printed with the pen as it is.
      this.printAgain(again, joinable ? pen : undefined)
      // NUL does nothing but say that the character is over.
      if (!joinable) this.ink.control('\0')
    } else {
      this.ink.goto(row, Math.min(buffer.x, this.cols - 1))
      if (atEnd) this.reachEnd(buffer)
    }
    this.ink.use(pen)
    if (!setsFirst) this.writeCharsets(buffer)
    if (ansi.insertMode && !(again && joinable)) this.ink.control('\x1b[4h')
  }

  /** The cell just before a column, when printing it again leads there. */
  private cellBefore(line: Line | undefined, x: number): Cell | undefined {
    if (!line) return undefined
    const last = Math.min(x, this.cols) - 1
    const column = last > 0 && widthOf(line, last) === 0 ? last - 1 : last
    const text = column >= 0 ? textOf(line, column) : ''
    return text !== '' && column + this.ink.widthOf(text) === x ? { line, column } : undefined
  }

  private printAgain({ line, column }: Cell, look = this.ink.looks.ofCell(line, column)): void {
    this.ink.use(look)
    this.ink.print(textOf(line, column))
  }

  /** A row that was erased while the cursor stood behind its end: print there, and erase up to it. */
  private reachEnd(buffer: Buffer): void {
    const line = buffer.lines.get(buffer.ybase + buffer.y)
    if (!line) return
    const look = this.ink.looks.ofCell(line, 0)
    for (let column = 0; column < this.cols; column++) {
      if (textOf(line, column) !== '' || this.ink.looks.ofCell(line, column) !== look) return
    }
    if (!look.erasable) return
    this.ink.use(look)
    this.ink.print(' ')
    this.ink.control('\x1b[1K')
  }

  /** Whether DECRC brought back a set that is not the one designated: only DECRC can do that again. */
  private get hasOtherCharset(): boolean {
    const { charset, glevel, _charsets: sets } = this.terminal._charsetService
    return charset !== sets[glevel]
  }

  private writeCharsets(buffer: Buffer): void {
    const { charset, glevel, _charsets: sets } = this.terminal._charsetService
    let sequence = ''
    for (const [index, designator] of designators.entries()) {
      if (sets[index]) sequence += `\x1b${designator}${finalOf(sets[index])}`
    }
    if (glevel > 0) sequence += shifts[glevel]
    if (sequence) this.ink.control(sequence)
    if (this.hasOtherCharset && charset === buffer.savedCharset) this.ink.restoreCursor()
  }
}
