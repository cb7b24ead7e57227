import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Prisma, Tx } from '@/prisma/client'
import { isAdministrator } from '../access/built-in-roles'
import { requireAllowed } from '../access/decide'
import { titleOf } from '../access/roles'
import type { Actor } from '../actor'
import { appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey, nameSchema } from '../text'
import { inTransaction, takeTurn } from '../transaction'
import { changeUser } from './change-user'
import { mailAddressSchema } from './mail-address'
import { requireMailable } from './mailable'
import { createPasswordLink } from './one-time-links'
import { hashPassword, requireStrongPassword } from './passwords'
import { givableRole, roleKeyInput, standing } from './role-given'
import { requirePasswords } from './user-passwords'

const newUser = z.object({
  name: nameSchema,
  role: roleKeyInput,
  email: mailAddressSchema,
  /** Whether the link goes to that address too. */
  sendLink: z.boolean().default(false),
})

/**
 * Adds a user; answers the link, shown once, with which they set their password. Throws `already-exists`,
 * `password-sign-in-off`, `mail-unavailable` where the link was to be sent and can't be, and what {@link givableRole} throws.
 */
export async function createUser(
  platform: Platform,
  actor: Actor,
  input: unknown,
): Promise<{ id: string; link: string }> {
  requireAllowed(actor, 'user.edit', platform.config.access)
  requirePasswords(platform)
  const { name, role, email, sendLink } = parseInput(newUser, input)
  if (sendLink) requireMailable(platform.config, email)
  return inTransaction(platform.db, async (tx) => {
    const id = await insertUser(platform, tx, actor, { name, role, email, passwordHash: null })
    const link = await createPasswordLink(platform, tx, id)
    if (sendLink) {
      const target = { kind: 'user' as const, id, name }
      await appendAudit(tx, { actor, action: 'user.link-send', outcome: 'success', target })
    }
    return { id, link }
  })
}

/** Adds an administrator with a password, at the console. Throws `already-exists` and what passwords throw. */
export async function createAdministrator(
  platform: Platform,
  actor: Actor,
  input: { name: string; password: string; email?: string | undefined },
): Promise<{ id: string }> {
  requireAllowed(actor, 'user.edit', platform.config.access)
  const { name, email } = parseInput(newUser.pick({ name: true, email: true }), input)
  requireStrongPassword(input.password, name)
  const passwordHash = await hashPassword(input.password)
  return inTransaction(platform.db, async (tx) => ({
    id: await insertUser(platform, tx, actor, { name, role: 'administrator', email, passwordHash }),
  }))
}

/**
 * Gives a user another role; what the old one had opened is cut off. Throws as {@link changeUser}, `last-administrator`, and
 * what {@link givableRole} throws.
 */
export async function changeRole(platform: Platform, actor: Actor, id: string, role: unknown): Promise<void> {
  const wanted = parseInput(z.object({ role: roleKeyInput }), { role }).role
  await changeUser(platform, actor, id, async (tx, _user, before) => {
    const after = await givableRole(tx, await standing(platform, tx, actor, 'user.edit'), wanted)
    if (isAdministrator(before) && !isAdministrator(after)) await requireAnotherAdministrator(platform, tx, id)
    await tx.user.update({ where: { id }, data: { role: after.key, updatedAt: new Date() } })
    return { action: 'user.update', detail: { before: { role: titleOf(before) }, after: { role: titleOf(after) } } }
  })
  await platform.live.endUser(id)
}

/** Keeps a user out at once: web sessions and live sessions end. Throws `last-administrator`, `not-found`. */
export async function disableUser(platform: Platform, actor: Actor, id: string): Promise<void> {
  await changeUser(platform, actor, id, async (tx, _user, role) => {
    if (isAdministrator(role)) await requireAnotherAdministrator(platform, tx, id)
    await tx.user.update({ where: { id }, data: { disabledAt: new Date(), updatedAt: new Date() } })
    await tx.webSession.updateMany({ where: { userId: id, revokedAt: null }, data: { revokedAt: new Date() } })
    await tx.oneTimeLink.deleteMany({ where: { userId: id } })
    await decideHere(tx, id)
    return { action: 'user.disable' }
  })
  await platform.live.endUser(id)
}

export async function enableUser(platform: Platform, actor: Actor, id: string): Promise<void> {
  await changeUser(platform, actor, id, async (tx) => {
    await tx.user.update({ where: { id }, data: { disabledAt: null, updatedAt: new Date() } })
    await decideHere(tx, id)
    return { action: 'user.enable' }
  })
}

/** Removes a user. Their sessions, recordings and audit events stay. Throws `last-administrator`, `not-found`. */
export async function deleteUser(platform: Platform, actor: Actor, id: string): Promise<void> {
  await changeUser(platform, actor, id, async (tx, user, role) => {
    if (isAdministrator(role)) await requireAnotherAdministrator(platform, tx, id)
    const groups = await tx.userGroup.findMany({
      where: { members: { some: { userId: id } } },
      select: { name: true },
      orderBy: { nameKey: 'asc' },
    })
    // Theirs alone, so they go with them: for nobody else they would open.
    const ownCredentials = await tx.ownCredential.count({ where: { ownerId: id } })
    await tx.user.delete({ where: { id } })
    const before = { name: user.name, role: titleOf(role), groups: groups.map(({ name }) => name), ownCredentials }
    return { action: 'user.delete', detail: { before } }
  })
  await platform.live.endUser(id)
}

async function requireAnotherAdministrator(platform: Platform, tx: Tx, id: string): Promise<void> {
  if (!(await hasAnotherAdministrator(platform, tx, id))) throw new GatehouseError('last-administrator')
}

/** Whether an administrator other than this one is left who can sign in: by a password, or through the provider, as the settings allow. */
export async function hasAnotherAdministrator({ config }: Platform, tx: Tx, id: string): Promise<boolean> {
  const ways: Prisma.UserWhereInput[] = [
    ...(config.passwordSignIn ? [{ passwordHash: { not: null } }] : []),
    ...(config.oidc ? [{ identities: { some: { issuer: config.oidc.issuer } } }] : []),
  ]
  const others = await tx.user.count({ where: { role: 'administrator', disabledAt: null, OR: ways, id: { not: id } } })
  return others > 0
}

/** Whether someone is disabled is an administrator's word now, which the provider's next one does not undo. */
async function decideHere(tx: Tx, userId: string): Promise<void> {
  await tx.userIdentity.updateMany({ where: { userId }, data: { disabledByProvider: false } })
}

async function insertUser(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  user: { name: string; role: string; email: string | null; passwordHash: string | null },
): Promise<string> {
  // Of two who take the same name at once, the second reads the first's row.
  await takeTurn(tx)
  const role = await givableRole(tx, await standing(platform, tx, actor, 'user.edit'), user.role)
  const nameKey = foldKey(user.name)
  if (await tx.user.findUnique({ where: { nameKey } })) {
    throw new GatehouseError('already-exists', { what: 'user', name: user.name }, { name: 'already-exists' })
  }
  const id = randomUUID()
  const now = new Date()
  await tx.user.create({ data: { id, nameKey, ...user, createdAt: now, updatedAt: now } })
  await appendAudit(tx, {
    actor,
    action: 'user.create',
    outcome: 'success',
    target: { kind: 'user', id, name: user.name },
    detail: { after: { name: user.name, role: titleOf(role), ...(user.email ? { email: user.email } : {}) } },
  })
  return id
}
