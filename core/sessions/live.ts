import type { EndReason } from './reasons'
import type { SessionStateName } from './states'

/** A session that runs now, as lists show it. */
export interface LiveSession {
  sessionId: string
  userId: string
  webSessionId: string
  state: SessionStateName
  /** Whether a page shows it now. */
  attached: boolean
  bytesIn: number
  bytesOut: number
}

/**
 * The only way in which pages reach running sessions. gateway/portal/registry.ts holds them; the pages, a process of their
 * own, ask it through gateway/pages/live-rpc.ts.
 */
export interface LiveSessions {
  list(): Promise<LiveSession[]>
  /** Ends one session; resolves when it is closed. False if it isn't running here. */
  end(sessionId: string, reason: EndReason): Promise<boolean>
  /** Cuts off every session and socket of a web session that was revoked. */
  endWebSession(webSessionId: string): Promise<void>
  /** Cuts off every session and socket of a user who was disabled, deleted or given another role. */
  endUser(userId: string): Promise<void>
}

/** For the command line, which holds no session. */
export const noLiveSessions: LiveSessions = {
  list: async () => [],
  end: async () => false,
  endWebSession: async () => {},
  endUser: async () => {},
}
