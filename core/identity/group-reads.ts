import type { Prisma } from '@/prisma/client'
import { requireAllowed, requirePermitted } from '../access/decide'
import { readRoles } from '../access/role-rows'
import { labelOf, type RoleLabel } from '../access/roles'
import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import { maxGroups } from '../groups'
import { type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { searchWords } from '../text'
import { groupListQuery, type MemberSource, memberListQuery } from './group-input'

export interface GroupSummary {
  id: string
  name: string
  description: string
  /** How many people are in it. */
  members: number
  createdAt: Date
  updatedAt: Date
}

/** Someone in a group. */
export interface GroupMemberSummary {
  id: string
  name: string
  role: RoleLabel
  disabled: boolean
  source: MemberSource
}

/** One page of the groups. `query` as {@link groupListQuery}; throws `not-allowed`, `invalid-input`. */
export async function listGroups(platform: Platform, actor: Actor, query: unknown): Promise<Page<GroupSummary>> {
  requireAllowed(actor, 'group.list', platform.config.access)
  const { q, sort, dir, page, pageSize } = parseInput(groupListQuery, query)
  const where: Prisma.UserGroupWhereInput = {
    AND: searchWords(q).map((word) => ({ searchKey: { contains: word } })),
  }
  const order: Prisma.UserGroupOrderByWithRelationInput =
    sort === 'name' ? { nameKey: dir } : sort === 'members' ? { members: { _count: dir } } : { [sort]: dir }
  const [total, rows] = await Promise.all([
    platform.db.userGroup.count({ where }),
    platform.db.userGroup.findMany({
      where,
      select,
      orderBy: [order, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { rows: rows.map(summaryOf), total, page, pageSize }
}

/** Every group by name, for a choice. */
export async function groupChoices(platform: Platform, actor: Actor): Promise<{ id: string; name: string }[]> {
  requireAllowed(actor, 'group.list', platform.config.access)
  return platform.db.userGroup.findMany({
    select: { id: true, name: true },
    orderBy: { nameKey: 'asc' },
    take: maxGroups,
  })
}

/** One group. Throws `not-allowed`, `not-found`. */
export async function getGroup(platform: Platform, actor: Actor, id: string): Promise<GroupSummary> {
  requireAllowed(actor, 'group.list', platform.config.access)
  const row = await platform.db.userGroup.findUnique({ where: { id }, select })
  if (!row) throw new GatehouseError('not-found', { what: 'group' })
  return summaryOf(row)
}

/** One page of who is in a group. `query` as {@link memberListQuery}; throws `not-allowed`, `invalid-input`. */
export async function listGroupMembers(
  platform: Platform,
  actor: Actor,
  groupId: string,
  query: unknown,
): Promise<Page<GroupMemberSummary>> {
  requireAllowed(actor, 'group.list', platform.config.access)
  const { q, sort, dir, page, pageSize } = parseInput(memberListQuery, query)
  const where: Prisma.GroupMemberWhereInput = {
    groupId,
    user: { AND: searchWords(q).map((word) => ({ nameKey: { contains: word } })) },
  }
  const [total, rows] = await Promise.all([
    platform.db.groupMember.count({ where }),
    platform.db.groupMember.findMany({
      where,
      select: { source: true, user: { select: { id: true, name: true, role: true, disabledAt: true } } },
      orderBy: [{ user: sort === 'name' ? { nameKey: dir } : { role: dir } }, { userId: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  const roleOf = await readRoles(
    platform.db,
    rows.map(({ user }) => user.role),
  )
  const summaries = rows.map(({ source, user: { disabledAt, role, ...user } }) => ({
    ...user,
    role: labelOf(roleOf(role)),
    disabled: disabledAt !== null,
    source: sourceOf(source),
  }))
  return { rows: summaries, total, page, pageSize }
}

/** The first users by name, at most 20, who match and are not in the group yet. Throws `not-allowed`. */
export async function membersToAdd(
  platform: Platform,
  actor: Actor,
  groupId: string,
  q: string,
): Promise<{ id: string; name: string; role: RoleLabel }[]> {
  requirePermitted(actor, 'group.edit', platform.config.access)
  const rows = await platform.db.user.findMany({
    where: {
      AND: searchWords(q.slice(0, 200)).map((word) => ({ nameKey: { contains: word } })),
      groups: { none: { groupId } },
    },
    select: { id: true, name: true, role: true },
    orderBy: { nameKey: 'asc' },
    take: 20,
  })
  const roleOf = await readRoles(
    platform.db,
    rows.map(({ role }) => role),
  )
  return rows.map((row) => ({ ...row, role: labelOf(roleOf(row.role)) }))
}

/** The column's text as the type. */
export function sourceOf(source: string): MemberSource {
  return source === 'oidc' ? 'oidc' : 'local'
}

const select = {
  id: true,
  name: true,
  description: true,
  createdAt: true,
  updatedAt: true,
  _count: { select: { members: true } },
} as const satisfies Prisma.UserGroupSelect

function summaryOf({ _count, ...row }: Prisma.UserGroupGetPayload<{ select: typeof select }>): GroupSummary {
  return { ...row, members: _count.members }
}
