import { expect } from 'vitest'
import { bits, type Buffer as ScreenBuffer, textOf, widthOf } from '../screen/internals'
import type { ScreenTerminal } from '../screen/terminal'

/**
 * All that a terminal holds, as a value to compare: two terminals with equal descriptions look alike and go on alike. Colours
 * and flags as they are drawn, rather than bit by bit: xterm leaves traces of earlier colours in bits that mean nothing.
 */
export function describeScreen(screen: ScreenTerminal) {
  const { buffers, coreService, coreMouseService, _charsetService, _inputHandler } = screen.internals
  const { active, normal, alt } = buffers
  const join = _inputHandler._parser.precedingJoinState
  return {
    size: [screen.cols, screen.rows],
    title: screen.title,
    prompts: [...new Map(screen.prompts.list.map(({ marker, exit }) => [marker.line, exit]))],
    colours: Object.fromEntries(screen.colours),
    alternate: active === alt,
    normal: describeBuffer(screen, normal),
    alt: active === alt ? describeBuffer(screen, alt) : undefined,
    cursor: [active.x, active.y],
    pen: describePen(screen),
    modes: { ...coreService.modes, ...coreService.decPrivateModes },
    cursorHidden: coreService.isCursorHidden,
    cursorBlink: screen.cursorBlink,
    convertEol: screen.terminal.options.convertEol,
    mouse: [coreMouseService.activeProtocol, coreMouseService.activeEncoding],
    charsets: [0, 1, 2, 3].map((index) => _charsetService._charsets[index]?.q ?? ''),
    charset: _charsetService.charset?.q ?? '',
    glevel: _charsetService.glevel,
    // Bit 0 says how it came about; of the kind only the low bits are looked at.
    join: [join !== 0, (join >> 3) & 15, (join >> 1) & 3],
  }
}

/** Fails unless both terminals hold the same. */
export function expectSameScreen(one: ScreenTerminal, other: ScreenTerminal): void {
  expect(describeScreen(one)).toEqual(describeScreen(other))
}

function describeBuffer(screen: ScreenTerminal, buffer: ScreenBuffer) {
  const { cols, rows } = screen
  return {
    base: buffer.ybase,
    lines: Array.from({ length: buffer.lines.length }, (_, row) => describeLine(screen, buffer, row)),
    margins: [buffer.scrollTop, buffer.scrollBottom],
    tabs: Array.from({ length: cols }, (_, column) => buffer.tabs[column] ?? false),
    saved: [
      buffer.savedX,
      Math.min(Math.max(buffer.savedY - buffer.ybase, 0), rows - 1),
      describeColours(buffer.savedCurAttrData.fg, buffer.savedCurAttrData.bg),
      buffer.savedCharset?.q ?? '',
    ].join(' '),
  }
}

/** The colour of a line under a cell that has none. */
const lineAlone = /^ line \S+/

/** A row as one string: its cells, each with the look it has. Equal rows are equal strings, and a difference can be read. */
function describeLine(screen: ScreenTerminal, buffer: ScreenBuffer, row: number): string {
  const line = buffer.lines.get(row)
  if (!line) return '(none)'
  let described = line.isWrapped ? '> ' : ''
  let lastLook = ''
  for (let column = 0; column < screen.cols; column++) {
    const fg = line._data[column * 3 + 1] ?? 0
    const bg = line._data[column * 3 + 2] ?? 0
    const text = textOf(line, column)
    const width = widthOf(line, column)
    // The second half of a wide character looks as the first.
    if (width === 0 && text === '' && column > 0 && widthOf(line, column - 1) === 2) continue
    const look =
      describeColours(fg, bg) +
      describeExtended(screen, fg, bg & bits.extended ? line._extendedAttrs[column] : undefined).replace(lineAlone, '')
    if (look !== lastLook) described += `{${look}}`
    lastLook = look
    described += text === '' ? '·' : text + (width === 2 ? '_' : '')
  }
  return described
}

function describePen(screen: ScreenTerminal): string {
  const { fg, bg, extended } = screen.internals._inputHandler._curAttrData
  const { underlineColor } = extended
  const told = bg & bits.extended ? extended : { underlineColor, urlId: 0, _ext: 0 }
  return describeColours(fg, bg) + describeExtended(screen, fg, told)
}

function describeColours(fg: number, bg: number): string {
  const flags = [(fg & bits.flags) >>> 0, (bg & bits.flags & ~bits.extended) >>> 0].map((value) => value.toString(16))
  return `${describeColour(fg)} ${describeColour(bg)} ${flags.join(' ')}`
}

function describeColour(value: number): string {
  const mode = value & bits.colourMode
  if (mode === 0) return '-'
  if (mode === bits.rgb) return `#${(value & bits.colour).toString(16)}`
  return `${mode === bits.palette16 ? 'p' : 'x'}${value & 0xff}`
}

function describeExtended(
  screen: ScreenTerminal,
  fg: number,
  extended: { underlineColor: number; urlId: number; _ext: number } | undefined,
): string {
  const underlined = fg & bits.underline ? 1 : 0
  if (!extended) return ''
  // DECALN underlines without a style; that is one of the simple kind.
  const style = (extended._ext >>> bits.underlineStyleShift) & bits.underlineStyle || underlined
  const link = extended.urlId ? screen.internals._oscLinkService.getLinkData(extended.urlId) : undefined
  const described = `${style ? ` style ${style}` : ''}${extended.underlineColor ? ` line ${describeColour(extended.underlineColor)}` : ''}`
  return described + (link ? ` link ${link.uri}` : '')
}
