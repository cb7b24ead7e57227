import { z } from 'zod'
import type { HostEncoding } from '../encodings/names'
import type { ErrorCode, ErrorParams } from '../errors'
import type { SessionEnd, SessionPrompt, SessionState } from './states'

/**
 * The messages between a browser and the portal: socket.io, namespace `/live`, msgpack parser, websocket only.
 * docs/protocol.md specifies the same for clients in other languages.
 */
export const wireVersion = 2

/** The most bytes an `input` frame may carry, and the most that a client sends ahead of what the host has taken. */
export const maxInputFrameBytes = 64 * 1024

const size = { cols: z.number().int().min(2).max(1000), rows: z.number().int().min(1).max(1000) }

export const hostAddress = z.string().trim().min(1).max(253)

export const login = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\s\u0000-\u001f\u007f]+$/)

/** Names one page's end of a session over all its connections: input is counted by it, so that none is delivered twice. */
const clientId = z.uuid()

export const openRequest = z.object({
  version: z.literal(wireVersion),
  clientId,
  ...size,
  term: z
    .string()
    .regex(/^[a-z0-9.+-]{1,64}$/i)
    .default('xterm-256color'),
  /** Why, or a ticket: kept with the session. Some grants demand it. */
  reason: z.string().trim().max(500).optional(),
  target: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('account'), accountId: z.string().min(1).max(64) }),
    z.object({
      kind: z.literal('quick'),
      address: hostAddress,
      port: z.number().int().min(1).max(65535),
      login,
      /** Absent: asked in the terminal. */
      password: z.string().min(1).max(1024).optional(),
    }),
  ]),
})
export type OpenRequest = z.input<typeof openRequest>
/** The same after parsing: defaults filled in. */
export type ParsedOpenRequest = z.output<typeof openRequest>
export type OpenTarget = ParsedOpenRequest['target']

const sessionId = z.uuid()

export const attachRequest = z.object({
  version: z.literal(wireVersion),
  clientId,
  sessionId,
  ...size,
  /** Output goes on from this offset. Absent: the screen comes first. */
  from: z.number().int().min(0).optional(),
})
export type AttachRequest = z.infer<typeof attachRequest>

/**
 * An `input` message, or undefined when it is none. By hand, as {@link parseDrawn}: a schema costs each key some 70 µs. What
 * browsers' encoders make of bytes differs; either form means the same. Whether there is such a session is the caller's to say.
 */
export function parseInput(message: readonly unknown[]): { sessionId: string; bytes: Uint8Array } | undefined {
  const [id, bytes] = message
  if (message.length !== 2 || typeof id !== 'string') return undefined
  if (bytes instanceof Uint8Array) return { sessionId: id, bytes }
  return bytes instanceof ArrayBuffer ? { sessionId: id, bytes: new Uint8Array(bytes) } : undefined
}

/** A `drawn` message, or undefined when it is none: the offset is a whole number from 0. */
export function parseDrawn(message: readonly unknown[]): { sessionId: string; offset: number } | undefined {
  const [id, offset] = message
  if (message.length !== 2 || typeof id !== 'string') return undefined
  return typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0
    ? { sessionId: id, offset }
    : undefined
}

export const resizeMessage = z.tuple([sessionId, z.object(size)])
export const closeMessage = z.tuple([sessionId])
export const detachMessage = z.tuple([sessionId])
export const answerMessage = z.tuple([
  sessionId,
  z.number().int().min(1),
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('host-key'), accept: z.boolean() }),
    z.object({ kind: z.literal('password'), password: z.string().max(1024) }),
    z.object({ kind: z.literal('keyboard-interactive'), answers: z.array(z.string().max(1024)).max(16) }),
  ]),
])

export interface WireError {
  code: ErrorCode
  params: ErrorParams
}
export type Reply<T> = { ok: true; value: T } | { ok: false; error: WireError }

/** What `open` answers: the session is placed and attached to; its course follows as `state` events. */
export interface Opened {
  sessionId: string
  hostName: string
  address: string
  port: number
  login: string
  pasteLimitBytes: number
  /** How the host writes text, and wants to read it. */
  encoding: HostEncoding
}

/** What `attach` answers. */
export type Attached =
  | (Opened & {
      kind: 'attached'
      /** Unix ms; absent while the shell isn't open yet. */
      openedAt?: number
      /** Bytes of this client's input that the session has accepted, in all its connections: what follows is to be sent. */
      accepted: number
    })
  /** It is over; nothing follows. */
  | { kind: 'ended'; end: SessionEnd }

/** A screen as it was at an offset, as bytes that rebuild it in a terminal of this size that was reset. */
export interface ScreenAt {
  offset: number
  cols: number
  rows: number
  title: string
  bytes: Uint8Array
}

/** A limit that will end the session at `endsAt` (Unix ms), or, without it, one that no longer threatens. */
export interface LimitWarning {
  kind: 'idle' | 'duration' | 'access'
  endsAt?: number
}

/** Browser to portal. */
export interface ClientEvents {
  open: (request: OpenRequest, reply: (reply: Reply<Opened>) => void) => void
  attach: (request: AttachRequest, reply: (reply: Reply<Attached>) => void) => void
  /** Leaves the session running. */
  detach: (sessionId: string) => void
  /**
   * `reply` answers once the host has taken these bytes, with the total that it took of this client's; it may be left out.
   */
  input: (sessionId: string, bytes: Uint8Array | ArrayBuffer, reply?: (reply: Reply<number>) => void) => void
  /** The offset up to which output is drawn. */
  drawn: (sessionId: string, totalBytes: number) => void
  resize: (sessionId: string, size: { cols: number; rows: number }) => void
  answer: (
    sessionId: string,
    promptId: number,
    answer: z.infer<typeof answerMessage>[2],
    reply: (reply: Reply<null>) => void,
  ) => void
  close: (sessionId: string, reply: (reply: Reply<null>) => void) => void
  /** Answered at once: the round trip to the portal. */
  echo: (reply: () => void) => void
}

/** Portal to browser. */
export interface ServerEvents {
  state: (sessionId: string, state: SessionState) => void
  prompt: (sessionId: string, prompt: SessionPrompt) => void
  output: (sessionId: string, bytes: Uint8Array) => void
  screen: (sessionId: string, screen: ScreenAt) => void
  /** Another page has attached to the session in this one's place. */
  'taken-over': (sessionId: string) => void
  warning: (sessionId: string, warning: LimitWarning) => void
  /** A message that could not be used; the socket stays open unless it goes on. */
  problem: (error: WireError & { sessionId?: string }) => void
  /** The web session ended (signed out, revoked, expired); the socket closes next. */
  'signed-out': (reason: 'web-session-ended' | 'access-ended' | 'shutdown') => void
}
