import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Prisma, Tx } from '@/prisma/client'
import { isAdministrator } from '../access/built-in-roles'
import { requireAllowed } from '../access/decide'
import { readRole, readRoles } from '../access/role-rows'
import { labelOf, type Role, type RoleLabel, titleOf } from '../access/roles'
import { isWithin, requireWithin } from '../access/within'
import type { Actor, UserActor } from '../actor'
import { type AuditEntry, appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import { listQuerySchema, type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey, nameSchema, searchWords } from '../text'
import { inTransaction, takeTurn } from '../transaction'
import { mailAddressSchema } from './mail-address'
import { requireMailable } from './mailable'
import { createPasswordLink } from './one-time-links'
import { hashPassword, requireStrongPassword, verifyPassword } from './passwords'
import { givableRole, roleKeyInput, standing } from './role-given'
import { hasFactor, ownFactors } from './second-factor'
import { beginAttempt, forgetFailures } from './throttle'
import { revokeOtherWebSessions } from './web-sessions'

export interface UserSummary {
  id: string
  name: string
  role: RoleLabel
  /** Whether whoever asked may change them: their role permits nothing beyond the asker's own. */
  within: boolean
  disabled: boolean
  /** Whether they can sign in: otherwise the link that sets a password hasn't been used yet. */
  active: boolean
  /** Whether they sign in through the identity provider, and so have no password. */
  byProvider: boolean
  /** Whether they sign in with a second factor. */
  secondFactor: boolean
  /** Where their mail goes. */
  email: string | null
  /** The first of their groups by name, and how many they are in. */
  groups: { id: string; name: string }[]
  groupCount: number
  createdAt: Date
  lastSignInAt: Date | null
}

export const userListQuery = listQuerySchema(['name', 'role', 'lastSignInAt', 'createdAt'], {
  sort: 'name',
  dir: 'asc',
}).extend({
  role: z.string().min(1).max(64).optional(),
})

const newUser = z.object({
  name: nameSchema,
  role: roleKeyInput,
  email: mailAddressSchema,
  /** Whether the link goes to that address too. */
  sendLink: z.boolean().default(false),
})

/** One page of the users. Throws `invalid-input` for a sort that is not on the list. */
export async function listUsers(platform: Platform, actor: Actor, query: unknown): Promise<Page<UserSummary>> {
  requireAllowed(actor, 'user.list', platform.config.access)
  const { q, sort, dir, page, pageSize, role } = parseInput(userListQuery, query)
  const where: Prisma.UserWhereInput = {
    AND: searchWords(q).map((word) => ({ nameKey: { contains: word } })),
    ...(role ? { role } : {}),
  }
  const [total, rows] = await Promise.all([
    platform.db.user.count({ where }),
    platform.db.user.findMany({
      where,
      orderBy: [sort === 'name' ? { nameKey: dir } : { [sort]: dir }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
      include: summaryParts,
    }),
  ])
  const roleOf = await readRoles(
    platform.db,
    rows.map((row) => row.role),
  )
  return { rows: rows.map((row) => summaryOf(row, actor, roleOf(row.role))), total, page, pageSize }
}

/** Everyone by name, for a filter's choices: at most 500. */
export async function userChoices(platform: Platform): Promise<{ id: string; name: string }[]> {
  return platform.db.user.findMany({ select: { id: true, name: true }, orderBy: { nameKey: 'asc' }, take: 500 })
}

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

/**
 * A new link for a user who lost the first or forgot the password. Throws `no-password` for someone who signs in through the
 * provider, `password-sign-in-off`, `not-found`.
 */
export async function newPasswordLink(platform: Platform, actor: Actor, id: string): Promise<string> {
  requirePasswords(platform)
  let link = ''
  await changeUser(platform, actor, id, async (tx) => {
    if ((await tx.userIdentity.count({ where: { userId: id } })) > 0) throw new GatehouseError('no-password')
    link = await createPasswordLink(platform, tx, id)
    return { action: 'user.link-create' }
  })
  return link
}

/**
 * Sends a user, by mail, a link like the one that was made last and is not used yet. Throws `mail-unavailable`, `link-invalid`
 * when there is none, `not-found`.
 */
export async function sendPasswordLink(platform: Platform, actor: Actor, id: string): Promise<void> {
  await changeUser(platform, actor, id, async (tx, user) => {
    requireMailable(platform.config, user.email)
    const links = await tx.oneTimeLink.count({ where: { userId: id, usedAt: null, expiresAt: { gt: new Date() } } })
    if (links === 0) throw new GatehouseError('link-invalid')
    return { action: 'user.link-send' }
  })
}

const passwordChange = z.object({
  current: z.string('field:required').min(1, 'field:required').max(1024),
  password: z.string('field:required').min(1, 'field:required').max(1024),
})

/**
 * One's own password; every other browser is signed out. Throws `password-wrong`, `sign-in-blocked`, `no-password` for someone
 * who signs in through the provider, and what passwords throw.
 */
export async function changeOwnPassword(platform: Platform, actor: UserActor, input: unknown): Promise<void> {
  const { current, password } = parseInput(passwordChange, input)
  const user = await platform.db.user.findUnique({ where: { id: actor.id } })
  if (user && user.passwordHash === null) throw new GatehouseError('no-password')
  // A browser that was left signed in is no place to guess the password either.
  await beginAttempt(platform, actor)
  if (!(await verifyPassword(current, user?.passwordHash))) {
    throw new GatehouseError('password-wrong', {}, { current: 'password-wrong' })
  }
  await forgetFailures(platform, actor)
  requireStrongPassword(password, actor.name)
  const passwordHash = await hashPassword(password)
  await inTransaction(platform.db, async (tx) => {
    await tx.user.update({ where: { id: actor.id }, data: { passwordHash, updatedAt: new Date() } })
    await appendAudit(tx, {
      actor,
      action: 'user.password-change',
      outcome: 'success',
      target: { kind: 'user', id: actor.id, name: actor.name },
    })
  })
  await revokeOtherWebSessions(platform, actor)
}

type UserRow = Prisma.UserGetPayload<Record<string, never>>

/**
 * Changes a user in a transaction with the event that `work` answers (null: nothing was changed), after everyone who came
 * before. Throws `not-allowed`, `not-found`, and `beyond-own-role` for someone whose role permits more than that of who
 * changes them.
 */
export async function changeUser(
  platform: Platform,
  actor: Actor,
  id: string,
  work: (tx: Tx, user: UserRow, role: Role) => Promise<Pick<AuditEntry, 'action' | 'detail'> | null>,
): Promise<void> {
  requireAllowed(actor, 'user.edit', platform.config.access)
  await inTransaction(platform.db, async (tx) => {
    // Two administrators who demote each other at once come one after the other.
    await takeTurn(tx)
    const user = await tx.user.findUnique({ where: { id } })
    if (!user) throw new GatehouseError('not-found', { what: 'user' })
    const role = await readRole(tx, user.role)
    requireWithin(await standing(platform, tx, actor, 'user.edit'), role)
    const event = await work(tx, user, role)
    if (!event) return
    await appendAudit(tx, { actor, outcome: 'success', target: { kind: 'user', id, name: user.name }, ...event })
  })
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

/** A link that sets a password is of no use where nobody signs in by one. */
function requirePasswords({ config }: Platform): void {
  if (!config.passwordSignIn) throw new GatehouseError('password-sign-in-off')
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

const summaryParts = {
  ...ownFactors,
  groups: { select: { group: { select: { id: true, name: true } } }, orderBy: { group: { nameKey: 'asc' } }, take: 4 },
  _count: { select: { groups: true, identities: true } },
} as const satisfies Prisma.UserInclude

function summaryOf(
  row: Prisma.UserGetPayload<{ include: typeof summaryParts }>,
  actor: Actor,
  role: Role,
): UserSummary {
  const { id, name, createdAt, lastSignInAt } = row
  return {
    id,
    name,
    role: labelOf(role),
    within: isWithin(actor, role),
    disabled: row.disabledAt !== null,
    active: row.passwordHash !== null || row._count.identities > 0,
    byProvider: row._count.identities > 0,
    secondFactor: hasFactor(row),
    email: row.email,
    groups: row.groups.map(({ group }) => group),
    groupCount: row._count.groups,
    createdAt,
    lastSignInAt,
  }
}
