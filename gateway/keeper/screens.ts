import { Worker } from 'node:worker_threads'
import { GatehouseError } from '@/core/errors'
import type { RecordingSource } from '@/core/recording/reader'
import type { Keyframe } from '@/core/screen/keyframe'
import type { FromScreenWorker, ScreenRequest, ToScreenWorker } from './screen-messages'

/** A thread that says nothing for this long while it has work is stopped. */
const patienceMs = 20_000
/** How often a request is tried, when the thread dies of it. */
const mostAttempts = 2
/** Where the thread's heap ends: what a hostile host makes it hold can't take the keeper along. */
const mostHeapMb = 512

/** A request without the number it is sent with. */
type Question = ScreenRequest extends infer Each ? (Each extends ScreenRequest ? Omit<Each, 'id'> : never) : never
type Answer = Exclude<FromScreenWorker, { type: 'working' | 'failed' }>

interface Asked {
  question: Question
  attempts: number
  resolve(answer: Answer): void
  reject(error: GatehouseError): void
}

/**
 * Exact screens of running sessions, made from their recordings by a thread of its own that starts when it is first needed.
 * Every method that answers rejects with `recording-unreadable`, or with `screen-unavailable` when the thread can't do it.
 */
export class Screens {
  private worker: Worker | undefined
  private readonly asked = new Map<number, Asked>()
  private readonly advancing = new Set<string>()
  private lastId = 0
  private heardAt = 0
  /** What the thread works on. */
  private current = 0
  private watch: NodeJS.Timeout | undefined
  private closed = false

  /** `workerFile` lies beside the keeper's bundle unless a test says otherwise. */
  constructor(private readonly workerFile = new URL('./screen-worker.mjs', import.meta.url)) {}

  /** The whole screen as far as the recording's file goes now; kept, so that the next one is near. */
  async keyframe(source: RecordingSource): Promise<Keyframe> {
    const answer = await this.ask({ type: 'keyframe', source })
    if (answer.type !== 'keyframe') throw new GatehouseError('screen-unavailable')
    return answer.keyframe
  }

  /** Brings the kept keyframe forward when the thread has nothing else to do. */
  advance(source: RecordingSource): void {
    const { sessionId } = source
    if (this.advancing.has(sessionId) || this.closed) return
    this.advancing.add(sessionId)
    this.ask({ type: 'advance', source })
      .catch(() => {
        // Whoever asks for the keyframe hears of it.
      })
      .finally(() => this.advancing.delete(sessionId))
  }

  /** The output from an absolute offset to the end of the file as it is now; undefined when it is more than `limit` bytes. */
  async read(source: RecordingSource, from: number, limit: number): Promise<Uint8Array | undefined> {
    const answer = await this.ask({ type: 'read', source, from, limit })
    if (answer.type !== 'output') throw new GatehouseError('screen-unavailable')
    return answer.bytes
  }

  /** The session is over: its keyframe isn't needed any more. */
  forget(sessionId: string): void {
    this.post({ type: 'forget', sessionId })
  }

  /** Stops the thread. Whoever waits for it hears `screen-unavailable`. */
  async close(): Promise<void> {
    this.closed = true
    const { worker } = this
    this.worker = undefined
    clearInterval(this.watch)
    for (const asked of this.asked.values()) asked.reject(new GatehouseError('screen-unavailable'))
    this.asked.clear()
    await worker?.terminate()
  }

  private ask(question: Question): Promise<Answer> {
    if (this.closed) return Promise.reject(new GatehouseError('screen-unavailable'))
    return new Promise((resolve, reject) => {
      this.lastId += 1
      this.asked.set(this.lastId, { question, attempts: 1, resolve, reject })
      this.send(this.lastId, question)
    })
  }

  private send(id: number, question: Question): void {
    this.worker ??= this.start()
    this.heed()
    this.post({ ...question, id })
  }

  private post(message: ToScreenWorker): void {
    this.worker?.postMessage(message)
  }

  private start(): Worker {
    const worker = new Worker(this.workerFile, { resourceLimits: { maxOldGenerationSizeMb: mostHeapMb } })
    let failure = ''
    worker.on('message', (message: FromScreenWorker) => this.hear(message))
    worker.on('error', (error: unknown) => {
      failure = error instanceof Error ? error.message : String(error)
    })
    worker.on('exit', () => {
      if (this.worker === worker) this.lose(failure)
    })
    this.heardAt = Date.now()
    return worker
  }

  private hear(message: FromScreenWorker): void {
    this.heardAt = Date.now()
    if (message.type === 'working') {
      this.current = message.id
      return
    }
    const asked = this.asked.get(message.id)
    this.asked.delete(message.id)
    this.heed()
    if (message.type !== 'failed') asked?.resolve(message)
    else asked?.reject(new GatehouseError(message.code, {}, {}, { cause: new Error(message.detail) }))
  }

  /** The thread is gone. What it worked on counts an attempt; everything is asked anew of another. */
  private lose(detail: string): void {
    this.worker = undefined
    const culprit = this.asked.get(this.current)
    for (const [id, asked] of this.asked) {
      if (!culprit || asked === culprit) asked.attempts += 1
      if (asked.attempts <= mostAttempts) continue
      this.asked.delete(id)
      asked.reject(new GatehouseError('screen-unavailable', {}, {}, { cause: new Error(detail) }))
    }
    this.current = 0
    for (const [id, { question }] of this.asked) this.send(id, question)
    this.heed()
  }

  /** The thread keeps the process alive, and is watched, while there is something to wait for. */
  private heed(): void {
    if (this.asked.size === 0) {
      clearInterval(this.watch)
      this.watch = undefined
      this.worker?.unref()
    } else if (!this.watch) {
      this.heardAt = Date.now()
      this.worker?.ref()
      this.watch = setInterval(() => this.stopIfStuck(), patienceMs / 4)
      this.watch.unref()
    }
  }

  private stopIfStuck(): void {
    if (Date.now() - this.heardAt > patienceMs) void this.worker?.terminate()
  }
}
