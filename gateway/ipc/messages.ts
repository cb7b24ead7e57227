import type { OpenOrder, SessionContext, SessionTally } from '@/core/sessions/order'
import type { EndReason } from '@/core/sessions/reasons'
import type { PromptAnswer, SessionEnd, SessionPrompt, SessionState } from '@/core/sessions/states'
import type { LimitWarning, ScreenAt } from '@/core/sessions/wire'

/**
 * What the portal and a keeper say to each other over the keeper's Unix socket. Each frame is
 * `u32 length | u8 type | payload`, big endian. Frames about a session name its `handle`, frames about one who looks at it
 * the `attachment`; the portal chooses both, and never one that is in use. docs/protocol.md has the table of types.
 */
export const ipcVersion = 2

/** The most a frame may hold, header included. A longer one ends the connection. */
export const maxFrameBytes = 16 * 1024 * 1024

export type PortalMessage =
  | { type: 'hello'; version: number; portalId: string }
  | { type: 'open'; handle: number; order: OpenOrder }
  /** Takes the place of whoever is attached. Without `from` the screen comes first. */
  | {
      type: 'attach'
      handle: number
      attachment: number
      clientId: string
      from?: number
      size: { cols: number; rows: number }
      /** The session rests on their web session from now on. */
      context: SessionContext
    }
  | { type: 'detach'; attachment: number }
  | { type: 'input'; attachment: number; bytes: Uint8Array }
  /** Asks for `taken` once the host's window has taken this many bytes of the client's input, in total. */
  | { type: 'want-taken'; attachment: number; total: number }
  /** The offset of output up to which the viewer has drawn. */
  | { type: 'drawn'; attachment: number; total: number }
  | { type: 'resize'; handle: number; cols: number; rows: number }
  | { type: 'answer'; handle: number; promptId: number; answer: PromptAnswer }
  | { type: 'close'; handle: number; reason: EndReason }
  /** The end is in the record: the keeper may forget the session. */
  | { type: 'release'; handle: number }
  | { type: 'ping'; nonce: number }
  /** End every session with this reason, complete the recordings, then exit. */
  | { type: 'shutdown'; reason: EndReason }

export interface KeeperStats {
  sessions: number
  rssBytes: number
}

/** A session that a keeper holds when a portal connects. */
export interface HeldSession {
  handle: number
  sessionId: string
  context: SessionContext
  state: Exclude<SessionState, { state: 'closed' }>
  /** The question that waits for its answer. */
  prompt?: SessionPrompt
  bytesIn: number
  bytesOut: number
  /** It ended while no portal was there to take note. */
  ended?: { end: SessionEnd; tally: SessionTally }
}

export type KeeperMessage =
  /** `build` tells which code it runs: one of another build takes no new sessions. */
  | { type: 'hello'; version: number; pid: number; build: string; sessions: HeldSession[] }
  | { type: 'pong'; nonce: number; stats: KeeperStats }
  | { type: 'state'; handle: number; state: Exclude<SessionState, { state: 'closed' }> }
  | { type: 'prompt'; handle: number; prompt: SessionPrompt }
  | { type: 'warning'; handle: number; warning: LimitWarning }
  /** Input of this client so far: accepted by the session, and of that taken by the host's window. */
  | { type: 'attached'; attachment: number; accepted: number; taken: number }
  | { type: 'screen'; attachment: number; screen: ScreenAt }
  /** Already in the recording. */
  | { type: 'output'; attachment: number; bytes: Uint8Array }
  /** Bytes of the client's input that the host's window has taken, in total; told when asked for: paces a paste. */
  | { type: 'taken'; attachment: number; total: number }
  /** The last frame about this handle. */
  | { type: 'ended'; handle: number; end: SessionEnd; tally: SessionTally }
