import { randomUUID } from 'node:crypto'
import type { Prisma, Tx } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import type { Actor } from '../actor'
import { appendAudit, type Json } from '../audit/append'
import { GatehouseError } from '../errors'
import {
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

export { hostGroupListQuery, hostMemberListQuery } from './host-group-input'
export type { HostGroupSummary, HostMember } from './host-group-reads'
export {
  getHostGroup,
  grantsNaming,
  hostGroupChoices,
  hostGroupsOf,
  hostsToAdd,
  listHostGroups,
  listHostMembers,
} from './host-group-reads'

// What is in a group decides what the grants that name it open: every change here asks what a change of a grant asks.

/** Adds a group without hosts ({@link groupInput}). Throws `not-allowed`, `invalid-input`, `already-exists`, `limit-reached`. */
export async function createHostGroup(platform: Platform, actor: Actor, input: unknown): Promise<{ id: string }> {
  requireAllowed(actor, 'host-group.edit', platform.config.access)
  const wanted = parseInput(groupInput, input)
  const id = randomUUID()
  await writeNamed(platform.db, { what: 'group', name: wanted.name }, async (tx) => {
    await takeTurn(tx)
    if ((await tx.hostGroup.count()) >= maxGroups) {
      throw new GatehouseError('limit-reached', { what: 'host-groups', limit: maxGroups })
    }
    const now = new Date()
    const row = await tx.hostGroup.create({ data: { id, ...groupColumns(wanted), createdAt: now, updatedAt: now } })
    await audit(tx, actor, 'host-group.create', row, { after: groupSnapshot(row) })
  })
  return { id }
}

/** Renames a group or describes it anew. Throws as {@link createHostGroup}, `not-found`, and `conflict` when `basedOn` is given and it changed since. */
export async function updateHostGroup(platform: Platform, actor: Actor, id: string, input: unknown): Promise<void> {
  requireAllowed(actor, 'host-group.edit', platform.config.access)
  const { basedOn, ...wanted } = parseInput(groupInput, input)
  await writeNamed(platform.db, { what: 'group', name: wanted.name }, async (tx) => {
    const present = await editable(tx, id)
    requireUnchanged(basedOn, present)
    const row = await tx.hostGroup.update({ where: { id }, data: { ...groupColumns(wanted), updatedAt: new Date() } })
    await audit(tx, actor, 'host-group.update', row, { before: groupSnapshot(present), after: groupSnapshot(row) })
  })
}

/**
 * Puts hosts into a group and takes others out ({@link memberChange}); what is there already, or isn't, stays so. Sessions
 * that have lost their ground by it are cut off. Throws `not-allowed`, `not-found` for a group or a host, `limit-reached`.
 */
export async function changeHostMembers(platform: Platform, actor: Actor, id: string, input: unknown): Promise<void> {
  requireAllowed(actor, 'host-group.edit', platform.config.access)
  const { add, remove } = parseInput(memberChange, input)
  await inTransaction(platform.db, async (tx) => {
    const group = await editable(tx, id)
    const removed = await takeOut(tx, id, remove)
    const added = await putIn(tx, id, add)
    if (removed.length + added.length > 0) await audit(tx, actor, 'host-group.members', group, { added, removed })
  })
}

/** Deletes a group; the hosts stay, and no grant means them by it any more. Throws `not-allowed`, `not-found`. */
export async function deleteHostGroup(platform: Platform, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, 'host-group.edit', platform.config.access)
  await inTransaction(platform.db, async (tx) => {
    const present = await editable(tx, id)
    const name = { select: { name: true } } as const
    const [members, grants] = [
      await tx.hostGroupMember.findMany({ where: { groupId: id }, select: { host: name } }),
      await tx.grantHostGroup.findMany({ where: { groupId: id }, select: { grant: name } }),
    ]
    await tx.hostGroup.delete({ where: { id } })
    const before = {
      ...groupSnapshot(present),
      hosts: members.map(({ host }) => host.name).sort(),
      grants: grants.map(({ grant }) => grant.name).sort(),
    }
    await audit(tx, actor, 'host-group.delete', present, { before })
  })
}

type GroupRow = Prisma.HostGroupGetPayload<Record<string, never>>

async function editable(tx: Tx, id: string): Promise<GroupRow> {
  await takeTurn(tx)
  const row = await tx.hostGroup.findUnique({ where: { id } })
  if (!row) throw new GatehouseError('not-found', { what: 'host-group' })
  return row
}

/** Answers the names of the hosts that were in the group until now. */
async function takeOut(tx: Tx, groupId: string, ids: string[]): Promise<string[]> {
  const where = { groupId, hostId: { in: ids } }
  const present = await tx.hostGroupMember.findMany({ where, select: { host: { select: { name: true } } } })
  await tx.hostGroupMember.deleteMany({ where })
  return present.map(({ host }) => host.name).sort()
}

/** Answers the names of the hosts that were not in the group before. */
async function putIn(tx: Tx, groupId: string, ids: string[]): Promise<string[]> {
  const hosts = await tx.host.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, groups: { where: { groupId }, select: { groupId: true } } },
  })
  if (hosts.length < ids.length) throw new GatehouseError('not-found', { what: 'host' })
  const missing = hosts.filter(({ groups }) => groups.length === 0)
  if ((await tx.hostGroupMember.count({ where: { groupId } })) + missing.length > maxGroupMembers) {
    throw new GatehouseError('limit-reached', { what: 'group-hosts', limit: maxGroupMembers })
  }
  await tx.hostGroupMember.createMany({ data: missing.map(({ id }) => ({ groupId, hostId: id })) })
  return missing.map(({ name }) => name).sort()
}

async function audit(
  tx: Tx,
  actor: Actor,
  action: 'host-group.create' | 'host-group.update' | 'host-group.members' | 'host-group.delete',
  { id, name }: GroupRow,
  detail: { [key: string]: Json },
): Promise<void> {
  await appendAudit(tx, { actor, action, outcome: 'success', target: { kind: 'host-group', id, name }, detail })
}
