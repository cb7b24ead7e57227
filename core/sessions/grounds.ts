import { bareHost, readPeople, readPlaces } from '../access/facts'
import type { ReachDecision } from '../access/reach'
import { decideReach } from '../access/reach'
import { loadRules } from '../access/rules'
import type { Platform } from '../platform'
import { givenAtOpening, openingSelect } from './at-opening'
import type { EndReason } from './reasons'

/** A session that runs, and where its owner sits now. */
export interface RunningGround {
  sessionId: string
  userId: string
  webSessionId: string
  clientAddress: string
}

/** Whether a running session still has a grant to rest on. */
export interface GroundVerdict {
  /** Null: it goes on. */
  end: EndReason | null
  /** When it ends by itself (Unix ms); null: not by a grant. */
  until: number | null
}

/**
 * Asks the decision again for running sessions, as it would be asked if they were opened this moment. What a role or a
 * disabled account forbids is somebody else's to end (gateway/portal/watch.ts).
 */
export async function judgeRunning(
  platform: Platform,
  running: readonly RunningGround[],
): Promise<Map<string, GroundVerdict>> {
  const { db } = platform
  const { rules } = await loadRules(platform)
  const ids = (of: (one: RunningGround) => string) => ({ id: { in: [...new Set(running.map(of))] } })
  const rows = await db.session.findMany({
    where: ids(({ sessionId }) => sessionId),
    select: { id: true, hostId: true, login: true, grantId: true, ...openingSelect },
  })
  const [people, places, shown] = await Promise.all([
    readPeople(db, [...new Set(running.map(({ userId }) => userId))]),
    readPlaces(db, [...new Set(rows.flatMap(({ hostId }) => hostId ?? []))]),
    db.webSession.findMany({
      where: ids(({ webSessionId }) => webSessionId),
      select: { id: true, factorShownAt: true, factorByProvider: true },
    }),
  ])
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  const factors = new Set(
    shown.flatMap(({ id, factorShownAt, factorByProvider }) => (factorShownAt || factorByProvider ? [id] : [])),
  )
  const at = Date.now()
  const verdicts = new Map<string, GroundVerdict>()
  for (const one of running) {
    const row = rowOf.get(one.sessionId)
    const user = people.get(one.userId)
    if (!row?.hostId || !user) {
      verdicts.set(one.sessionId, { end: null, until: null })
      continue
    }
    const host = places.get(row.hostId) ?? bareHost(row.hostId)
    const place = { clientAddress: one.clientAddress, secondFactor: factors.has(one.webSessionId) }
    const asked = { login: row.login, capability: 'shell' as const, ...givenAtOpening(row), at, hoursAt: at }
    const decision = decideReach({ user, host, ...asked, ...place }, rules)
    verdicts.set(one.sessionId, { end: endReasonOf(decision, row.grantId), until: decision.until })
  }
  return verdicts
}

/** Why a session ends whose grant opens it no longer, and no other does; null while one does. */
export function endReasonOf({ refusal, matched }: ReachDecision, grantId: string | null): EndReason | null {
  if (refusal !== 'condition' && refusal !== 'no-grant') return null
  const failed = (matched.find(({ grant }) => grant.id === grantId) ?? (grantId ? undefined : matched[0]))?.failed ?? []
  if (failed.includes('disabled')) return 'grant-removed'
  if (failed.includes('expired')) return 'grant-expired'
  return failed.includes('outside-hours') ? 'grant-hours-over' : 'grant-removed'
}
