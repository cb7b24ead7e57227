import type { Client, ClientChannel } from 'ssh2'
import type { RecordingSource } from '@/core/recording/reader'
import { RecordingWriter } from '@/core/recording/writer'
import type { OpenOrder, SessionContext, SessionTally } from '@/core/sessions/order'
import type { EndReason } from '@/core/sessions/reasons'
import { type PromptAnswer, type SessionEnd, type SessionState, transitions } from '@/core/sessions/states'
import type { HeldSession, KeeperMessage, PortalMessage } from '../ipc/messages'
import { Audience } from './audience'
import { classifyError, DialError } from './classify'
import { dial } from './dial'
import { shouldPause } from './flow'
import { Limits } from './limits'
import { Prompts } from './prompts'
import type { Screens } from './screens'
import { whenAborted } from './when-aborted'

/**
 * What the shell is told of us, as a local ssh would send it: the terminal speaks UTF-8. Only the kind of characters is set,
 * so that messages stay in the host's own language; a host that doesn't accept it (AcceptEnv) ignores it, and one that writes
 * another encoding is not told.
 */
// ssh2's types ask for a whole process environment, which Next's types say has NODE_ENV.
const environment = { LC_CTYPE: 'C.UTF-8' } as unknown as NodeJS.ProcessEnv

/** How long a host may take to close its side once we have said goodbye. */
const closeGraceMs = 2000
/** How long the last words wait for a viewer that still catches up. */
const lastWordsMs = 5000
/** A session that was just ordered is about to be attached to, whatever the grace. */
const firstGraceMs = 10_000
/** After so much output the screen is brought up to date in the background, so that attaching stays quick; plain text counts little. */
const advanceEveryBytes = 8 * 1024 * 1024
const plainTextShare = 1 / 6

type Open = Extract<SessionState, { state: 'open' }>

/**
 * One shell on one host: dials, relays and records, and says how it ended. It outlives those who look at it and the portal:
 * what is told while no portal is there is lost but for the end, which is kept until a portal has taken note.
 */
export class KeeperSession {
  private state: Exclude<SessionState, { state: 'closed' }> = { state: 'dialing' }
  private context: SessionContext
  private recording: RecordingWriter | undefined
  private client: Client | undefined
  private channel: ClientChannel | undefined
  private readonly prompts: Prompts
  private readonly audience: Audience
  private readonly limits: Limits
  private readonly aborter = new AbortController()
  private readonly source: RecordingSource
  private end: SessionEnd | undefined
  private exit: Pick<SessionEnd, 'exitStatus' | 'exitSignal'> | undefined
  private lost: SessionEnd | undefined
  private last: { end: SessionEnd; tally: SessionTally } | undefined
  private size: { cols: number; rows: number }
  private received = 0
  private advancedAt = 0
  private paused = false
  private hungUp = false
  private queuedInput = 0
  private attachedBefore = false

  constructor(
    readonly handle: number,
    private readonly order: OpenOrder,
    private readonly tell: (message: KeeperMessage) => void,
    private readonly screens: Screens,
    /** The end is known. */
    private readonly done: () => void,
  ) {
    const { recording, limits, sessionId } = order
    this.size = order.size
    this.context = order.context
    this.source = { path: recording.path, key: Buffer.from(recording.key, 'base64'), sessionId }
    this.prompts = new Prompts((prompt) => this.tell({ type: 'prompt', handle, prompt }), limits.promptTimeoutMs)
    this.limits = new Limits(limits, {
      warn: (warning) => this.tell({ type: 'warning', handle, warning }),
      end: (reason) => this.close(reason),
    })
    this.limits.detached(Math.max(limits.detachGraceMs, firstGraceMs))
    this.audience = new Audience(
      {
        read: (from, limit) => this.screens.read(this.source, from, limit),
        screen: () => this.screens.keyframe(this.source),
      },
      {
        tell,
        changed: () => this.pace(),
        failed: (error) => this.recordingFailed(error),
      },
    )
  }

  get over(): boolean {
    return this.last !== undefined
  }

  /** What a portal that finds this session must know. */
  held(): HeldSession {
    const { handle, order, context, state, recording, last } = this
    return {
      handle,
      sessionId: order.sessionId,
      context,
      state,
      prompt: this.prompts.current,
      bytesIn: recording?.bytesIn ?? 0,
      bytesOut: recording?.bytesOut ?? 0,
      ended: last,
    }
  }

