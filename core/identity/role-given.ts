import { z } from 'zod'
import type { Tx } from '@/prisma/client'
import { isBuiltIn } from '../access/built-in-roles'
import { requirePermitted } from '../access/decide'
import { readRole } from '../access/role-rows'
import type { Action, Role } from '../access/roles'
import { requireWithin } from '../access/within'
import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'

/** A role as forms name it: a built-in one, or a custom role's id. */
export const roleKeyInput = z.string('field:role').min(1, 'field:role').max(64, 'field:role')

/**
 * Whoever acts, with the role that they have in this transaction, which has taken its turn: someone whose role was narrowed
 * since their request came in doesn't act by what it was. Throws `not-signed-in`, `not-allowed`.
 */
export async function standing(platform: Platform, tx: Tx, actor: Actor, action: Action): Promise<Actor> {
  if (actor.kind !== 'user' || actor.token) return actor
  const row = await tx.user.findUnique({ where: { id: actor.id }, select: { role: true, disabledAt: true } })
  if (!row || row.disabledAt) throw new GatehouseError('not-signed-in')
  const now = { ...actor, role: await readRole(tx, row.role) }
  requirePermitted(now, action, platform.config.access)
  return now
}

/**
 * The role that someone ({@link standing}) is about to give, in the transaction that gives it, which has taken its turn: so it isn't deleted or
 * widened meanwhile. Throws `invalid-input` for one that isn't there, `beyond-own-role` for one that permits more than the
 * giver's own.
 */
export async function givableRole(tx: Tx, actor: Actor, key: string): Promise<Role> {
  if (!isBuiltIn(key) && (await tx.customRole.count({ where: { id: key } })) === 0) {
    throw new GatehouseError('invalid-input', { field: 'role' }, { role: 'role' })
  }
  const role = await readRole(tx, key)
  requireWithin(actor, role)
  return role
}
