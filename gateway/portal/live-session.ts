import type { UserActor } from '@/core/actor'
import { toGatehouseError } from '@/core/errors'
import { acceptHostKey } from '@/core/inventory/host-keys'
import type { Platform } from '@/core/platform'
import { finishSession, sessionOpened } from '@/core/sessions/finish'
import type { LiveSession as LiveSessionFacts } from '@/core/sessions/live'
import type { OpenOrder, SessionContext, SessionTally } from '@/core/sessions/order'
import type { EndReason } from '@/core/sessions/reasons'
import { type Recognised, recogniseHost } from '@/core/sessions/recognise'
import { tallyOf } from '@/core/sessions/recover'
import type { PromptAnswer, SessionEnd, SessionPrompt, SessionState } from '@/core/sessions/states'
import type { Opened } from '@/core/sessions/wire'
import type { HeldSession, KeeperMessage } from '../ipc/messages'
import type { FoundSession, Keepers } from './keepers'
import type { Placed } from './placed'
import { type Size, type Viewer, Viewing } from './viewing'

export interface Attach {
  actor: UserActor
  clientId: string
  from?: number
  size: Size
}

type RunningState = Exclude<SessionState, { state: 'closed' }>

/**
 * A session that runs, as the portal sees it: the keeper's words go into the record and to the viewer, the viewer's words
 * to the keeper. No input passes before the audit log has the session's opening. The viewer may leave and another may come.
 */
export class LiveSession {
  private placed: Placed | undefined
  private viewing: Viewing | undefined
  private state: SessionState = { state: 'dialing' }
  private recordedOpen = false
  private bytesIn = 0
  private bytesOut = 0
  private prompt: SessionPrompt | undefined
  private accessEndsAt: number | undefined
  private readonly clients = new Set<string>()
  readonly closed: Promise<void>
  private markClosed: () => void = () => {}

  constructor(
    private readonly platform: Platform,
    readonly id: string,
    private context: SessionContext,
  ) {
    this.closed = new Promise((resolve) => {
      this.markClosed = resolve
    })
  }

  /** Takes up a session that outlived the portal which opened it. */
  static adopt(platform: Platform, { held, adopt }: FoundSession): LiveSession {
    const session = new LiveSession(platform, held.sessionId, held.context)
    session.bytesIn = held.bytesIn
    session.bytesOut = held.bytesOut
    session.placed = adopt(session.ears())
    session.takeUp(held)
    if (held.prompt && !held.ended) session.question(held.prompt)
    return session
  }

  get owner(): UserActor {
    return this.context.owner
  }

  get opened(): Opened {
    return this.context.opened
  }

  facts(): LiveSessionFacts {
    const { id, owner, state, viewing, bytesIn, bytesOut } = this
    return {
      sessionId: id,
      userId: owner.id,
      webSessionId: owner.webSessionId,
      state: state.state,
      attached: viewing !== undefined,
      bytesIn: bytesIn + (viewing?.bytesIn ?? 0),
      bytesOut: Math.max(bytesOut, viewing?.offset ?? 0),
    }
  }

  /** Hands the order to a keeper. When there is none the session ends at once, with the reason. */
  place(keepers: Keepers, order: OpenOrder): void {
    try {
      this.placed = keepers.place(order, this.ears())
    } catch {
      void this.lost()
    }
  }

  /** Whether this client has been attached before: one that comes back, not another page or device. */
  knows(clientId: string): boolean {
    return this.clients.has(clientId)
  }

  /** Whether someone else has taken this client's place: a page that slept and comes back by itself does not take it again. */
  tookPlaceOf(clientId: string): boolean {
    return this.viewing !== undefined && this.viewing.clientId !== clientId && this.knows(clientId)
  }

  /**
   * Puts a viewer in the place of whoever looked on. `attached` is called with the bytes of this client's input that the
   * session has accepted, before anything is told to the viewer; then come the state, an open question, and the output.
   * Answers undefined when the session is over or not yet placed.
   */
  attach(
    viewer: Viewer,
    { actor, clientId, from, size }: Attach,
    attached: (accepted: number) => void,
  ): Viewing | undefined {
    const { placed } = this
    if (!placed || this.state.state === 'closed') return undefined
    this.viewing?.replaced()
    this.bytesIn += this.viewing?.bytesIn ?? 0
    this.clients.add(clientId)
    this.context = { ...this.context, owner: actor }
    const viewing: Viewing = new Viewing(
      this,
      viewer,
      placed,
      { clientId, from, size, context: this.context },
      (accepted) => {
        attached(accepted)
        this.tellWhereItStands(viewer)
      },
    )
    this.viewing = viewing
    return viewing
  }

  /** The viewer left. The session lives on for the grace time. */
  detach(viewing: Viewing): void {
    if (this.viewing !== viewing) return
    this.bytesIn += viewing.bytesIn
    this.bytesOut = Math.max(this.bytesOut, viewing.offset)
    this.viewing = undefined
    viewing.left()
  }

  /** Whether input may pass: the shell is open, and that is in the audit log. */
  get accepting(): boolean {
    return this.recordedOpen && this.state.state === 'open'
  }

  /** Whether what the host prints may be shown: the opening is in the audit log. */
  get shown(): boolean {
    return this.recordedOpen
  }

