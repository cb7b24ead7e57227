import { randomUUID } from 'node:crypto'
import type { Prisma, Tx } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import type { Actor } from '../actor'
import { appendAudit, type Json } from '../audit/append'
import { GatehouseError } from '../errors'
import {
  type GroupInput,
  groupColumns,
  groupInput,
  groupSnapshot,
  maxGroupMembers,
  maxGroups,
  memberChange,
  requireUnchanged,
} from '../groups'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { inTransaction, takeTurn, writeNamed } from '../transaction'
import { sourceOf } from './group-reads'

export { groupListQuery, memberListQuery } from './group-input'
export type { GroupMemberSummary, GroupSummary } from './group-reads'
export { getGroup, groupChoices, listGroupMembers, listGroups, membersToAdd } from './group-reads'

/** Adds an empty group ({@link groupInput}). Throws `not-allowed`, `invalid-input`, `already-exists`, `limit-reached`. */
export async function createGroup(platform: Platform, actor: Actor, input: unknown): Promise<{ id: string }> {
  requireAllowed(actor, 'group.edit', platform.config.access)
  const wanted = parseInput(groupInput, input)
  const id = await writeNamed(platform.db, { what: 'group', name: wanted.name }, async (tx) => {
    await takeTurn(tx)
    return insertGroup(tx, actor, wanted)
  })
  return { id }
}

/** Renames a group or describes it anew. Throws as {@link createGroup}, `not-found`, and `conflict` when `basedOn` is given and it changed since. */
export async function updateGroup(platform: Platform, actor: Actor, id: string, input: unknown): Promise<void> {
  requireAllowed(actor, 'group.edit', platform.config.access)
  const { basedOn, ...wanted } = parseInput(groupInput, input)
  await writeNamed(platform.db, { what: 'group', name: wanted.name }, async (tx) => {
    const present = await editable(tx, id)
    requireUnchanged(basedOn, present)
    const row = await tx.userGroup.update({ where: { id }, data: { ...groupColumns(wanted), updatedAt: new Date() } })
    await audit(tx, actor, 'group.update', row, { before: groupSnapshot(present), after: groupSnapshot(row) })
  })
}

/**
 * Puts people into a group and takes others out ({@link memberChange}); who is there already, or isn't, stays so. Throws
 * `not-allowed`, `not-found` for a group or a user, `limit-reached`, and `from-provider` for a membership that the identity
 * provider says.
 */
export async function changeMembers(platform: Platform, actor: Actor, id: string, input: unknown): Promise<void> {
  requireAllowed(actor, 'group.edit', platform.config.access)
  const { add, remove } = parseInput(memberChange, input)
  await inTransaction(platform.db, async (tx) => {
    const group = await editable(tx, id)
    const removed = await takeOut(tx, id, remove)
    const added = await putIn(tx, id, add)
    if (removed.length + added.length > 0) await audit(tx, actor, 'group.members', group, { added, removed })
  })
}

/** Deletes a group and with it who was in it; the people stay. Throws `not-allowed`, `not-found`. */
export async function deleteGroup(platform: Platform, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, 'group.edit', platform.config.access)
  await inTransaction(platform.db, async (tx) => {
    const present = await editable(tx, id)
    const members = await tx.groupMember.findMany({
      where: { groupId: id },
      select: { user: { select: { name: true } } },
      orderBy: { user: { nameKey: 'asc' } },
    })
    const asked = await tx.grant.count({ where: { approverGroupId: id } })
    if (asked > 0) throw new GatehouseError('in-use', { what: 'group', count: asked })
    await tx.userGroup.delete({ where: { id } })
    const before = { ...groupSnapshot(present), members: members.map(({ user }) => user.name) }
    await audit(tx, actor, 'group.delete', present, { before })
  })
}

type GroupRow = Prisma.UserGroupGetPayload<Record<string, never>>

/**
 * Makes a group in the caller's transaction, which has taken its turn; answers its id. For those who were allowed already:
 * {@link createGroup} and a sign-in through the provider. Throws `limit-reached`.
 */
export async function insertGroup(
  tx: Tx,
  actor: Actor,
  wanted: Pick<GroupInput, 'name' | 'description'>,
): Promise<string> {
  if ((await tx.userGroup.count()) >= maxGroups) {
    throw new GatehouseError('limit-reached', { what: 'groups', limit: maxGroups })
  }
  const now = new Date()
  const row = await tx.userGroup.create({
    data: { id: randomUUID(), ...groupColumns(wanted), createdAt: now, updatedAt: now },
  })
  await audit(tx, actor, 'group.create', row, { after: groupSnapshot(row) })
  return row.id
}

async function editable(tx: Tx, id: string): Promise<GroupRow> {
  await takeTurn(tx)
  const row = await tx.userGroup.findUnique({ where: { id } })
  if (!row) throw new GatehouseError('not-found', { what: 'group' })
  return row
}

/** Answers the names of those who were in the group until now. */
async function takeOut(tx: Tx, groupId: string, ids: string[]): Promise<string[]> {
  const present = await tx.groupMember.findMany({
    where: { groupId, userId: { in: ids } },
    select: { userId: true, source: true, user: { select: { name: true } } },
  })
  const given = present.find(({ source }) => sourceOf(source) === 'oidc')
  if (given) throw new GatehouseError('from-provider', { name: given.user.name })
  await tx.groupMember.deleteMany({ where: { groupId, userId: { in: ids } } })
  return present.map(({ user }) => user.name).sort()
}

/** Answers the names of those who were not in the group before. */
async function putIn(tx: Tx, groupId: string, ids: string[]): Promise<string[]> {
  const users = await tx.user.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, groups: { where: { groupId }, select: { groupId: true } } },
  })
  if (users.length < ids.length) throw new GatehouseError('not-found', { what: 'user' })
  const missing = users.filter(({ groups }) => groups.length === 0)
  if ((await tx.groupMember.count({ where: { groupId } })) + missing.length > maxGroupMembers) {
    throw new GatehouseError('limit-reached', { what: 'group-members', limit: maxGroupMembers })
  }
  await tx.groupMember.createMany({ data: missing.map(({ id }) => ({ groupId, userId: id, source: 'local' })) })
  return missing.map(({ name }) => name).sort()
}

async function audit(
  tx: Tx,
  actor: Actor,
  action: 'group.create' | 'group.update' | 'group.members' | 'group.delete',
  { id, name }: GroupRow,
  detail: { [key: string]: Json },
): Promise<void> {
  await appendAudit(tx, { actor, action, outcome: 'success', target: { kind: 'group', id, name }, detail })
}
