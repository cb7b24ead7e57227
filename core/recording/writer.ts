import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { encodingOf } from '../encodings/names'
import type { RecordingHeader } from '../sessions/order'
import { RecordingFile } from './appended-file'
import { EchoMask, echoPatienceMs } from './echo-mask'
import { Flood } from './flood'
import { type EventType, eventTypes, FrameSealer, frameFlags, magic } from './format'
import { type Packed, pack } from './packing'
import { PendingEvents } from './pending'

/** How much may wait to be written, in bytes, before {@link RecordingWriter.behind} says so. */
const behindBytes = 1024 * 1024
const syncEveryMs = 1000
/** Of a flood so much goes into one frame, in bytes, if it comes within this time. */
const frameBytes = 64 * 1024
const gatherMs = 1
/** Output that short, after a silence, is what someone waits for: it does not wait for what else the same read holds. */
const mostAtOnce = 512

export interface RecordingOptions {
  path: string
  /** 32 bytes, of this recording alone. */
  key: Uint8Array
  header: RecordingHeader
  recordInput: boolean
  /** Called with the host's bytes, in order and in as few pieces as can be, once they are in the file. */
  written?: (output: Uint8Array) => void
  /** Called once, with the first error. */
  failed?: (error: Error) => void
}

/**
 * Appends one session's events to its file. Each call answers when its bytes are in the file (after `kill -9` of this
 * process they are still there); the disk is synced at least each second and at the end. Events that arrive while a
 * write is under way go out together in the next frame. The first error is final: every later call rejects with it. Who
 * is told of it otherwise (`failed`) may leave the promises alone.
 */
export class RecordingWriter {
  bytesIn = 0
  bytesOut = 0
  sizeBytes = 0
  /** Bytes of frames that are not plain text: what whoever follows the recording has to parse. */
  otherBytes = 0
  private readonly startedAt = performance.now()
  private readonly pending = new PendingEvents()
  private readonly sealer: FrameSealer
  private readonly flood = new Flood()
  /** What was written at once and took longer. */
  private early: Promise<void> | undefined
  /** Ends the wait for more of a flood. */
  private gathered: (() => void) | undefined
  private flushing: Promise<void> | undefined
  private nextFlush: Promise<void> | undefined
  /** The frame under way still takes what comes. */
  private collecting = false
  private failure: Error | undefined
  private closed = false
  private unsynced = false
  private readonly syncTimer: NodeJS.Timeout
  private readonly echo: EchoMask | undefined
  private settleTimer: NodeJS.Timeout | undefined

  private constructor(
    private readonly file: RecordingFile,
    private readonly options: RecordingOptions,
  ) {
    this.sealer = new FrameSealer(options.key, options.header.sessionId)
    this.echo = options.recordInput
      ? new EchoMask((text) => this.addInput(text), encodingOf(options.header.encoding))
      : undefined
    this.syncTimer = setInterval(() => void this.sync(), syncEveryMs)
    this.syncTimer.unref()
  }

  /** Creates the file (0600; it must not exist) and writes the header. Rejects when that can't be done. */
  static async create(options: RecordingOptions): Promise<RecordingWriter> {
    await mkdir(dirname(options.path), { recursive: true, mode: 0o700 })
    const file = await RecordingFile.create(options.path)
    const writer = new RecordingWriter(file, options)
    try {
      await file.write(magic)
      writer.sizeBytes = magic.length
      await writer.append(eventTypes.header, Buffer.from(JSON.stringify(options.header)))
    } catch (error) {
      await writer.abandon()
      throw error
    }
    return writer
  }

  /** Whether so much waits to be written that the host should be paused. */
  get behind(): boolean {
    return this.pending.bytes > behindBytes
  }

  /** Milliseconds since the recording began. */
  get durationMs(): number {
    return Math.round(this.elapsed() / 1000)
  }

  /** Bytes from the host. Show them to no one, and leave them as they are, before this resolves. */
  output(bytes: Uint8Array): Promise<void> {
    this.echo?.printed(bytes)
    const alone = this.flood.comes(bytes.length, performance.now())
    const written = this.append(eventTypes.output, bytes)
    this.bytesOut += bytes.length
    if (alone && bytes.length <= mostAtOnce) this.writeAtOnce()
    if (this.pending.bytes >= frameBytes) this.gathered?.()
    return written
  }

  /** Bytes to the host. Counted always, kept only when the recording is to hold input. */
  input(bytes: Uint8Array): Promise<void> {
    if (this.failure) return refused(this.failure)
    this.bytesIn += bytes.length
    if (!this.echo) return Promise.resolve()
    this.echo.typed(bytes)
    clearTimeout(this.settleTimer)
    this.settleTimer = setTimeout(() => this.echo?.settle(), echoPatienceMs)
    return this.flushing ?? Promise.resolve()
  }

  resize(cols: number, rows: number): Promise<void> {
    const payload = Buffer.alloc(4)
    payload.writeUInt16BE(cols, 0)
    payload.writeUInt16BE(rows, 2)
    return this.append(eventTypes.resize, payload)
  }

  mark(label: string): Promise<void> {
    return this.append(eventTypes.mark, Buffer.from(label))
  }