  /** Runs the session to its end. Never rejects. */
  async run(): Promise<void> {
    this.tell({ type: 'state', handle: this.handle, state: this.state })
    try {
      this.recording = await this.openRecording()
      this.client = await this.dial()
      this.channel = await this.openShell(this.client)
      await this.relay(this.channel)
    } catch (error) {
      this.conclude(endOf(error))
    }
    await this.finish()
  }

  attach(request: Extract<PortalMessage, { type: 'attach' }>): void {
    this.context = request.context
    this.limits.attached()
    if (this.attachedBefore) this.mark(`attached from ${request.context.owner.clientAddress}`)
    this.attachedBefore = true
    this.resize(request.size.cols, request.size.rows)
    this.audience.attach(request)
    for (const warning of this.limits.warnings) this.tell({ type: 'warning', handle: this.handle, warning })
  }

  /** The viewer left; the session waits for someone to come back. */
  detach(attachment: number): void {
    if (!this.audience.detach(attachment)) return
    this.limits.detached(this.order.limits.detachGraceMs)
    this.mark('detached')
    if (this.state.state === 'open') this.screens.advance(this.source)
  }

  /** What the person typed. Nothing reaches the host before the shell is open or after the recording failed. */
  input(attachment: number, bytes: Buffer): void {
    if (this.state.state !== 'open' || !this.channel || !this.recording) return
    const clientId = this.audience.typist(attachment, bytes.length)
    if (clientId === undefined) return
    this.limits.input(bytes)
    this.queuedInput += bytes.length
    if (this.queuedInput > this.order.limits.inputBytes) {
      this.close('input-overflow')
      return
    }
    this.channel.write(bytes, () => {
      this.queuedInput -= bytes.length
      this.audience.taken(clientId, bytes.length)
    })
    // Meanwhile: the host does not wait for it, and it waits for the echo anyway.
    void this.recording.input(bytes)
  }

  /** Answered with `taken` once the host's window has taken so much of the viewer's input. */
  wantTaken(attachment: number, total: number): void {
    this.audience.wantTaken(attachment, total)
  }

  /** The viewer has drawn up to this offset. */
  viewerDrew(attachment: number, total: number): void {
    this.audience.drew(attachment, total, this.received)
  }

  resize(cols: number, rows: number): void {
    if (cols === this.size.cols && rows === this.size.rows) return
    this.size = { cols, rows }
    if (this.state.state !== 'open') return
    this.channel?.setWindow(rows, cols, 0, 0)
    void this.recording?.resize(cols, rows)
  }

  answer(promptId: number, answer: PromptAnswer): void {
    this.prompts.answer(promptId, answer)
  }

  /** Ends the session with this reason, whatever state it is in. */
  close(reason: EndReason): void {
    this.conclude({ reason })
  }

  private mark(label: string): void {
    if (this.state.state !== 'open') return
    void this.recording?.mark(label)
  }

  private openRecording(): Promise<RecordingWriter> {
    const { path, key, header, recordInput } = this.order.recording
    return RecordingWriter.create({
      path,
      key: Buffer.from(key, 'base64'),
      header,
      recordInput,
      written: (output) => this.audience.recorded(output),
      failed: (error) => this.recordingFailed(error),
    }).catch((error: unknown) => {
      throw new DialError('recording-failed', messageOf(error))
    })
  }

  private dial(): Promise<Client> {
    return dial(
      this.order,
      {
        ask: (question) => this.prompts.ask(question),
        stage: (stage) => this.enter({ state: stage }),
        hostKeyChanged: (presented) => {
          this.conclude({ reason: 'host-key-changed', hostKey: { pinned: this.order.pinnedKeys, presented } })
        },
        lost: (error) => {
          this.lost ??= { reason: classifyError(error, 'open'), detail: error.message }
        },
      },
      this.aborter.signal,
    )
  }

  private openShell(client: Client): Promise<ClientChannel> {
    // With a channel open, the channel's own close ends the session: what the host sent before it is still to be shown.
    client.once('close', () => {
      this.hungUp = true
      if (this.channel) this.pace()
      else this.conclude(this.lost ?? { reason: 'closed-by-host' })
    })
    const { cols, rows } = this.size
    return new Promise((resolve, reject) => {
      whenAborted(this.aborter.signal, () => reject(new DialError('closed-by-user')))
      client.shell(
        { term: this.order.term, cols, rows, width: 0, height: 0 },
        { env: this.order.recording.header.encoding ? undefined : environment },
        (error, channel) => {
          // A connection that died meanwhile answers here too; then the reason is why it died.
          if (error) reject(new DialError(this.lost?.reason ?? 'shell-refused', this.lost?.detail ?? error.message))
          else resolve(channel)
        },
      )
    })
  }

