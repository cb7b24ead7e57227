import type { Prisma, Tx } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import { readRole } from '../access/role-rows'
import type { Role } from '../access/roles'
import { requireWithin } from '../access/within'
import type { Actor } from '../actor'
import { type AuditEntry, appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { inTransaction, takeTurn } from '../transaction'
import { standing } from './role-given'

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
