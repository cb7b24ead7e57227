import type { Role } from './access/roles'
import type { Scope } from './access/scopes'

/** A signed-in person, as read afresh from the database at each request. */
export interface UserActor {
  kind: 'user'
  id: string
  name: string
  role: Role
  webSessionId: string
  /** When they last proved in this web session who they are, in milliseconds since 1970. */
  provenAt: number
  /** Whether a second factor was shown for this sign-in. Absent: it wasn't. */
  secondFactor?: boolean
  /** The browser's address: the socket's, or what a trusted proxy says. */
  clientAddress: string
  token?: undefined
}

/**
 * A program that showed an API token, read afresh from the database at each request. What holds for a user of its role holds
 * for it too; beyond its scopes `core/access` says no. It has no web session: what needs one can't be given this actor.
 */
export interface TokenActor {
  kind: 'user'
  /** A personal token's owner. A service token is no one: its own id, to which no sessions and snippets belong. */
  id: string
  /** The owner's, or the service token's own. */
  name: string
  role: Role
  clientAddress: string
  token: { id: string; kind: 'personal' | 'service'; name: string; scopes: readonly Scope[] }
}

/** Whoever comes over HTTP, signed in or with a token. */
export type RemoteActor = UserActor | TokenActor

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

export type Actor = UserActor | TokenActor | ConsoleActor | SystemActor | AnonymousActor

export const systemActor: SystemActor = { kind: 'system', name: 'gatehouse' }
