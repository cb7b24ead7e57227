import { z } from 'zod'
import type { Actor, UserActor } from '../actor'
import { appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { inTransaction } from '../transaction'
import { changeUser } from './change-user'
import { requireMailable } from './mailable'
import { createPasswordLink } from './one-time-links'
import { hashPassword, requireStrongPassword, verifyPassword } from './passwords'
import { beginAttempt, forgetFailures } from './throttle'
import { revokeOtherWebSessions } from './web-sessions'

/** A link that sets a password is of no use where nobody signs in by one. */
export function requirePasswords({ config }: Platform): void {
  if (!config.passwordSignIn) throw new GatehouseError('password-sign-in-off')
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