  exit(exit: { status?: number; signal?: string }): Promise<void> {
    return this.append(eventTypes.exit, Buffer.from(JSON.stringify(exit)))
  }

  /** Writes the closing frame, syncs and closes. Answers whether the recording is complete. */
  async close(): Promise<boolean> {
    if (this.closed) return this.failure === undefined
    clearTimeout(this.settleTimer)
    this.echo?.settle()
    this.gathered?.()
    try {
      await this.drained()
      this.closed = true
      const totals = Buffer.from(JSON.stringify({ bytesIn: this.bytesIn, bytesOut: this.bytesOut }))
      this.pending.push(eventTypes.end, totals, this.elapsed(), this.bytesOut)
      await this.writeFrame(frameFlags.final)
      await this.file.sync()
    } catch (error) {
      this.fail(error)
    }
    await this.abandon()
    return this.failure === undefined
  }

  private async abandon(): Promise<void> {
    this.closed = true
    clearInterval(this.syncTimer)
    clearTimeout(this.settleTimer)
    await this.file.close().catch((error: unknown) => this.fail(error))
  }

  /** Microseconds since the recording began, by a clock that nobody sets. */
  private elapsed(): number {
    return Math.floor((performance.now() - this.startedAt) * 1000)
  }

  private addInput(text: string): void {
    void this.append(eventTypes.input, Buffer.from(text))
  }

  private append(type: EventType, payload: Uint8Array): Promise<void> {
    if (this.failure) return refused(this.failure)
    if (this.closed) return refused(new Error('The recording is closed.'))
    this.pending.push(type, payload, this.elapsed(), this.bytesOut)
    return this.drained()
  }

  /** Resolves when all that is pending now has been written: by a write of its own, or in the frame after the one under way. */
  private drained(): Promise<void> {
    if (this.flushing && this.collecting) return this.flushing
    if (!this.flushing && !this.nextFlush) return this.flush()
    this.nextFlush ??= heeded(
      (this.flushing ?? Promise.resolve())
        .catch(() => {})
        .then(() => {
          this.nextFlush = undefined
          return this.flush()
        }),
    )
    return this.nextFlush
  }

  private flush(): Promise<void> {
    this.collecting = true
    this.flushing = heeded(this.writePending())
    return this.flushing
  }

  private async writePending(): Promise<void> {
    try {
      // What the same read of the host's socket still holds comes before this goes on, and into the same frame.
      await undefined
      if (this.flood.on && this.pending.bytes < frameBytes) await this.gather()
      this.collecting = false
      if (this.early) await this.early
      this.early = undefined
      if (this.failure) throw this.failure
      if (this.pending.any) await this.writeFrame(0)
    } catch (error) {
      throw this.fail(error)
    } finally {
      this.flushing = undefined
    }
  }

  /** What is pending, unless a write is under way or could take a while. What was promised for it is kept by the flush that waits. */
  private writeAtOnce(): void {
    if (!this.collecting || !this.file.quick || this.failure || this.pending.bytes > 8 * mostAtOnce) return
    try {
      const writing = this.writeFrame(0)
      if (writing) this.early = heeded(writing)
    } catch (error) {
      this.fail(error)
    }
  }

  /** Waits for more of a flood, for a moment: fewer and larger frames cost everyone on the way less. */
  private gather(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.gathered?.(), gatherMs)
      this.gathered = () => {
        clearTimeout(timer)
        this.gathered = undefined
        resolve()
      }
    })
  }

  /** A frame that is small, and that the disk takes at once, is written and handed on in one go. */
  private writeFrame(flags: number): Promise<void> | undefined {
    const { plain, output, isPlainText } = this.pending.take()
    if (!isPlainText) this.otherBytes += plain.length
    const allFlags = flags | (isPlainText ? frameFlags.plain : 0)
    const packed = pack(plain)
    if (packed instanceof Promise) return packed.then((ready) => this.writePacked(allFlags, ready, output))
    return this.writePacked(allFlags, packed, output)
  }

  private writePacked(flags: number, packed: Packed, output: Uint8Array[]): Promise<void> | undefined {
    const frame = this.sealer.seal(flags | packed.flags, packed.bytes)
    const written = this.file.write(frame)
    if (written) return written.then(() => this.wrote(frame.length, output))
    this.wrote(frame.length, output)
    return undefined
  }

  private wrote(bytes: number, output: Uint8Array[]): void {
    this.sizeBytes += bytes
    this.unsynced = true
    for (const piece of output) this.options.written?.(piece)
    this.sealer.prepare()
  }

  private async sync(): Promise<void> {
    if (!this.unsynced || this.closed) return
    this.unsynced = false
    try {
      await this.file.sync()
    } catch (error) {
      this.fail(error)
    }
  }

  private fail(error: unknown): Error {
    if (!this.failure) {
      this.failure = error instanceof Error ? error : new Error(String(error))
      this.options.failed?.(this.failure)
    }
    return this.failure
  }
}

/** A promise whose rejection need not be waited for: the writer tells of it in another way, too. */
function heeded(promise: Promise<void>): Promise<void> {
  promise.catch(() => {})
  return promise
}

const refused = (error: Error) => heeded(Promise.reject(error))