  /** Resolves when the session is over. Output is shown only once it is in the recording. */
  private async relay(channel: ClientChannel): Promise<void> {
    const recording = this.recording
    if (!recording || this.end) return
    const over = new Promise<void>((resolve) => {
      whenAborted(this.aborter.signal, resolve)
      channel.once('close', () => resolve())
    })
    const output = (bytes: Buffer) => this.output(bytes, recording)
    channel.on('data', output)
    channel.stderr.on('data', output)
    channel.on('error', (error: Error) => this.conclude({ reason: 'connection-lost', detail: error.message }))
    channel.on('exit', (status: number | null, signal?: string) => {
      this.exit = status === null ? { exitSignal: signal } : { exitStatus: status }
    })
    this.opened({ state: 'open', recording: true, openedAt: Date.now() }, channel, recording)
    await over
    // Hosts tell it while output is still on its way: in the recording it comes last.
    if (this.exit) {
      const { exitStatus: status, exitSignal: signal } = this.exit
      await recording.exit({ status, signal }).catch(() => {})
    }
    this.conclude(this.exit ? { reason: 'exited', ...this.exit } : (this.lost ?? { reason: 'closed-by-host' }))
  }

  /** The size may have changed since the shell was asked for. */
  private opened(state: Open, channel: ClientChannel, recording: RecordingWriter): void {
    this.enter(state)
    const { cols, rows } = this.size
    channel.setWindow(rows, cols, 0, 0)
    if (cols !== this.order.size.cols || rows !== this.order.size.rows) {
      void recording.resize(cols, rows)
    }
    this.limits.opened()
  }

  private output(bytes: Buffer, recording: RecordingWriter): void {
    this.received += bytes.length
    void recording.output(bytes)
    this.pace()
    const toRead = recording.otherBytes + (this.received - recording.otherBytes) * plainTextShare
    if (toRead - this.advancedAt < advanceEveryBytes) return
    this.advancedAt = toRead
    this.screens.advance(this.source)
  }

  private pace(): void {
    const channel = this.channel
    if (!channel || !this.recording) return
    const behind = this.audience.behind(this.received)
    // After the connection's end no more can come than ssh2's window holds: there is no one left to slow down.
    const pause =
      !this.hungUp &&
      shouldPause({ behind, paused: this.paused, recordingBehind: this.recording.behind }, this.audience.window)
    if (pause === this.paused) return
    this.paused = pause
    if (pause) {
      this.audience.filled()
      channel.pause()
      channel.stderr.pause()
    } else {
      channel.resume()
      channel.stderr.resume()
    }
  }

  private recordingFailed(error: unknown): void {
    this.conclude({ reason: 'recording-failed', detail: messageOf(error) })
  }

  private enter(state: Exclude<SessionState, { state: 'closed' }>): void {
    if (this.end || !transitions[this.state.state].includes(state.state)) return
    this.state = state
    this.tell({ type: 'state', handle: this.handle, state })
  }

  /** The first reason wins. */
  private conclude(end: SessionEnd): void {
    if (this.end) return
    this.enter({ state: 'closing' })
    this.end = end
    this.limits.stop()
    this.prompts.cancel()
    this.aborter.abort()
  }

  private async finish(): Promise<void> {
    await this.hangUp()
    const recording = this.recording
    const complete = recording ? await recording.close() : false
    await this.audience.settled(lastWordsMs)
    this.last = {
      end: this.end ?? { reason: 'internal' },
      tally: {
        bytesIn: recording?.bytesIn ?? 0,
        bytesOut: recording?.bytesOut ?? 0,
        durationMs: recording?.durationMs ?? 0,
        sizeBytes: recording?.sizeBytes ?? 0,
        recordingComplete: complete,
      },
    }
    this.screens.forget(this.order.sessionId)
    this.tell({ type: 'ended', handle: this.handle, ...this.last })
    this.done()
  }

  private async hangUp(): Promise<void> {
    const client = this.client
    if (!client || this.hungUp) return
    client.on('error', () => {
      // The session is over; how its connection dies changes nothing.
    })
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
    client.end()
    const grace = setTimeout(() => client.destroy(), closeGraceMs)
    await Promise.race([closed, new Promise<void>((resolve) => setTimeout(resolve, closeGraceMs + 100).unref())])
    clearTimeout(grace)
  }
}

function endOf(error: unknown): SessionEnd {
  if (error instanceof DialError) return { reason: error.reason, detail: error.detail }
  return { reason: 'internal', detail: messageOf(error) }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
