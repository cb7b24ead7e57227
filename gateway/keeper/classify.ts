import type { EndReason } from '@/core/sessions/reasons'

/** How far the handshake had come when it failed. */
export type DialStage = 'connecting' | 'handshake' | 'authenticating'

/** A dial that failed, with the reason that the person reads and the technical words behind it. */
export class DialError extends Error {
  override readonly name = 'DialError'

  constructor(
    readonly reason: EndReason,
    readonly detail?: string,
  ) {
    super(reason)
  }
}

const byCode: Record<string, EndReason> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  EACCES: 'no-route',
  EPERM: 'no-route',
  ETIMEDOUT: 'timed-out',
  ENOTFOUND: 'dns-failed',
  EAI_AGAIN: 'dns-failed',
}

const byMessage: [RegExp, EndReason][] = [
  [/beyond the window/, 'window-overrun'],
  [/no matching/, 'no-common-algorithm'],
  [/authentication methods failed/, 'auth-failed'],
  [/identification|header line|greeting|Bad packet length/i, 'not-ssh'],
  [/Keepalive timeout/, 'connection-lost'],
  [/Connection lost before handshake/, 'closed-during-handshake'],
]

/** The reason for an error of the socket or of ssh2. Pure. */
export function classifyError(
  error: Error & { code?: unknown; level?: unknown },
  stage: DialStage | 'open',
): EndReason {
  const known = byCode[String(error.code)]
  if (stage === 'connecting' && known) return known
  if (error.level === 'client-authentication') return 'auth-failed'
  const matched = byMessage.find(([pattern]) => pattern.test(error.message))
  // A host with which a shell was open does speak SSH.
  if (matched) return matched[1] === 'not-ssh' && stage === 'open' ? 'protocol-violation' : matched[1]
  const lost = error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ETIMEDOUT'
  if (lost) return stage === 'open' ? 'connection-lost' : 'closed-during-handshake'
  return known ?? 'protocol-violation'
}
