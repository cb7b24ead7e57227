import { encodingOf, type HostEncoding } from '../encodings/names'
import type { RecordingEvent } from '../recording/events'
import type { RecordingHeader } from '../sessions/order'
import { Backlog } from './backlog'
import { introducer } from './boundary'
import { restoreSequence } from './restore'
import { type Script, scriptOf } from './script'
import { scrollbackLines } from './scrollback'
import { ScreenTerminal } from './terminal'

/** A whole screen at a place of a session's output: a terminal that reads `bytes`, then the output from `offset` on, has it all. */
export interface Keyframe {
  /** Bytes of the host's output that are in it, counted from the session's beginning. */
  offset: number
  cols: number
  rows: number
  title: string
  /** VT bytes for a terminal of this size; they begin with a reset. */
  bytes: Uint8Array
}

/** Before anything was printed. */
export function blankKeyframe(cols: number, rows: number): Keyframe {
  return { offset: 0, cols, rows, title: '', bytes: new Uint8Array() }
}

/** Parsed at once; more waits for no one. */
const batchBytes = 256 * 1024
/** A sequence longer than this is passed over: a keyframe can't wait for its end. */
const longestSequence = 256 * 1024
/** Plain text that waits because its beginning may turn out not to count. */
const longestFlood = 8 * 1024 * 1024

/** A keyframe brought forward by a recording's events. */
export async function advanceKeyframe(
  from: Keyframe,
  events: Iterable<RecordingEvent> | AsyncIterable<RecordingEvent>,
  scrollback = scrollbackLines,
): Promise<Keyframe> {
  const builder = new KeyframeBuilder(from, scrollback)
  try {
    for await (const event of events) builder.take(event)
    return builder.keyframe()
  } finally {
    builder.dispose()
  }
}

/**
 * Makes a keyframe of an older one and the events that follow it, in order. Parses as it goes, at most
 * {@link longestFlood} bytes a call. Throws what the parser throws.
 */
export class KeyframeBuilder {
  private readonly screen: ScreenTerminal
  private script: Script
  private readonly backlog = new Backlog()
  /** Read, and not in the terminal yet: a sequence or a character that isn't whole. */
  private tail: Uint8Array = new Uint8Array()
  private offset: number
  /** Bytes in the backlog, with those that it left out. */
  private waiting = 0

  /** The encoding is the header's, when the events begin with it. */
  constructor(from: Keyframe, scrollback = scrollbackLines, encoding: HostEncoding = 'utf-8') {
    this.script = scriptOf(encoding)
    this.screen = new ScreenTerminal(from, scrollback)
    this.screen.write(from.bytes)
    this.offset = from.offset
  }

  take(event: RecordingEvent): void {
    if (event.type === 'output') this.output(event.bytes, event.offset)
    else if (event.type === 'resize') this.resize(event.cols, event.rows)
    else if (event.type === 'header') this.begin(event.header)
  }

  private begin({ cols, rows, encoding }: RecordingHeader): void {
    if (this.offset > 0) return
    this.script = scriptOf(encodingOf(encoding))
    this.resize(cols, rows)
  }

  /** Output that begins at `offset`. What is in already is passed over. */
  output(bytes: Uint8Array, offset: number): void {
    const known = this.offset + this.tail.length + this.waiting - offset
    if (known >= bytes.length) return
    const news = known > 0 ? bytes.subarray(known) : bytes
    const plain = this.backlog.plainWith(news)
    // What was left out, or could be, is done with before what isn't plain comes.
    if (!plain && (this.backlog.skippedLines > 0 || this.backlog.bytes > batchBytes)) this.drain()
    this.backlog.add(news, plain)
    this.waiting += news.length
    if (this.backlog.bytes < batchBytes) return
    if (this.maySkip) {
      if (this.backlog.bytes < longestFlood) return
      this.skip()
      if (this.backlog.bytes < longestFlood / 2) return
    }
    this.drain()
  }

  /** Parses what waits and is more than plain text, as it must be before anything can be passed over. */
  settle(): void {
    if (!this.backlog.plain) this.drain()
  }

  /**
   * What plain text that follows, and is not to be read, must leave after it to be passed over: so many line feeds, which
   * begin after a CR LF, and at least `least` of them left out. Undefined when it can't be.
   */
  get passable(): { keep: number; least: number } | undefined {
    const { scrollback, rows } = this.screen
    return this.maySkip ? { keep: scrollback + rows + 1, least: rows } : undefined
  }

  /** Passes plain text over, up to this offset, with at least {@link passable}'s line feeds. */
  passOver(offset: number, lines: number): void {
    this.backlog.leaveOut(lines)
    this.waiting = offset - this.offset
  }

  resize(cols: number, rows: number): void {
    // A sequence that isn't whole has had no effect yet: that it now takes effect at another size changes nothing.
    this.drain()
    this.screen.resize(cols, rows)
  }

  /** What was taken beyond the newest keyframe: a sequence or a character that isn't whole. */
  get rest(): Uint8Array {
    this.drain()
    return this.tail
  }

  /** The newest keyframe there can be: at the last boundary of all that was taken. */
  keyframe(): Keyframe {
    this.drain()
    const { cols, rows, title } = this.screen
    const state = this.screen.internals._inputHandler._parser.currentState
    const bytes = Buffer.from(restoreSequence(this.screen) + introducer(state))
    return { offset: this.offset, cols, rows, title, bytes }
  }

  dispose(): void {
    this.screen.dispose()
  }

  /** Whether lines that scroll away leave no trace here. */
  private get maySkip(): boolean {
    const { buffers, coreService, _inputHandler } = this.screen.internals
    const { active, normal } = buffers
    return (
      this.backlog.plain &&
      this.tail.length === 0 &&
      _inputHandler._parser.currentState === 0 &&
      active === normal &&
      normal.scrollTop === 0 &&
      normal.scrollBottom === this.screen.rows - 1 &&
      !coreService.decPrivateModes.origin &&
      !coreService.decPrivateModes.reverseWraparound &&
      !coreService.modes.insertMode &&
      _inputHandler._curAttrData.extended.urlId === 0
    )
  }

  private skip(): void {
    const { passable } = this
    if (passable) this.backlog.skip(passable.keep, passable.least)
  }

  private drain(): void {
    if (this.waiting === 0) return
    this.skip()
    const skipped = this.backlog.skippedLines > 0
    const all = this.tail.length + this.waiting
    const waiting = this.backlog.take()
    const bytes = this.tail.length > 0 ? Buffer.concat([this.tail, waiting]) : waiting
    this.waiting = 0
    // As many lines as bring the cursor to the last row, as those that were left out did.
    if (skipped) this.screen.write(Buffer.from('\r\n'.repeat(this.screen.rows)))
    const { complete, whole } = this.script.cut(bytes, this.screen.internals._inputHandler._parser.currentState)
    const length = bytes.length - complete > longestSequence ? whole : complete
    this.screen.write(this.script.utf8(bytes.subarray(0, length)))
    this.tail = new Uint8Array(bytes.subarray(length))
    this.offset += all - this.tail.length
  }
}
