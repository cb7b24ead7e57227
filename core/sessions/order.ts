import type { UserActor } from '../actor'
import type { HostEncoding } from '../encodings/names'
import type { KeyPlace } from '../inventory/host-keys'
import type { PresentedKey } from './states'
import type { Opened } from './wire'

/**
 * What a portal must know of a session, kept by its keeper so that the next portal knows it too after a crash, a restart
 * or an upgrade. A keeper passes it on and reads none of it. It holds no secret.
 */
export interface SessionContext {
  /** Whose session it is: who opened it, with the web session that it rests on now. */
  owner: UserActor
  /** Where a key that the person accepts will be pinned. */
  place: KeyPlace
  opened: Opened
}

/** How the keeper proves who we are. Lives for the length of the handshake; never stored, never logged. */
export type AuthMaterial =
  | { kind: 'password'; password: string }
  | { kind: 'private-key'; privateKey: string; passphrase?: string }
  | { kind: 'ask' }

/** All that a keeper needs to open one session. Made by core/sessions/open.ts after the decision was yes. */
export interface OpenOrder {
  sessionId: string
  target: {
    address: string
    port: number
    login: string
    /** The addresses that the decision was about: these are dialled, and the name isn't resolved again. */
    resolved?: string[]
  }
  auth: AuthMaterial
  /** Keys this host is known by. Empty: unknown, a person decides. Otherwise anything else is a changed key. */
  pinnedKeys: PresentedKey[]
  /** Whether the person may accept an unknown key (core/access decided). */
  mayAcceptHostKey: boolean
  size: { cols: number; rows: number }
  /** TERM at the host. */
  term: string
  /** CIDR ranges a resolved address may not lie in. */
  forbiddenTargets: string[]
  recording: {
    /** Absolute path of the file to create. */
    path: string
    /** The data key, 32 bytes, base64 (the order crosses the Unix socket as JSON). */
    key: string
    recordInput: boolean
    header: RecordingHeader
  }
  limits: SessionLimits
  context: SessionContext
}

/** Times in milliseconds, sizes in bytes. 0 for {@link idleMs} and {@link maxDurationMs}: no such limit. */
export interface SessionLimits {
  connectTimeoutMs: number
  promptTimeoutMs: number
  /** How often a host that says nothing is asked whether it is still there; it is dead after three times as long. */
  keepaliveMs: number
  /** Input that may wait for a slow host. */
  inputBytes: number
  /** How long a session waits for someone to attach before it ends. */
  detachGraceMs: number
  /** How long nothing may be typed. */
  idleMs: number
  /** How long the session may be open. */
  maxDurationMs: number
}

/** What the recording says about itself, inside its first sealed frame. No secret. */
export interface RecordingHeader {
  sessionId: string
  /** Unix time in milliseconds. */
  startedAt: number
  cols: number
  rows: number
  term: string
  userName: string
  hostName: string
  address: string
  port: number
  login: string
  /** How the host writes text. Absent: UTF-8. */
  encoding?: HostEncoding
}

/** The keeper's last word on a session. */
export interface SessionTally {
  bytesIn: number
  bytesOut: number
  /** From the recording's begin to its end. */
  durationMs: number
  /** The recording file's size. */
  sizeBytes: number
  /** Whether the closing frame was written. */
  recordingComplete: boolean
}
