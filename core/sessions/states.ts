import type { EndReason } from './reasons'

/** A host key as it is shown to the person who decides. */
export interface PresentedKey {
  keyType: string
  fingerprint: string
  /** The public key blob (RFC 4253 section 6.6), base64. */
  publicKey: string
}

/** What the far side or Gatehouse asks the person, in the terminal. `promptId` counts from 1 in each session. */
export type SessionPrompt =
  | { kind: 'host-key'; promptId: number; presented: PresentedKey; mayAccept: boolean }
  | { kind: 'password'; promptId: number; login: string; address: string; retry: boolean }
  | {
      kind: 'keyboard-interactive'
      promptId: number
      name: string
      instructions: string
      prompts: { text: string; echo: boolean }[]
    }

export type PromptAnswer =
  | { kind: 'host-key'; accept: boolean }
  | { kind: 'password'; password: string }
  | { kind: 'keyboard-interactive'; answers: string[] }

/** How a session ended, in full. */
export interface SessionEnd {
  reason: EndReason
  /** A technical detail for those who can use it (escaped where shown): the system's error code, the host's words. */
  detail?: string
  exitStatus?: number
  exitSignal?: string
  /** With `host-key-changed`: what was pinned and what came. */
  hostKey?: { pinned: PresentedKey[]; presented: PresentedKey }
}

/** The states of a session, each with what belongs to it. Transitions: {@link transitions}. */
export type SessionState =
  | { state: 'dialing' }
  | { state: 'host-key-pending' }
  | { state: 'authenticating' }
  | { state: 'open'; recording: true; openedAt: number }
  | { state: 'closing' }
  | { state: 'closed'; end: SessionEnd }

export type SessionStateName = SessionState['state']

/**
 * Which state may follow which. `closed` is final. Whether someone is attached is a matter of its own: a session may be
 * left, and found again, in any state but `closed`.
 */
export const transitions: Record<SessionStateName, readonly SessionStateName[]> = {
  dialing: ['host-key-pending', 'authenticating', 'closing', 'closed'],
  'host-key-pending': ['authenticating', 'closing', 'closed'],
  authenticating: ['open', 'closing', 'closed'],
  open: ['closing', 'closed'],
  closing: ['closed'],
  closed: [],
}
