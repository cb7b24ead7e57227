import { askReach, refusalOf } from '../access/ask'
import { requireAllowed } from '../access/decide'
import type { UserActor } from '../actor'
import { recordAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { givenAtOpening } from './at-opening'
import type { EndReason } from './reasons'
import type { SessionEnd } from './states'

/** What someone who wants to attach to a session finds: it runs (since when its shell is open), or how it ended. */
export type Attachable = { kind: 'running'; openedAt: Date | null } | { kind: 'ended'; end: SessionEnd }

/**
 * Whether this person may attach to this session: they may open sessions, it is theirs, and a grant opens its host from
 * where they are now. Throws `not-allowed`, `no-access`, and `not-found` for one that isn't theirs: its existence is no one
 * else's business.
 */
export async function findAttachable(platform: Platform, actor: UserActor, sessionId: string): Promise<Attachable> {
  requireAllowed(actor, 'session.open', platform.config.access)
  const row = await platform.db.session.findUnique({ where: { id: sessionId } })
  if (!row || row.userId !== actor.id) throw new GatehouseError('not-found', { what: 'session' })
  if (!row.endedAt) {
    if (row.hostId) {
      // What was asked at connecting holds for the session's life: the reason, and how fresh the proof was then.
      const decision = await askReach(platform, actor, {
        hostId: row.hostId,
        login: row.login,
        capability: 'shell',
        ...givenAtOpening(row),
      })
      if (!decision.allowed) throw refusalOf(decision, actor)
    }
    return { kind: 'running', openedAt: row.openedAt }
  }
  return {
    kind: 'ended',
    end: {
      // What is stored is what finishSession was given.
      reason: (row.endReason ?? 'internal') as EndReason,
      detail: row.endDetail ?? undefined,
      exitStatus: row.exitStatus ?? undefined,
      exitSignal: row.exitSignal ?? undefined,
    },
  }
}

/** Notes that another page or device of its owner has attached to a session. Until it is noted, nothing is shown there. */
export async function recordAttach(platform: Platform, actor: UserActor, sessionId: string): Promise<void> {
  const row = await platform.db.session.findUniqueOrThrow({ where: { id: sessionId } })
  await recordAudit(platform.db, {
    actor,
    action: 'session.attach',
    outcome: 'success',
    sessionId,
    target: { kind: 'session', id: sessionId, name: `${row.login}@${row.hostName}` },
    host: { id: row.hostId ?? undefined, name: row.hostName },
  })
}
