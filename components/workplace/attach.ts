import type { Target } from '@/components/terminal/connection'

/**
 * What a pane connects to in order to come back to a session that still runs; undefined where the terminal can only
 * open new ones. The one place that says which.
 */
export function attachTo(sessionId: string): Target | undefined {
  return { kind: 'session', sessionId }
}
