import { type Attributes, bits, type ExtendedAttributes, type Internals, type Line } from './internals'

/** How a cell looks, made comparable: equal looks are the same object within one {@link Looks}. */
export interface Look {
  /** Switches to this look, whatever was on. Links apart. */
  readonly sgr: string
  /** Opens or closes the hyperlink. */
  readonly link: string
  /** The background's colour alone, as xterm codes it. */
  readonly background: number
  /** Whether erasing leaves a cell like this: nothing but a background. */
  readonly erasable: boolean
}

const noLink = '\x1b]8;;\x1b\\'

/** The looks of one terminal's cells. */
export class Looks {
  private readonly known = new Map<string, Look>()
  /** The same by foreground and background, which is quicker. */
  private readonly byColours = new Map<number, Map<number, Look>>()
  private lastFg = -1
  private lastBg = -1
  private lastExtended: ExtendedAttributes | undefined
  private last: Look

  constructor(private readonly terminal: Internals) {
    this.plain = this.of(0, 0, undefined)
    this.last = this.plain
  }

  /** As after a reset. */
  readonly plain: Look

  ofCell(line: Line, column: number): Look {
    const fg = line._data[column * 3 + 1] ?? 0
    const bg = line._data[column * 3 + 2] ?? 0
    const extended = bg & bits.extended ? line._extendedAttrs[column] : undefined
    if (fg === this.lastFg && bg === this.lastBg && extended === this.lastExtended) return this.last
    this.last = extended ? this.of(fg, bg, extended) : this.ofColours(fg, bg)
    this.lastFg = fg
    this.lastBg = bg
    this.lastExtended = extended
    return this.last
  }

  /** The look of what is printed next. DECRC brings colours and flags back, and leaves links and kinds of underline alone. */
  ofPen(pen: Attributes): Look {
    const { underlineColor } = pen.extended
    return this.of(pen.fg, pen.bg, pen.bg & bits.extended ? pen.extended : { underlineColor, urlId: 0, _ext: 0 })
  }

  /** What DECSC kept: colours and flags, without links and kinds of underline. */
  ofSaved(saved: Attributes): Look {
    return this.of(saved.fg, saved.bg, undefined)
  }

  private ofColours(fg: number, bg: number): Look {
    let row = this.byColours.get(fg)
    if (!row) {
      row = new Map()
      this.byColours.set(fg, row)
    }
    let look = row.get(bg)
    if (!look) {
      look = this.of(fg, bg, undefined)
      row.set(bg, look)
    }
    return look
  }

  private of(fg: number, bg: number, extended: ExtendedAttributes | undefined): Look {
    const foreground = colour(fg)
    const background = colour(bg)
    const fgFlags = fg & bits.flags
    const bgFlags = bg & bits.flags & ~bits.extended
    const style = fgFlags & bits.underline ? underlineStyle(extended) || 1 : 0
    const underlineColour = extended?.underlineColor ?? 0
    const url = extended?.urlId ?? 0
    const key = `${foreground} ${background} ${fgFlags} ${bgFlags} ${style} ${underlineColour} ${url}`
    const known = this.known.get(key)
    if (known) return known
    const look: Look = {
      sgr: sgr({ foreground, background, fgFlags, bgFlags, style, underlineColour }),
      link: this.link(url),
      background,
      erasable: (foreground | fgFlags | bgFlags | style | underlineColour | url) === 0,
    }
    this.known.set(key, look)
    return look
  }

  private link(url: number): string {
    const data = url ? this.terminal._oscLinkService.getLinkData(url) : undefined
    // Cells of one link stay one link: hovering over a part shows the whole.
    return data ? `\x1b]8;id=${data.id ?? `part-${url}`};${data.uri}\x1b\\` : noLink
  }
}

/** A colour without what an earlier one left in the bits that its mode doesn't use. */
function colour(value: number): number {
  const mode = value & bits.colourMode
  if (mode === 0) return 0
  return value & (mode === bits.rgb ? bits.colourMode | bits.colour : bits.colourMode | 0xff)
}

function underlineStyle(extended: ExtendedAttributes | undefined): number {
  return extended ? (extended._ext >>> bits.underlineStyleShift) & bits.underlineStyle : 0
}

function sgr(look: {
  foreground: number
  background: number
  fgFlags: number
  bgFlags: number
  style: number
  underlineColour: number
}): string {
  const { fgFlags, bgFlags, style } = look
  let codes = '0'
  if (fgFlags & bits.bold) codes += ';1'
  if (bgFlags & bits.dim) codes += ';2'
  if (bgFlags & bits.italic) codes += ';3'
  if (fgFlags & bits.blink) codes += ';5'
  if (fgFlags & bits.inverse) codes += ';7'
  if (fgFlags & bits.invisible) codes += ';8'
  if (fgFlags & bits.strikethrough) codes += ';9'
  if (bgFlags & bits.overline) codes += ';53'
  codes += colourCodes(look.foreground, 30) + colourCodes(look.background, 40)
  if (look.underlineColour) codes += `;58${subParameters(look.underlineColour)}`
  if (style) codes += style === 1 ? ';4' : `;4:${style}`
  return `\x1b[${codes}m${bgFlags & bits.protected ? '\x1b[1"q' : ''}`
}

function colourCodes(value: number, base: 30 | 40): string {
  const mode = value & bits.colourMode
  if (mode === 0) return ''
  if (mode === bits.palette16) {
    const index = value & 0xff
    return `;${index < 8 ? base + index : base + 60 + index - 8}`
  }
  if (mode === bits.palette256) return `;${base + 8};5;${value & 0xff}`
  return `;${base + 8};2;${(value >>> 16) & 0xff};${(value >>> 8) & 0xff};${value & 0xff}`
}

function subParameters(value: number): string {
  if ((value & bits.colourMode) === bits.rgb) {
    return `:2::${(value >>> 16) & 0xff}:${(value >>> 8) & 0xff}:${value & 0xff}`
  }
  return `:5:${value & 0xff}`
}
