import type { Role } from './access/roles'

/** A signed-in person, as read afresh from the database at each request. */
export interface UserActor {
  kind: 'user'
  id: string
  name: string
  role: Role
  webSessionId: string
  /** Whether a second factor was shown for this sign-in. Absent: it wasn't. */
  secondFactor?: boolean
  /** The browser's address: the socket's, or what a trusted proxy says. */
  clientAddress: string
}

/** The command line at the server's console: whoever can read the master key is an administrator. */
export interface ConsoleActor {
  kind: 'console'
  name: string
}

/** Gatehouse itself: start, recovery, the end of a lost session. */
export interface SystemActor {
  kind: 'system'
  name: 'gatehouse'
}

/** Someone who has not (yet) signed in. `name` is what was typed, cut to 100 characters. */
export interface AnonymousActor {
  kind: 'anonymous'
  name: string
  clientAddress: string
}

export type Actor = UserActor | ConsoleActor | SystemActor | AnonymousActor

export const systemActor: SystemActor = { kind: 'system', name: 'gatehouse' }
