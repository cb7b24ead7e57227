import type { Look } from './attributes'
import type { Ink } from './ink'
import { bits, type Line, textOf, widthOf } from './internals'

/** A wide character, to make blank cells of: what is left of a wide character that was overwritten keeps its look. */
const wide = '\u3000'

/** The content of a cell of width 1, less its code point. */
const narrow = 1 << bits.widthShift

/** How a row comes to be. `flows`: the row before runs over into it, as it did at first. `forced`: made to look so. */
type Arrival = 'new' | 'flows' | 'forced'

/**
 * Writes rows of a buffer from the top of an empty screen, `screenRows` high: what doesn't fit scrolls up, as it did at
 * first. `notes` are sequences that are told in their row and neither draw nor move anything. The cursor is left somewhere in
 * the last row.
 */
export function writeRows(
  ink: Ink,
  lines: readonly (Line | undefined)[],
  cols: number,
  screenRows: number,
  notes: ReadonlyMap<number, string>,
): void {
  new RowWriter(ink, lines, cols, screenRows, notes).write()
}

class RowWriter {
  private readonly arrivals: Arrival[]
  /** Columns of the row at hand (or the one to come) that hold something by now. */
  private dirty = new Set<number>()
  private dirtyNext = new Set<number>()
  /** The background that the row at hand was made with. */
  private fill = 0
  /** Where the cursor is; `cols` when the next character goes to the next row. */
  private x = 0
  private readonly plain: Buffer

  constructor(
    private readonly ink: Ink,
    private readonly lines: readonly (Line | undefined)[],
    private readonly cols: number,
    private readonly screenRows: number,
    private readonly notes: ReadonlyMap<number, string>,
  ) {
    this.plain = Buffer.alloc(cols)
    this.arrivals = this.planArrivals()
  }

  write(): void {
    if (this.lines[0]?.isWrapped && this.screenRows > 1) this.wrapFirst()
    for (let row = 0; row < this.lines.length; row++) {
      if (row > 0) this.arriveAt(row)
      const line = this.lines[row]
      if (line) this.writeRow(row, line)
      const note = this.notes.get(row)
      // Not before the row's first cell: until that is printed the cursor may stand behind the row above.
      if (note) this.ink.control(note)
    }
  }

  private planArrivals(): Arrival[] {
    const arrivals: Arrival[] = new Array(this.lines.length).fill('new')
    for (let row = this.lines.length - 1; row > 0; row--) {
      if (!this.lines[row]?.isWrapped || this.screenRows < 2) continue
      arrivals[row] = this.flowsInto(row) && !this.preparesFirst(row, arrivals) ? 'flows' : 'forced'
    }
    return arrivals
  }

  /** Whether writing the row begins elsewhere than with its first cell. */
  private preparesFirst(row: number, arrivals: readonly Arrival[]): boolean {
    if (arrivals[row + 1] === 'forced') return true
    return arrivals[row + 1] !== 'flows' && this.endsOddly(this.lines[row])
  }

  /** Whether the row's first character, printed after the last of the row before, lands there by itself. */
  private flowsInto(row: number): boolean {
    const line = this.lines[row]
    const before = this.lines[row - 1]
    if (!line || !before || !hasContent(line, 0)) return false
    if (hasContent(before, this.cols - 1)) return widthOf(before, this.cols - 1) === 1
    if (this.cols > 1 && widthOf(before, this.cols - 1) === 0) return widthOf(before, this.cols - 2) === 2
    // A wide character that doesn't fit leaves a blank with its own look behind.
    return widthOf(line, 0) === 2 && this.lookAt(before, this.cols - 1) === this.lookAt(line, 0)
  }

  /** Whether the last cell is a blank that erasing can't make. */
  private endsOddly(line: Line | undefined): boolean {
    return (
      line !== undefined &&
      !hasContent(line, this.cols - 1) &&
      !this.isSecondHalf(line, this.cols - 1) &&
      !this.lookAt(line, this.cols - 1).erasable
    )
  }

  private isSecondHalf(line: Line, column: number): boolean {
    return column > 0 && widthOf(line, column) === 0 && !hasContent(line, column) && widthOf(line, column - 1) === 2
  }

  private lookAt(line: Line, column: number): Look {
    return this.ink.looks.ofCell(line, column)
  }

  /** The first row of all continues one that is gone: print one, run over, and delete it. */
  private wrapFirst(): void {
    this.ink.column(this.cols - 1)
    this.ink.print('x')
    this.ink.print('x')
    this.ink.goto(0, 0)
    this.ink.control('\x1b[M')
    this.dirtyNext.add(0)
    this.x = 0
  }

