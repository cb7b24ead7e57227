import { z } from 'zod'
import { titleOf } from '../access/roles'
import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey, nameSchema } from '../text'
import { changeUser } from './change-user'
import { hashPassword, requireStrongPassword } from './passwords'
import { removeFactors } from './second-factor'
import { forgetName } from './throttle'

/**
 * Takes the second factors of someone who lost them away, passkeys too, and signs them out everywhere. Not one's own, which
 * takes one of them to turn off. Throws `not-found` for someone who has none.
 */
export async function resetFactor(platform: Platform, actor: Actor, id: string): Promise<void> {
  if (actor.kind === 'user' && actor.id === id) {
    throw new GatehouseError('not-allowed', { action: 'second-factor.reset', reason: 'own-account' })
  }
  await changeUser(platform, actor, id, async (tx) => {
    if (!(await removeFactors(tx, id))) throw new GatehouseError('not-found', { what: 'second-factor' })
    await tx.webSession.updateMany({ where: { userId: id, revokedAt: null }, data: { revokedAt: new Date() } })
    return { action: 'second-factor.reset' }
  })
  await platform.live.endUser(id)
}

const recovery = z.object({ name: nameSchema })

/**
 * The way back in when no administrator is left who can sign in, at the console alone: a new password, no second factor, the
 * account enabled and an administrator's, every web session of it ended, its failed sign-ins forgotten. Throws `not-found`
 * and what passwords throw.
 */
export async function recoverAdministrator(
  platform: Platform,
  actor: Actor,
  input: { name: string; password: string },
): Promise<{ id: string }> {
  if (actor.kind !== 'console') throw new GatehouseError('not-allowed', { action: 'user.recover' })
  const { name } = parseInput(recovery, input)
  const user = await platform.db.user.findUnique({ where: { nameKey: foldKey(name) } })
  if (!user) throw new GatehouseError('not-found', { what: 'user', name })
  requireStrongPassword(input.password, user.name)
  const passwordHash = await hashPassword(input.password)
  const { id } = user
  await changeUser(platform, actor, id, async (tx, before, role) => {
    const now = new Date()
    const data = { passwordHash, role: 'administrator', disabledAt: null, updatedAt: now }
    await tx.user.update({ where: { id }, data })
    const hadFactor = await removeFactors(tx, id)
    await tx.webSession.updateMany({ where: { userId: id, revokedAt: null }, data: { revokedAt: now } })
    await tx.oneTimeLink.deleteMany({ where: { userId: id } })
    await forgetName(tx, user.name)
    return {
      action: 'user.recover',
      detail: {
        before: { role: titleOf(role), disabled: before.disabledAt !== null, secondFactor: hadFactor },
        after: { role: 'administrator', disabled: false, secondFactor: false },
      },
    }
  })
  await platform.live.endUser(id)
  return { id }
}
