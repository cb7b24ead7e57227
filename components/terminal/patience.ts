import type { WireError } from '@/core/sessions/wire'

/** What Gatehouse refuses for the moment alone; `conflict` is a session that ends this very moment. */
const passing: ReadonlySet<WireError['code']> = new Set([
  'conflict',
  'limit-reached',
  'audit-unavailable',
  'target-unclear',
  'internal',
])
const firstPauseMs = 300
const longestPauseMs = 5000
const mostTries = 30

/** Whether what was refused may be granted a moment later. */
export function passes({ code }: WireError): boolean {
  return passing.has(code)
}

/** Asks again what was refused for the moment, each time later, for some two minutes. */
export class Patience {
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  /** Calls `again` after a pause. False when there is no point in it, or it was tried often enough. */
  retry(error: WireError, again: () => void): boolean {
    if (!passes(error) || this.tries >= mostTries) return false
    clearTimeout(this.timer)
    this.timer = setTimeout(again, Math.min(firstPauseMs * 1.3 ** this.tries, longestPauseMs))
    this.tries += 1
    return true
  }

  /** It was granted. */
  granted(): void {
    this.tries = 0
  }

  /** What waits to be asked again is not. */
  stop(): void {
    clearTimeout(this.timer)
  }
}
