import type { ShownError } from './error-notice'

/** What a server action answers: the value, or what to show, where. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ShownError }
