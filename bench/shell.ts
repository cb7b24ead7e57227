import type { OpenTarget } from '@/core/sessions/wire'

export type Hear = (bytes: Uint8Array) => void

/** A shell on the bench's host, whatever lies between. Output is drawn as soon as it is heard, unless said otherwise. */
export interface Shell {
  /** Who hears the host's bytes, one at a time. */
  onOutput: Hear
  write(text: string): void
  /** Resolves when the session has ended and nothing more comes. */
  close(): Promise<void>
}

/** The host's side of a shell, and how to get there: plain data, so that another process can be told. */
export type Reach =
  | { kind: 'bare'; target: SshTarget }
  | { kind: 'bridge'; url: string }
  | { kind: 'gatehouse'; origin: string; cookie: string; target: OpenTarget }

export interface SshTarget {
  host: string
  port: number
  login: string
  privateKey: string
}

/** The terminal's size in every session of the bench. */
export const size = { cols: 120, rows: 40 }
export const term = 'xterm-256color'