  private arriveAt(row: number): void {
    const scrolls = row >= this.screenRows
    switch (this.arrivals[row]) {
      case 'flows': {
        const line = this.lines[row]
        this.fill = scrolls && line ? this.lookAt(line, 0).background : 0
        this.x = this.cols
        return
      }
      case 'forced':
        this.fill = 0
        this.ink.control('\x1b[B\r')
        this.x = 0
        return
      default:
        if (scrolls && this.ink.background !== 0) this.ink.use(this.ink.looks.plain)
        this.fill = 0
        this.ink.control('\r\n')
        this.x = 0
    }
  }

  private writeRow(row: number, line: Line): void {
    this.dirty = this.dirtyNext
    this.dirtyNext = new Set()
    const next = this.arrivals[row + 1]
    if (next === 'forced') this.forceNext()
    if (next !== 'flows' && this.endsOddly(line)) this.leaveOddEnd(this.lookAt(line, this.cols - 1))
    const end =
      next === 'flows' && !hasContent(line, this.cols - 1) && !this.isSecondHalf(line, this.cols - 1)
        ? this.cols - 1
        : this.cols
    for (let column = 0; column < end; ) column = this.writeCell(line, column, end)
    // What runs over next leaves the last cell blank only when the cursor stands there.
    if (end < this.cols) this.moveTo(end)
  }

  /** Runs over into the next row, and comes back: that row then counts as a continuation. */
  private forceNext(): void {
    this.ink.use(this.ink.looks.plain)
    this.ink.column(this.cols - 1)
    this.ink.print('x')
    this.ink.print('x')
    this.ink.control('\x1b[A\r')
    this.x = 0
    this.dirty.add(this.cols - 1)
    this.dirtyNext.add(0)
  }

  /** The last cell becomes a blank with a look, as the second half of a wide character that was overwritten. */
  private leaveOddEnd(look: Look): void {
    this.ink.use(look)
    this.ink.column(this.cols - 2)
    this.ink.print(wide)
    this.ink.column(this.cols - 2)
    this.ink.print(' ')
    this.dirty.add(this.cols - 2)
    this.dirty.delete(this.cols - 1)
    this.x = this.cols - 1
    this.moveTo(0)
  }

  /** Writes the cell, or a run of blanks; answers the column to go on at. */
  private writeCell(line: Line, column: number, end: number): number {
    const text = textOf(line, column)
    // A narrowed screen may have cut a wide character in half. There is no way to print that.
    if (text === '' || column + this.ink.widthOf(text) > this.cols) return this.writeBlanks(line, column, end)
    if (this.x !== this.cols || column > 0) this.moveTo(column)
    this.ink.use(this.lookAt(line, column))
    this.x = column + this.ink.print(text)
    const next = column + Math.max(widthOf(line, column), 1)
    return text.length === 1 && text < '\x7f' ? this.writePlain(line, column, next) : next
  }

  /** Plain characters that look as the one at `like`, as many as come next: most of what is on screens. */
  private writePlain(line: Line, like: number, from: number): number {
    const data = line._data
    const fg = data[like * 3 + 1] ?? 0
    const bg = data[like * 3 + 2] ?? 0
    if (bg & bits.extended) return from
    let at = from
    for (; at < this.cols; at++) {
      const code = (data[at * 3] ?? 0) - narrow
      if (code < 0x20 || code > 0x7e || data[at * 3 + 1] !== fg || data[at * 3 + 2] !== bg) break
      this.plain[at - from] = code
    }
    if (at > from) this.ink.printPlain(this.plain.toString('latin1', 0, at - from))
    this.x = at
    return at
  }

  private writeBlanks(line: Line, column: number, end: number): number {
    const look = this.lookAt(line, column)
    let next = column + 1
    while (next < end && !hasContent(line, next) && this.lookAt(line, next) === look) next++
    if (look.erasable) {
      if (look.background !== this.fill || this.anyDirty(column, next)) {
        this.moveTo(column)
        this.ink.use(look)
        this.ink.control(`\x1b[${next - column}X`)
      }
      return next
    }
    for (let at = column; at < Math.min(next, this.cols - 1); at++) this.leaveOdd(at, look)
    return next
  }

  /** A blank with a look: the first half of a wide character that was overwritten. */
  private leaveOdd(column: number, look: Look): void {
    this.moveTo(column)
    this.ink.use(look)
    this.ink.print(wide)
    this.ink.column(column + 1)
    this.ink.print(' ')
    this.x = column + 2
    this.dirty.add(column + 1)
  }

  private anyDirty(from: number, to: number): boolean {
    for (const column of this.dirty) if (column >= from && column < to) return true
    return false
  }

  private moveTo(column: number): void {
    if (this.x === column) return
    this.ink.column(column)
    this.x = column
  }
}

function hasContent(line: Line, column: number): boolean {
  return ((line._data[column * 3] ?? 0) & bits.hasContent) !== 0
}
