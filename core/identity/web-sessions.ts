import { randomUUID } from 'node:crypto'
import type { Tx } from '@/prisma/client'
import { readRole, readRoles } from '../access/role-rows'
import type { Role } from '../access/roles'
import type { UserActor } from '../actor'
import { appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { inTransaction } from '../transaction'
import type { Browser } from './browser'
import { meetDevice, noteNewDevice } from './devices'
import { hasFactor, isFactorRequired, ownFactors } from './second-factor'
import { hashToken, newToken } from './tokens'

/** Last use is written at most this often: it is read by people. */
const seenEveryMs = 60_000

/** One signed-in browser, as its owner's list shows it. */
export interface WebSessionSummary {
  id: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  address: string
  userAgent: string
  current: boolean
}

/**
 * Makes a web session in the caller's transaction; answers the token for the cookie, which is stored nowhere. Every way in
 * comes through here, so this is where a browser that was never seen before is noticed.
 */
export async function createWebSession(
  platform: Platform,
  tx: Tx,
  user: { id: string; name: string; role: string },
  browser: Browser & { factorByProvider?: boolean; factorShown?: boolean; providerSid?: string | null },
): Promise<{ token: string; id: string }> {
  const token = newToken()
  const now = new Date()
  const id = randomUUID()
  const device = await meetDevice(tx, user.id, browser)
  await tx.webSession.create({
    data: {
      id,
      tokenHash: hashToken(token),
      userId: user.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + platform.config.webSessionMs),
      address: browser.clientAddress,
      userAgent: browser.userAgent.slice(0, 300),
      factorByProvider: browser.factorByProvider ?? false,
      providerSid: browser.providerSid ?? null,
      deviceId: device.id,
      factorShownAt: browser.factorShown ? now : null,
    },
  })
  if (device.unexpected) {
    const { clientAddress } = browser
    const actor: UserActor = {
      kind: 'user',
      id: user.id,
      name: user.name,
      role: await readRole(tx, user.role),
      webSessionId: id,
      provenAt: now.getTime(),
      clientAddress,
    }
    await noteNewDevice(tx, actor, device)
  }
  return { token, id }
}

/** Whose web session it is. */
export interface WebSessionHolder {
  actor: UserActor
  /** Whether they lack the second factor that the setting demands of their role: until they have one, nothing else opens. */
  mustEnrol: boolean
}

/**
 * Who holds this cookie, read afresh: null for an unknown, revoked, expired or long idle one, and for a disabled user.
 * Asked at each request and each socket; every page, action, route and socket has its actor from here. Throws
 * `enrolment-required` for someone who must set up a second factor first.
 */
export async function resolveWebSession(
  platform: Platform,
  token: string,
  clientAddress: string,
): Promise<UserActor | null> {
  const holder = await findWebSessionHolder(platform, token, clientAddress)
  if (holder?.mustEnrol) throw new GatehouseError('enrolment-required')
  return holder?.actor ?? null
}

/**
 * The same for what someone may do before they have the second factor they need: set it up, and sign out. Everything else
 * asks {@link resolveWebSession}.
 */
export async function findWebSessionHolder(
  platform: Platform,
  token: string,
  clientAddress: string,
): Promise<WebSessionHolder | null> {
  if (token.length > 200) return null
  const row = await platform.db.webSession.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: { include: ownFactors } },
  })
  if (!row || !isAlive(platform, row) || row.user.disabledAt) return null
  const now = Date.now()
  if (now - row.lastSeenAt.getTime() > seenEveryMs) {
    // Many, not one: the user may be deleted this moment, and the row with them.
    await platform.db.webSession.updateMany({ where: { id: row.id }, data: { lastSeenAt: new Date(now) } })
  }
  const { id, name } = row.user
  const role = await readRole(platform.db, row.user.role)
  return {
    actor: {
      kind: 'user',
      id,
      name,
      role,
      webSessionId: row.id,
      provenAt: (row.provenAt ?? row.createdAt).getTime(),
      secondFactor: row.factorByProvider || row.factorShownAt !== null,
      clientAddress,
    },
    mustEnrol: isFactorRequired(platform.config, role) && !hasFactor(row.user) && !row.factorByProvider,
  }
}

