import { decide, requireAllowed } from '../access/decide'
import { placeOf, placeSelect } from '../access/facts'
import { sightOf } from '../access/sight'
import type { RemoteActor, UserActor } from '../actor'
import type { Platform } from '../platform'
import type { LiveSession } from './live'

/** A session of one's own that runs now, and what it takes to come back to it. */
export interface RunningSession {
  id: string
  kind: 'inventory' | 'quick'
  hostId: string | null
  /** The account that would open it again; null for quick connect and for what is no longer in the inventory. */
  accountId: string | null
  hostName: string
  address: string
  port: number
  login: string
  startedAt: Date
  /** Whether a page shows it now, here or on another device. */
  attached: boolean
}

/** This person's running sessions, newest first: for whoever may look at sessions, or opens them and so comes back to them. */
export async function runningSessions(platform: Platform, actor: RemoteActor): Promise<RunningSession[]> {
  const { access } = platform.config
  const looks = (['session.open', 'session.view-all'] as const).some((action) => decide(actor, action, access).allowed)
  if (!looks) requireAllowed(actor, 'session.view-own', access)
  const running = await platform.live.list()
  const live = new Map(
    running.flatMap((session) => (session.userId === actor.id ? [[session.sessionId, session]] : [])),
  )
  if (live.size === 0) return []
  const rows = await platform.db.session.findMany({
    where: { id: { in: [...live.keys()] }, userId: actor.id, endedAt: null },
    orderBy: [{ startedAt: 'desc' }, { id: 'asc' }],
  })
  const accounts = await accountsOf(platform, rows)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind === 'quick' ? 'quick' : 'inventory',
    hostId: row.hostId,
    accountId: accounts.get(keyOf(row)) ?? null,
    hostName: row.hostName,
    address: row.address,
    port: row.port,
    login: row.login,
    startedAt: row.startedAt,
    attached: isAttached(live.get(row.id)),
  }))
}

/** Sessions that end with their page are shown by it for as long as they run. */
function isAttached(session: LiveSession | undefined): boolean {
  return session !== undefined && 'attached' in session ? session.attached === true : true
}

interface Place {
  hostId: string | null
  login: string
}

const keyOf = ({ hostId, login }: Place) => `${hostId} ${login}`

/** The accounts that stand for these places in the inventory now. */
async function accountsOf(platform: Platform, places: readonly Place[]): Promise<Map<string, string>> {
  const hostIds = [...new Set(places.flatMap(({ hostId }) => (hostId ? [hostId] : [])))]
  const rows = hostIds.length
    ? await platform.db.account.findMany({
        where: { hostId: { in: hostIds } },
        select: { id: true, hostId: true, login: true },
      })
    : []
  return new Map(rows.map((row) => [keyOf(row), row.id]))
}

/** An account that this person has used. */
export interface RecentAccount {
  accountId: string
  hostId: string
  hostName: string
  address: string
  port: number
  login: string
  usedAt: Date
}

/** How far back {@link recentAccounts} looks, in sessions. */
const lookBack = 60

/** The accounts of the inventory that this person used last and still sees, newest first, each once: at most `limit`. */
export async function recentAccounts(platform: Platform, actor: UserActor, limit = 8): Promise<RecentAccount[]> {
  if (!decide(actor, 'session.open', platform.config.access).allowed) return []
  const rows = await platform.db.session.findMany({
    where: { userId: actor.id, hostId: { not: null } },
    select: { hostId: true, login: true, startedAt: true },
    orderBy: { startedAt: 'desc' },
    take: lookBack,
  })
  const last = new Map<string, Date>()
  for (const row of rows) if (!last.has(keyOf(row))) last.set(keyOf(row), row.startedAt)
  const accounts = await platform.db.account.findMany({
    where: { hostId: { in: [...new Set(rows.flatMap(({ hostId }) => hostId ?? []))] } },
    select: {
      id: true,
      login: true,
      hostId: true,
      host: { select: { ...placeSelect, name: true, address: true, port: true } },
    },
  })
  const sight = await sightOf(platform, actor)
  return accounts
    .flatMap((account) => {
      const usedAt = last.get(keyOf(account))
      if (!usedAt || !sight.sees(placeOf(account.host), account.login)) return []
      const { id: accountId, hostId, login, host } = account
      return [{ accountId, hostId, login, hostName: host.name, address: host.address, port: host.port, usedAt }]
    })
    .sort((a, b) => b.usedAt.getTime() - a.usedAt.getTime())
    .slice(0, limit)
}
