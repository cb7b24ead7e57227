import { type Look, Looks } from './attributes'
import type { Internals } from './internals'

/** Writes VT bytes and knows what they leave behind: the look that is on, and what a next character would join. */
export class Ink {
  private text = ''
  private look: Look | undefined
  private link: string | undefined
  private join = 0
  readonly looks: Looks
  /** The join state after a plain ASCII character. */
  private readonly plainJoin: number

  constructor(private readonly terminal: Internals) {
    this.looks = new Looks(terminal)
    this.look = this.looks.plain
    this.link = this.look.link
    this.plainJoin = terminal.unicodeService.charProperties(0x41, 0)
  }

  /** A control sequence, or several. They may not change the look. */
  control(sequence: string): void {
    this.text += sequence
    this.join = 0
  }

  /** To a column (from 0) of this row. */
  column(column: number): void {
    this.control(`\x1b[${column + 1}G`)
  }

  /** To a place on the screen (from 0). */
  goto(row: number, column: number): void {
    this.control(`\x1b[${row + 1};${column + 1}H`)
  }

  use(look: Look): void {
    if (look === this.look) return
    if (look.sgr !== this.look?.sgr) this.control(look.sgr)
    if (look.link !== this.link) {
      this.control(look.link)
      this.link = look.link
    }
    this.look = look
  }

  /** The colour that a new or an erased cell would get. */
  get background(): number {
    return this.look?.background ?? -1
  }

  /** DECRC: the look is then another one. */
  restoreCursor(): void {
    this.control('\x1b8')
    this.look = undefined
    this.link = undefined
  }

  /** One cell's characters; answers how wide they are drawn. Apart from what was printed before, which they never join. */
  print(text: string): number {
    const first = text.charCodeAt(0)
    if (text.length === 1 && first < 0x7f && (this.join === 0 || this.join === this.plainJoin)) {
      this.text += text
      this.join = this.plainJoin
      return 1
    }
    // NUL does nothing but end the cluster.
    if (joins(this.terminal.unicodeService.charProperties(text.codePointAt(0) ?? 0, this.join))) this.control('\0')
    this.join = this.joinAfter(text, this.join)
    this.text += text
    return widthOfJoin(this.join)
  }

  /** Characters of one column each that join nothing: plain ASCII. Only after {@link print}. */
  printPlain(text: string): void {
    this.text += text
    this.join = this.plainJoin
  }

  /** How wide one cell's characters are drawn. */
  widthOf(text: string): number {
    return text.length === 1 && text.charCodeAt(0) < 0x7f ? 1 : widthOfJoin(this.joinAfter(text, 0))
  }

  private joinAfter(text: string, before: number): number {
    let join = before
    for (const character of text) {
      join = this.terminal.unicodeService.charProperties(character.codePointAt(0) ?? 0, join)
    }
    return join
  }

  /** Everything written so far. */
  toString(): string {
    return this.text
  }
}

function widthOfJoin(properties: number): number {
  return (properties >>> 1) & 3
}

function joins(properties: number): boolean {
  return (properties & 1) !== 0
}
