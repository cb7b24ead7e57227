/**
 * Why a session ended or never began. Stored with the session, sent to the viewer, a sentence each in the catalogue
 * (`endReason.<code>`: what happened, why, what to do).
 */
export const endReasons = [
  // It ran and ended.
  'exited',
  'closed-by-user',
  'viewer-gone',
  'closed-by-host',
  'connection-lost',
  'closed-by-administrator',
  'web-session-ended',
  'access-ended',
  'grant-expired',
  'grant-hours-over',
  'grant-removed',
  'shutdown',
  'idle-limit',
  'duration-limit',
  // It could not begin.
  'dns-failed',
  'address-forbidden',
  'refused',
  'timed-out',
  'no-route',
  'host-key-refused',
  'host-key-changed',
  'host-not-granted',
  'auth-failed',
  'prompt-unanswered',
  'no-common-algorithm',
  'not-ssh',
  'closed-during-handshake',
  'shell-refused',
  'key-unusable',
  // The host broke the rules.
  'protocol-violation',
  'window-overrun',
  // We could not keep our promise.
  'recording-failed',
  'audit-failed',
  'input-overflow',
  'keeper-lost',
  'portal-lost',
  'internal',
] as const

export type EndReason = (typeof endReasons)[number]

/** Reasons after which the session counts as interrupted: nobody saw its end, the recording may lack its last frame. */
export const interruptedReasons: ReadonlySet<EndReason> = new Set<EndReason>([
  'keeper-lost',
  'portal-lost',
  'recording-failed',
])