/** Which of these web sessions are over (ended, or their user disabled): what a socket asks each second. */
export async function endedWebSessions(platform: Platform, ids: readonly string[]): Promise<Set<string>> {
  const rows = await platform.db.webSession.findMany({ where: { id: { in: [...ids] } }, include: { user: true } })
  // A socket that is open counts as use, so idleness doesn't end it.
  const alive = new Set(
    rows.filter((row) => !row.revokedAt && row.expiresAt > new Date() && !row.user.disabledAt).map((row) => row.id),
  )
  return new Set(ids.filter((id) => !alive.has(id)))
}

/** The roles of these users now; a change of role ends what the old one allowed. */
export async function rolesOf(platform: Platform, userIds: readonly string[]): Promise<Map<string, Role>> {
  const rows = await platform.db.user.findMany({
    where: { id: { in: [...userIds] } },
    select: { id: true, role: true },
  })
  const roleOf = await readRoles(
    platform.db,
    rows.map(({ role }) => role),
  )
  return new Map(rows.map((row) => [row.id, roleOf(row.role)]))
}

/** A user's own signed-in browsers, newest use first. */
export async function listWebSessions(platform: Platform, actor: UserActor): Promise<WebSessionSummary[]> {
  const rows = await platform.db.webSession.findMany({
    where: { userId: actor.id, revokedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { lastSeenAt: 'desc' },
    take: 200,
  })
  return rows
    .filter((row) => isAlive(platform, row))
    .map(({ id, createdAt, lastSeenAt, expiresAt, address, userAgent }) => ({
      id,
      createdAt,
      lastSeenAt,
      expiresAt,
      address,
      userAgent,
      current: id === actor.webSessionId,
    }))
}

/** Ends one of one's own web sessions, with every live session that was opened from it. Throws `not-found`. */
export async function revokeWebSession(platform: Platform, actor: UserActor, id: string): Promise<void> {
  await revoke(platform, actor, { id })
}

/** Ends all of one's own web sessions but this one. */
export async function revokeOtherWebSessions(platform: Platform, actor: UserActor): Promise<void> {
  await revoke(platform, actor, { id: { not: actor.webSessionId } }, true)
}

/** Signing out: the web session ends, and what was opened from it. */
export async function signOut(platform: Platform, actor: UserActor): Promise<void> {
  await inTransaction(platform.db, async (tx) => {
    await tx.webSession.update({ where: { id: actor.webSessionId }, data: { revokedAt: new Date() } })
    await appendAudit(tx, {
      actor,
      action: 'user.sign-out',
      outcome: 'success',
      target: { kind: 'user', id: actor.id, name: actor.name },
    })
  })
  await platform.live.endWebSession(actor.webSessionId)
}

async function revoke(
  platform: Platform,
  actor: UserActor,
  which: { id: string | { not: string } },
  mayBeNone = false,
): Promise<void> {
  const ended = await inTransaction(platform.db, async (tx) => {
    const where = { ...which, userId: actor.id, revokedAt: null }
    const rows = await tx.webSession.findMany({ where, select: { id: true, address: true } })
    if (rows.length === 0 && !mayBeNone) throw new GatehouseError('not-found', { what: 'web-session' })
    await tx.webSession.updateMany({ where, data: { revokedAt: new Date() } })
    await appendAudit(tx, {
      actor,
      action: 'web-session.revoke',
      outcome: 'success',
      target: { kind: 'user', id: actor.id, name: actor.name },
      detail: { addresses: rows.map((row) => row.address) },
    })
    return rows
  })
  for (const row of ended) await platform.live.endWebSession(row.id)
}

function isAlive(platform: Platform, row: { revokedAt: Date | null; expiresAt: Date; lastSeenAt: Date }): boolean {
  const now = Date.now()
  const idle = now - row.lastSeenAt.getTime() > platform.config.webSessionIdleMs
  return !row.revokedAt && row.expiresAt.getTime() > now && !idle
}
