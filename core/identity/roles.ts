import { randomUUID } from 'node:crypto'
import type { Tx } from '@/prisma/client'
import { isBuiltIn } from '../access/built-in-roles'
import { requireAllowed } from '../access/decide'
import { type RoleRow, roleOf } from '../access/role-rows'
import { requireWithin } from '../access/within'
import type { Actor } from '../actor'
import { appendAudit, type Json } from '../audit/append'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { inTransaction, takeTurn } from '../transaction'
import { standing } from './role-given'
import { maxRoles, type RoleInput, roleInput } from './role-input'

/**
 * Makes a custom role ({@link roleInput}). Throws `not-allowed`, `step-up-required`, `invalid-input`, `already-exists`,
 * `limit-reached`, and `beyond-own-role` for one that would permit more than one's own.
 */
export async function createRole(platform: Platform, actor: Actor, input: unknown): Promise<{ id: string }> {
  const wanted = parseRole(platform, actor, input)
  return changing(platform, actor, async (tx, now) => {
    const id = randomUUID()
    requireWithin(now, { ...wanted, key: id })
    if ((await tx.customRole.count()) >= maxRoles) {
      throw new GatehouseError('limit-reached', { what: 'roles', limit: maxRoles })
    }
    await requireFreeName(tx, wanted.name, id)
    const createdAt = new Date()
    const row = await tx.customRole.create({ data: { id, ...columns(wanted), createdAt, updatedAt: createdAt } })
    await audit(tx, actor, 'role.create', row, { after: snapshot(row) })
    return { id }
  })
}

/**
 * Changes a custom role, for everyone who has it, at once: the next request is decided by what it says now, and sessions that
 * it no longer allows are cut off. Throws as {@link createRole}, also where the role permits more than one's own before the
 * change, `not-found` (a built-in role too: nobody changes those), and `conflict` when it changed since `basedOn`.
 */
export async function updateRole(platform: Platform, actor: Actor, id: string, input: unknown): Promise<void> {
  const { basedOn, ...wanted } = parseRole(platform, actor, input)
  await changing(platform, actor, async (tx, now) => {
    const present = await editable(tx, id)
    requireWithin(now, roleOf(present))
    requireWithin(now, { ...wanted, key: id })
    if (basedOn && basedOn.getTime() !== present.updatedAt.getTime()) {
      throw new GatehouseError('conflict', { reason: 'edited-meanwhile', what: 'role' })
    }
    await requireFreeName(tx, wanted.name, id)
    const row = await tx.customRole.update({ where: { id }, data: { ...columns(wanted), updatedAt: new Date() } })
    await audit(tx, actor, 'role.update', row, { before: snapshot(present), after: snapshot(row) })
  })
}

/**
 * Deletes a custom role that nobody has. Throws as {@link updateRole}, and `in-use` with how many people and tokens have it.
 */
export async function deleteRole(platform: Platform, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, 'role.edit', platform.config.access)
  await changing(platform, actor, async (tx, now) => {
    const present = await editable(tx, id)
    requireWithin(now, roleOf(present))
    const [people, tokens] = await Promise.all([
      tx.user.count({ where: { role: id } }),
      tx.apiToken.count({ where: { role: id, revokedAt: null, expiresAt: { gt: new Date() } } }),
    ])
    if (people + tokens > 0)
      throw new GatehouseError('in-use', { what: 'role', people, tokens, count: people + tokens })
    await tx.customRole.delete({ where: { id } })
    await audit(tx, actor, 'role.delete', present, { before: snapshot(present) })
  })
}

function parseRole(platform: Platform, actor: Actor, input: unknown): RoleInput {
  requireAllowed(actor, 'role.edit', platform.config.access)
  return parseInput(roleInput, input)
}

/** One transaction, after everyone who came before, with who acts as they are now. */
function changing<T>(platform: Platform, actor: Actor, work: (tx: Tx, now: Actor) => Promise<T>): Promise<T> {
  return inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    return work(tx, await standing(platform, tx, actor, 'role.edit'))
  })
}

async function editable(tx: Tx, id: string): Promise<RoleRow> {
  const row = isBuiltIn(id) ? null : await tx.customRole.findUnique({ where: { id } })
  if (!row) throw new GatehouseError('not-found', { what: 'role' })
  return row
}

/** A role is called like no other, the built-in ones included: whoever gives one must know what they give. */
async function requireFreeName(tx: Tx, name: string, id: string): Promise<void> {
  const nameKey = foldKey(name)
  const taken = isBuiltIn(nameKey) || (await tx.customRole.count({ where: { nameKey, id: { not: id } } })) > 0
  if (taken) throw new GatehouseError('already-exists', { what: 'role', name }, { name: 'taken' })
}

function columns({ name, description, permissions, secondFactor }: RoleInput) {
  return { name, nameKey: foldKey(name), description, permissions: JSON.stringify(permissions), secondFactor }
}

function snapshot(row: RoleRow): { [key: string]: Json } {
  const { name, description, secondFactor } = row
  return { name, description, permissions: [...roleOf(row).permissions], secondFactor }
}

async function audit(
  tx: Tx,
  actor: Actor,
  action: 'role.create' | 'role.update' | 'role.delete',
  { id, name }: RoleRow,
  detail: { [key: string]: Json },
): Promise<void> {
  await appendAudit(tx, { actor, action, outcome: 'success', target: { kind: 'role', id, name }, detail })
}