  /**
   * The answer to a prompt of who the person is now: their role may have changed since they opened it. An accepted host key is
   * pinned before the keeper hears of it. Throws `not-allowed`, `conflict`.
   */
  async answer(actor: UserActor, promptId: number, answer: PromptAnswer): Promise<void> {
    const { prompt } = this
    if (answer.kind === 'host-key' && answer.accept) {
      if (prompt?.kind !== 'host-key' || prompt.promptId !== promptId) return
      await acceptHostKey(this.platform, actor, this.context.place, prompt.presented, this.id)
    }
    this.prompt = undefined
    this.placed?.send({ type: 'answer', promptId, answer })
  }

  /** A grant ends the session at this moment (Unix ms); undefined: none does soon. Told to whoever looks on, once. */
  warnOfEnd(endsAt: number | undefined): void {
    if (this.accessEndsAt === endsAt) return
    this.accessEndsAt = endsAt
    this.viewing?.viewer.warning({ kind: 'access', endsAt })
  }

  close(reason: EndReason): void {
    this.recordedOpen = false
    this.placed?.send({ type: 'close', reason })
  }

  private ears() {
    return {
      message: (message: Extract<KeeperMessage, { handle: number }>) => this.hear(message),
      lost: () => void this.lost(),
    }
  }

  private takeUp(held: HeldSession): void {
    if (held.ended) void this.finish(held.ended.end, held.ended.tally)
    else this.enter(held.state)
  }

  private tellWhereItStands(viewer: Viewer): void {
    // Before the opening is in the audit log the shell is not open to anyone.
    if (this.state.state !== 'open' || this.recordedOpen) viewer.state(this.state)
    if (this.prompt) viewer.prompt(this.prompt)
    if (this.accessEndsAt !== undefined) viewer.warning({ kind: 'access', endsAt: this.accessEndsAt })
  }

  private hear(message: Extract<KeeperMessage, { handle: number }>): void {
    switch (message.type) {
      case 'state':
        this.enter(message.state)
        return
      case 'prompt':
        this.question(message.prompt)
        return
      case 'warning':
        this.viewing?.viewer.warning(message.warning)
        return
      case 'ended':
        void this.finish(message.end, message.tally)
    }
  }

  /** Something is asked of the person; but a key by which a host of the inventory is known is nothing to ask them about. */
  private question(prompt: SessionPrompt): void {
    if (prompt.kind !== 'host-key' || this.context.place.kind === 'host') {
      this.show(prompt)
      return
    }
    recogniseHost(this.platform, this.owner, this.id, prompt.presented).then(
      (recognised) => this.recognised(prompt, recognised),
      (error: unknown) => {
        this.platform.log.error({ sessionId: this.id, err: error }, 'it cannot be told whose host key this is')
        this.close('internal')
      },
    )
  }

  private recognised(prompt: SessionPrompt, recognised: Recognised): void {
    if (this.state.state === 'closed') return
    switch (recognised.kind) {
      case 'unknown':
        this.show(prompt)
        return
      case 'granted':
        this.context = { ...this.context, place: recognised.place }
        this.placed?.send({ type: 'answer', promptId: prompt.promptId, answer: { kind: 'host-key', accept: true } })
        return
      case 'refused':
        this.close('host-not-granted')
    }
  }

  private show(prompt: SessionPrompt): void {
    this.prompt = prompt
    this.viewing?.viewer.prompt(prompt)
  }

  private enter(state: RunningState): void {
    this.state = state
    if (state.state !== 'host-key-pending' && state.state !== 'authenticating') this.prompt = undefined
    if (state.state !== 'open') {
      this.viewing?.viewer.state(state)
      return
    }
    sessionOpened(this.platform, this.owner, this.id, new Date(state.openedAt)).then(
      () => {
        if (this.state !== state) return
        this.recordedOpen = true
        this.viewing?.viewer.state(state)
        this.viewing?.show()
      },
      (error: unknown) => {
        this.platform.log.error({ sessionId: this.id, err: error }, 'the opening of a session cannot be recorded')
        this.close('audit-failed')
      },
    )
  }

  private async lost(): Promise<void> {
    const recording = await this.platform.db.recording.findUnique({ where: { sessionId: this.id } }).catch(() => null)
    const tally = await tallyOf(this.platform, this.id, recording)
    const { bytesIn, bytesOut } = this.facts()
    await this.finish({ reason: 'keeper-lost' }, { ...tally, bytesIn, bytesOut: Math.max(tally.bytesOut, bytesOut) })
  }

  private async finish(end: SessionEnd, tally: SessionTally): Promise<void> {
    if (this.state.state === 'closed') return
    this.state = { state: 'closed', end }
    this.viewing?.over()
    try {
      await finishSession(this.platform, this.owner, this.id, end, tally)
      this.placed?.release()
      // A shell that was over before its opening was in the log: what it said is shown, now that its end is there.
      this.viewing?.show()
    } catch (error) {
      // The row still says that it runs: the next start puts it in order.
      this.platform.log.error(
        { sessionId: this.id, code: toGatehouseError(error).code, err: error },
        'the end of a session cannot be recorded',
      )
    }
    this.viewing?.viewer.state(this.state)
    this.markClosed()
  }
}
