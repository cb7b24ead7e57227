import { groundsChanged, loadRules } from '@/core/access/rules'
import type { Platform } from '@/core/platform'
import { judgeRunning } from '@/core/sessions/grounds'
import type { LiveSession } from './live-session'
import type { Registry } from './registry'

/** How long before a grant ends the person is told. */
const warnBeforeMs = 60_000

/**
 * Ends sessions whose grant no longer holds. Asks only where the answer may have changed: about all of them when grants,
 * people, groups or hosts did, and about each when the moment comes at which its grant ends by itself.
 */
export class GrantWatch {
  private seq: number | undefined
  /** When each session is to be asked about again (Unix ms). */
  private readonly ends = new Map<string, number>()

  constructor(
    private readonly platform: Platform,
    private readonly registry: Registry,
  ) {}

  /** One look, each second. Rejects when the database can't be asked. */
  async look(): Promise<void> {
    const { seq } = await loadRules(this.platform)
    const changed = this.seq === undefined || (await groundsChanged(this.platform.db, this.seq, seq))
    const now = Date.now()
    const due = this.registry.all().filter(({ id }) => changed || (this.ends.get(id) ?? 0) <= now)
    if (due.length > 0) await this.judge(due)
    // Only now: what failed half-way is done again.
    this.seq = seq
    this.tidy()
  }

  private async judge(sessions: readonly LiveSession[]): Promise<void> {
    const verdicts = await judgeRunning(
      this.platform,
      sessions.map(({ id, owner }) => ({
        sessionId: id,
        userId: owner.id,
        webSessionId: owner.webSessionId,
        clientAddress: owner.clientAddress,
      })),
    )
    for (const session of sessions) {
      const verdict = verdicts.get(session.id)
      if (!verdict) continue
      if (verdict.end) session.close(verdict.end)
      const { until } = verdict
      const left = until === null ? Number.POSITIVE_INFINITY : until - Date.now()
      session.warnOfEnd(until !== null && left <= warnBeforeMs ? until : undefined)
      // To be asked again when it is time to warn, then when it is time to end.
      this.ends.set(
        session.id,
        until === null ? Number.POSITIVE_INFINITY : left > warnBeforeMs ? until - warnBeforeMs : until,
      )
    }
  }

  private tidy(): void {
    for (const id of this.ends.keys()) if (!this.registry.get(id)) this.ends.delete(id)
  }
}
