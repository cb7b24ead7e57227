import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '@/prisma/client'
import { systemActor } from '../actor'
import { appendAudit, recordAudit } from '../audit/append'
import { GatehouseError, toGatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey, nameSchema } from '../text'
import { inTransaction } from '../transaction'
import type { Browser } from './browser'
import { hashPassword, requireStrongPassword } from './passwords'
import { beginWebSession, type SignedIn } from './sign-in'
import { beginLink, forgiveLink } from './throttle'
import { hashToken, newToken } from './tokens'

export const linkLifeMs = 24 * 3_600_000

export type LinkKind = 'first-administrator' | 'password'

/** What a link is for: the first administrator picks a name too, anyone else has one. */
export interface LinkFacts {
  kind: LinkKind
  userName: string | null
}

/**
 * A link with which the first administrator sets name and password; null once there is any user. Earlier links of this
 * kind stop working. Valid for {@link linkLifeMs}.
 */
export async function createSetupLink(platform: Platform): Promise<string | null> {
  return inTransaction(platform.db, async (tx) => {
    if ((await tx.user.count()) > 0) return null
    await tx.oneTimeLink.deleteMany({ where: { kind: 'first-administrator' } })
    return createLink(platform, tx, 'first-administrator', null)
  })
}

/** A link with which a user sets a password. The user's earlier links stop working. */
export async function createPasswordLink(platform: Platform, tx: Tx, userId: string): Promise<string> {
  await tx.oneTimeLink.deleteMany({ where: { userId } })
  return createLink(platform, tx, 'password', userId)
}

/**
 * A second link beside the one that an administrator was shown, for a mail: what was shown is stored nowhere. It ends with that
 * one, and whichever is used first ends the other. Null when the other is used, over or gone.
 */
export async function mailLink(platform: Platform, userId: string): Promise<string | null> {
  return inTransaction(platform.db, async (tx) => {
    const shown = await tx.oneTimeLink.findFirst({
      where: { userId, kind: 'password', usedAt: null, expiresAt: { gt: new Date() } },
      orderBy: { expiresAt: 'asc' },
    })
    return shown && createLink(platform, tx, 'password', userId, shown.expiresAt)
  })
}

async function createLink(
  platform: Platform,
  tx: Tx,
  kind: LinkKind,
  userId: string | null,
  expiresAt = new Date(Date.now() + linkLifeMs),
): Promise<string> {
  const token = newToken()
  await tx.oneTimeLink.create({
    data: {
      id: randomUUID(),
      kind,
      tokenHash: hashToken(token),
      userId,
      createdAt: new Date(),
      expiresAt,
    },
  })
  return `${platform.config.origin}/setup/${token}`
}

/**
 * What the link is for, or null when it was used, has expired or never was. Throws `too-many-requests` after too many such tries
 * from an address.
 */
export async function inspectLink(platform: Platform, token: string, clientAddress: string): Promise<LinkFacts | null> {
  const link = await tryLink(platform, token, clientAddress)
  if (!link) return null
  return { kind: link.userId ? 'password' : 'first-administrator', userName: link.user?.name ?? null }
}

const useInput = z.object({
  name: nameSchema.optional(),
  password: z.string('field:required').min(1, 'field:required').max(1024),
})

/**
 * Sets the password (and, for the first administrator, the name) and signs in. Null for someone who has a second factor: the
 * link stands in for the password alone, so they sign in with both. Throws `link-invalid` for a used, expired
 * or unknown link: of two who use it at once one wins; `password-too-short`, `password-too-common`, `invalid-input`,
 * `password-sign-in-off`, `too-many-requests` as {@link inspectLink}.
 */
export async function redeemLink(
  platform: Platform,
  token: string,
  input: unknown,
  browser: Browser,
): Promise<SignedIn | null> {
  const { name, password } = parseInput(useInput, input)
  const link = await tryLink(platform, token, browser.clientAddress)
  // The first administrator's sets a house up; without one there is nobody to ask.
  if (link?.userId && !platform.config.passwordSignIn) throw new GatehouseError('password-sign-in-off')
  if (!link) throw new GatehouseError('link-invalid')
  const userName = link.user?.name ?? name
  if (!userName) throw new GatehouseError('invalid-input', { field: 'name' }, { name: 'required' })
  requireStrongPassword(password, userName)
  const passwordHash = await hashPassword(password)
  const user = await inTransaction(platform.db, async (tx) => {
    // Using the link up is the first write: whoever comes second finds nothing left to use.
    const { count } = await tx.oneTimeLink.updateMany({
      where: { id: link.id, usedAt: null },
      data: { usedAt: new Date() },
    })
    if (count !== 1) throw new GatehouseError('link-invalid')
    return link.userId ? setPassword(tx, link.userId, passwordHash) : createFirst(tx, userName, passwordHash)
  })
  for (const webSession of user.ended) await platform.live.endWebSession(webSession)
  return beginWebSession(platform, user, browser).catch((error: unknown) => {
    if (toGatehouseError(error).code === 'second-factor-required') return null
    throw error
  })
}

/** Looks a link up, and counts one that isn't there against the address: nobody gets to try many. */
async function tryLink(platform: Platform, token: string, clientAddress: string) {
  await beginLink(platform, clientAddress)
  const link = await platform.db.oneTimeLink.findFirst({
    where: { tokenHash: hashToken(token.slice(0, 200)), usedAt: null, expiresAt: { gt: new Date() } },
    include: { user: true },
  })
  if (link) await forgiveLink(platform, clientAddress)
  else {
    const actor = { kind: 'anonymous', name: '', clientAddress } as const
    await recordAudit(platform.db, { actor, action: 'link.refused', outcome: 'denied' })
  }
  return link
}

async function setPassword(tx: Tx, userId: string, passwordHash: string) {
  const user = await tx.user.update({ where: { id: userId }, data: { passwordHash, updatedAt: new Date() } })
  if (user.disabledAt) throw new GatehouseError('link-invalid')
  await tx.oneTimeLink.deleteMany({ where: { userId, usedAt: null } })
  const sessions = await tx.webSession.findMany({ where: { userId, revokedAt: null }, select: { id: true } })
  await tx.webSession.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: new Date() } })
  await appendAudit(tx, {
    actor: systemActor,
    action: 'user.password-change',
    outcome: 'success',
    target: { kind: 'user', id: user.id, name: user.name },
    detail: { by: 'one-time link' },
  })
  return { ...user, ended: sessions.map((session) => session.id) }
}

async function createFirst(tx: Tx, name: string, passwordHash: string) {
  if ((await tx.user.count()) > 0) throw new GatehouseError('link-invalid')
  const now = new Date()
  const user = await tx.user.create({
    data: {
      id: randomUUID(),
      name,
      nameKey: foldKey(name),
      role: 'administrator',
      passwordHash,
      createdAt: now,
      updatedAt: now,
    },
  })
  await appendAudit(tx, {
    actor: systemActor,
    action: 'user.setup',
    outcome: 'success',
    target: { kind: 'user', id: user.id, name },
    detail: { after: { name, role: 'administrator' } },
  })
  return { ...user, ended: [] as string[] }
}
