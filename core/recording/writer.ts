import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { deflateRaw, deflateRawSync } from 'node:zlib'
import { encodingOf } from '../encodings/names'
import type { RecordingHeader } from '../sessions/order'
import { RecordingFile } from './appended-file'
import { EchoMask, echoPatienceMs } from './echo-mask'
import { encodeEventStart, encodeFrameStart } from './events'
import { type EventType, eventTypes, frameFlags, magic, sealFrame } from './format'

const deflateAside = promisify(deflateRaw)

/** Below this, deflating costs more than it saves. */
const leastDeflated = 96
/** Above this, deflating runs beside the event loop: it takes some 10 µs a KiB. */
const mostInline = 8192
/** The quickest: it spares a third of level 3's time, and files of log text are a seventh larger. */
const deflateLevel = 1
/** How much may wait to be written, in bytes, before {@link RecordingWriter.behind} says so. */
const behindBytes = 1024 * 1024
const syncEveryMs = 1000

export interface RecordingOptions {
  path: string
  /** 32 bytes, of this recording alone. */
  key: Uint8Array
  header: RecordingHeader
  recordInput: boolean
}

/**
 * Appends one session's events to its file. Each call answers when its bytes are in the file (after `kill -9` of this
 * process they are still there); the disk is synced at least each second and at the end. Events that arrive while a
 * write is under way go out together in the next frame. The first error is final: every later call rejects with it.
 */
export class RecordingWriter {
  bytesIn = 0
  bytesOut = 0
  sizeBytes = 0
  private readonly startedAt = performance.now()
  private lastEventAt = 0
  private frameIndex = 0
  private pending: Uint8Array[] = []
  private pendingBytes = 0
  private frameStart = encodeFrameStart(0, 0)
  private flushing: Promise<void> | undefined
  private nextFlush: Promise<void> | undefined
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
    return this.pendingBytes > behindBytes
  }

  /** Milliseconds since the recording began. */
  get durationMs(): number {
    return Math.round(this.elapsed() / 1000)
  }

  /** Bytes from the host. Show them to no one, and leave them as they are, before this resolves. */
  output(bytes: Uint8Array): Promise<void> {
    this.echo?.printed(bytes)
    const written = this.append(eventTypes.output, bytes)
    this.bytesOut += bytes.length
    return written
  }

  /** Bytes to the host. Counted always, kept only when the recording is to hold input. */
  input(bytes: Uint8Array): Promise<void> {
    if (this.failure) return Promise.reject(this.failure)
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
    try {
      await this.drained()
      this.closed = true
      this.push(eventTypes.end, Buffer.from(JSON.stringify({ bytesIn: this.bytesIn, bytesOut: this.bytesOut })))
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
    // A failed write is reported by the next output or input; here there is no one to tell.
    this.append(eventTypes.input, Buffer.from(text)).catch(() => {})
  }

  private append(type: EventType, payload: Uint8Array): Promise<void> {
    if (this.failure) return Promise.reject(this.failure)
    if (this.closed) return Promise.reject(new Error('The recording is closed.'))
    this.push(type, payload)
    return this.drained()
  }

  private push(type: EventType, payload: Uint8Array): void {
    const now = this.elapsed()
    if (this.pending.length === 0) this.frameStart = encodeFrameStart(this.lastEventAt, this.bytesOut)
    this.pending.push(encodeEventStart(type, now - this.lastEventAt, payload.length), payload)
    this.pendingBytes += payload.length
    this.lastEventAt = now
  }

  /** Resolves when all that is pending now has been written: by a write of its own, or in the frame after the one under way. */
  private drained(): Promise<void> {
    if (!this.flushing) return this.flush()
    this.nextFlush ??= this.flushing
      .catch(() => {})
      .then(() => {
        this.nextFlush = undefined
        return this.flush()
      })
    return this.nextFlush
  }

  private flush(): Promise<void> {
    const flushing = this.writePending().finally(() => {
      this.flushing = undefined
    })
    this.flushing = flushing
    return flushing
  }

  private async writePending(): Promise<void> {
    // What the same read of the host's socket still holds comes before this goes on, and into the same frame.
    await undefined
    if (this.failure) throw this.failure
    try {
      if (this.pending.length > 0) await this.writeFrame(0)
    } catch (error) {
      throw this.fail(error)
    }
  }

  private async writeFrame(flags: number): Promise<void> {
    const events = Buffer.concat([this.frameStart, ...this.pending])
    this.pending = []
    this.pendingBytes = 0
    const packed = await deflate(events)
    const allFlags = flags | (packed ? frameFlags.deflated : 0)
    const frame = sealFrame(
      this.options.key,
      this.options.header.sessionId,
      this.frameIndex,
      allFlags,
      packed ?? events,
    )
    this.frameIndex += 1
    await this.file.write(frame)
    this.sizeBytes += frame.length
    this.unsynced = true
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
    this.failure ??= error instanceof Error ? error : new Error(String(error))
    return this.failure
  }
}

async function deflate(events: Buffer): Promise<Buffer | undefined> {
  if (events.length < leastDeflated) return undefined
  // One piece: what does not get shorter is not used.
  const options = { level: deflateLevel, chunkSize: events.length }
  const packed = events.length > mostInline ? await deflateAside(events, options) : deflateRawSync(events, options)
  return packed.length < events.length ? packed : undefined
}
