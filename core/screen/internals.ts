import type { Terminal } from '@xterm/headless'

/**
 * What xterm.js 6.0.0 (the version is pinned) holds and its public API doesn't tell, as far as a screen needs it. Every look
 * behind the API is in this file: whoever moves to another version of xterm reads its source against these interfaces, and
 * the property tests beside this file say what no longer holds.
 */
export interface Internals {
  readonly buffers: { readonly active: Buffer; readonly normal: Buffer; readonly alt: Buffer }
  readonly unicodeService: {
    /** Bit 0: joins with what precedes; bits 1 and 2: width; the rest: kind. `preceding` is an earlier answer, or 0. */
    charProperties(codePoint: number, preceding: number): number
  }
  readonly coreService: {
    readonly isCursorHidden: boolean
    readonly modes: { readonly insertMode: boolean }
    readonly decPrivateModes: {
      readonly applicationCursorKeys: boolean
      readonly applicationKeypad: boolean
      readonly bracketedPasteMode: boolean
      readonly cursorBlink: boolean | undefined
      readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined
      readonly origin: boolean
      readonly reverseWraparound: boolean
      readonly sendFocus: boolean
      readonly synchronizedOutput: boolean
      readonly wraparound: boolean
    }
  }
  readonly coreMouseService: {
    readonly activeProtocol: 'NONE' | 'X10' | 'VT200' | 'DRAG' | 'ANY'
    readonly activeEncoding: 'DEFAULT' | 'SGR' | 'SGR_PIXELS'
  }
  readonly _charsetService: {
    readonly charset: Charset | undefined
    readonly glevel: number
    readonly _charsets: readonly (Charset | undefined)[]
  }
  readonly _oscLinkService: { getLinkData(id: number): { id?: string; uri: string } | undefined }
  readonly _inputHandler: {
    readonly _curAttrData: Attributes
    readonly _parser: {
      readonly precedingJoinState: number
      readonly currentState: number
      readonly _transitions: { readonly table: Uint8Array }
      registerCsiHandler(
        id: { prefix?: string; intermediates?: string; final: string },
        handler: (params: { readonly params: Int32Array; readonly length: number }) => boolean,
      ): void
    }
    onColor(listener: (requests: readonly ColourRequest[]) => void): void
  }
  readonly _writeBuffer: {
    /** Parses at once; throws what parsing throws. */
    writeSync(data: Uint8Array | string): void
  }
}

/** What the browser's build holds besides, once it is open. */
export interface BrowserInternals {
  readonly _renderService: {
    readonly _renderDebouncer: {
      /** The frame that was asked for, until it comes. */
      _animationFrame: number | undefined
      /** Draws the rows that have changed, and calls who waits for the frame. */
      _innerRefresh(): void
      /** Asks for a frame. */
      addRefreshCallback(drawn: () => void): void
    }
  }
  readonly _bufferService: {
    readonly buffer: Pick<Buffer, 'scrollTop' | 'scrollBottom'> & { readonly ydisp: number }
    /** Tells everyone that the buffer has scrolled. */
    readonly _onScroll: { fire(line: number): void }
  }
  readonly _inputHandler: {
    /** These rows of the screen are to be drawn. */
    markRangeDirty(first: number, last: number): void
  }
  readonly _viewport: {
    scrollLines(by: number): void
    scrollToLine(line: number, atOnce?: boolean): void
  }
  _overviewRulerRenderer: { dispose(): void } | undefined
}

/** A character set: what stands for an ASCII character. Its identity tells which it is. */
export type Charset = Record<string, string | undefined>

/** `type`: 0 asks, 1 sets, 2 restores (all 256 when there is no index). 256, 257, 258: foreground, background, cursor. */
export interface ColourRequest {
  readonly type: 0 | 1 | 2
  readonly index?: number
  readonly color?: readonly [number, number, number]
}

export interface Attributes {
  readonly fg: number
  readonly bg: number
  readonly extended: ExtendedAttributes
}

export interface ExtendedAttributes {
  readonly underlineColor: number
  readonly urlId: number
  /** Holds the underline's style, which the getter hides while a link is open. */
  readonly _ext: number
}

export interface Buffer {
  readonly lines: { readonly length: number; get(index: number): Line | undefined }
  readonly ybase: number
  readonly x: number
  readonly y: number
  readonly scrollTop: number
  readonly scrollBottom: number
  readonly tabs: Readonly<Record<number, boolean | undefined>>
  readonly savedX: number
  readonly savedY: number
  readonly savedCurAttrData: Attributes
  readonly savedCharset: Charset | undefined
}

export interface Line {
  readonly length: number
  readonly isWrapped: boolean
  /** Three words a cell: content, foreground, background. */
  readonly _data: Uint32Array
  readonly _combined: Readonly<Record<number, string>>
  readonly _extendedAttrs: Readonly<Record<number, ExtendedAttributes | undefined>>
}

/** Bits of a cell's words, as in xterm's `common/buffer/Constants.ts`. */
export const bits = {
  codePoint: 0x1fffff,
  combined: 0x200000,
  hasContent: 0x3fffff,
  widthShift: 22,
  colourMode: 0x3000000,
  palette16: 0x1000000,
  palette256: 0x2000000,
  rgb: 0x3000000,
  colour: 0xffffff,
  flags: 0xfc000000,
  inverse: 0x4000000,
  bold: 0x8000000,
  underline: 0x10000000,
  blink: 0x20000000,
  invisible: 0x40000000,
  strikethrough: 0x80000000,
  italic: 0x4000000,
  dim: 0x8000000,
  extended: 0x10000000,
  protected: 0x20000000,
  overline: 0x40000000,
  underlineStyleShift: 26,
  underlineStyle: 7,
} as const

/** The cell's own characters; empty where nothing was printed. */
export function textOf(line: Line, column: number): string {
  const content = line._data[column * 3] ?? 0
  if (content & bits.combined) return line._combined[column] ?? ''
  const codePoint = content & bits.codePoint
  return codePoint ? String.fromCodePoint(codePoint) : ''
}

/** Columns the cell takes; 0 for the second half of a wide one. */
export function widthOf(line: Line, column: number): number {
  return (line._data[column * 3] ?? 0) >>> bits.widthShift
}

/** What a terminal of the pinned version holds. */
export function internals(terminal: Pick<Terminal, 'parser'>): Internals {
  // The public class wraps one private field, the terminal itself, in the browser and without one. The interface above was read
  // from its source.
  return (terminal as unknown as { _core: Internals })._core
}

/** The same of one that is open in a browser. */
export function browserInternals(terminal: Pick<Terminal, 'parser'>): BrowserInternals {
  // As above.
  return (terminal as unknown as { _core: BrowserInternals })._core
}
