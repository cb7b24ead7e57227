import type { LiveSession as LiveSessionFacts, LiveSessions } from '@/core/sessions/live'
import type { EndReason } from '@/core/sessions/reasons'
import type { LiveSession } from './live-session'

/** A signed-in browser tab, as far as ending it goes. */
export interface SignedInSocket {
  webSessionId: string
  userId: string
  /** Tells the browser why, then closes the socket. */
  signOut(reason: 'web-session-ended' | 'access-ended' | 'shutdown'): void
}

/** What runs in this node: sessions and the sockets that look at them. */
export class Registry implements LiveSessions {
  private readonly sessions = new Map<string, LiveSession>()
  readonly sockets = new Set<SignedInSocket>()

  add(session: LiveSession): void {
    this.sessions.set(session.id, session)
    void session.closed.then(() => this.sessions.delete(session.id))
  }

  get(sessionId: string): LiveSession | undefined {
    return this.sessions.get(sessionId)
  }

  /** All sessions that run at this moment. */
  all(): LiveSession[] {
    return [...this.sessions.values()]
  }

  /** The web sessions that running sessions and open sockets rest on. */
  grounds(): Set<string> {
    const sessions = [...this.sessions.values()].map(({ owner }) => owner.webSessionId)
    return new Set([...sessions, ...[...this.sockets].map((socket) => socket.webSessionId)])
  }

  /** The same as lists show them. */
  running(): LiveSessionFacts[] {
    return [...this.sessions.values()].map((session) => session.facts())
  }

  async list(): Promise<LiveSessionFacts[]> {
    return this.running()
  }

  async end(sessionId: string, reason: EndReason): Promise<boolean> {
    const session = this.sessions.get(sessionId)
    if (!session) return false
    session.close(reason)
    await session.closed
    return true
  }

  endWebSession(webSessionId: string): Promise<void> {
    return this.endWhere((owner) => owner.webSessionId === webSessionId, 'web-session-ended')
  }

  endUser(userId: string): Promise<void> {
    return this.endWhere((owner) => owner.userId === userId, 'access-ended')
  }

  private async endWhere(
    matches: (owner: { webSessionId: string; userId: string }) => boolean,
    reason: 'web-session-ended' | 'access-ended',
  ): Promise<void> {
    const ended = this.running().filter(matches)
    await Promise.all(ended.map(({ sessionId }) => this.end(sessionId, reason)))
    for (const socket of this.sockets) if (matches(socket)) socket.signOut(reason)
  }
}
