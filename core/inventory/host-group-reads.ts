import type { Prisma } from '@/prisma/client'
import { requireAllowed, requirePermitted } from '../access/decide'
import type { Named } from '../access/grant-reads'
import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import { maxGroups } from '../groups'
import { type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { searchWords } from '../text'
import { hostGroupListQuery, hostMemberListQuery } from './host-group-input'

export interface HostGroupSummary extends Named {
  description: string
  /** How many hosts are in it, and how many grants name it. */
  hosts: number
  grants: number
  createdAt: Date
  updatedAt: Date
}

/** A host in a group. */
export interface HostMember extends Named {
  address: string
  port: number
}

/** How many grants a group's page lists; what is beyond is counted. */
const mostGrants = 50

/** One page of the groups of hosts. `query` as {@link hostGroupListQuery}; throws `not-allowed`, `invalid-input`. */
export async function listHostGroups(
  platform: Platform,
  actor: Actor,
  query: unknown,
): Promise<Page<HostGroupSummary>> {
  requireAllowed(actor, 'host-group.list', platform.config.access)
  const { q, sort, dir, page, pageSize } = parseInput(hostGroupListQuery, query)
  const where: Prisma.HostGroupWhereInput = {
    AND: searchWords(q).map((word) => ({ searchKey: { contains: word } })),
  }
  const orders: Record<typeof sort, Prisma.HostGroupOrderByWithRelationInput> = {
    name: { nameKey: dir },
    hosts: { members: { _count: dir } },
    grants: { grants: { _count: dir } },
    updatedAt: { updatedAt: dir },
  }
  const [total, rows] = await Promise.all([
    platform.db.hostGroup.count({ where }),
    platform.db.hostGroup.findMany({
      where,
      select,
      orderBy: [orders[sort], { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { rows: rows.map(summaryOf), total, page, pageSize }
}

/** Every group of hosts by name, for a choice. Throws `not-allowed`. */
export async function hostGroupChoices(platform: Platform, actor: Actor): Promise<Named[]> {
  requireAllowed(actor, 'host-group.list', platform.config.access)
  return platform.db.hostGroup.findMany({ select: named, orderBy: { nameKey: 'asc' }, take: maxGroups })
}

/** The groups that a host is in, by name. Throws `not-allowed`. */
export async function hostGroupsOf(platform: Platform, actor: Actor, hostId: string): Promise<Named[]> {
  requireAllowed(actor, 'host-group.list', platform.config.access)
  return platform.db.hostGroup.findMany({
    where: { members: { some: { hostId } } },
    select: named,
    orderBy: { nameKey: 'asc' },
    take: maxGroups,
  })
}

/** One group of hosts. Throws `not-allowed`, `not-found`. */
export async function getHostGroup(platform: Platform, actor: Actor, id: string): Promise<HostGroupSummary> {
  requireAllowed(actor, 'host-group.list', platform.config.access)
  const row = await platform.db.hostGroup.findUnique({ where: { id }, select })
  if (!row) throw new GatehouseError('not-found', { what: 'host-group' })
  return summaryOf(row)
}

/** One page of the hosts in a group. `query` as {@link hostMemberListQuery}; throws `not-allowed`, `invalid-input`. */
export async function listHostMembers(
  platform: Platform,
  actor: Actor,
  groupId: string,
  query: unknown,
): Promise<Page<HostMember>> {
  requireAllowed(actor, 'host-group.list', platform.config.access)
  const { q, sort, dir, page, pageSize } = parseInput(hostMemberListQuery, query)
  const where: Prisma.HostWhereInput = {
    groups: { some: { groupId } },
    AND: searchWords(q).map((word) => ({ searchKey: { contains: word } })),
  }
  const [total, rows] = await Promise.all([
    platform.db.host.count({ where }),
    platform.db.host.findMany({
      where,
      select: { ...named, address: true, port: true },
      orderBy: [sort === 'name' ? { nameKey: dir } : { [sort]: dir }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { rows, total, page, pageSize }
}

/** The first hosts by name, at most 20, that match and are not in the group yet. Throws `not-allowed`. */
export async function hostsToAdd(platform: Platform, actor: Actor, groupId: string, q: string): Promise<HostMember[]> {
  requirePermitted(actor, 'host-group.edit', platform.config.access)
  return platform.db.host.findMany({
    where: {
      AND: searchWords(q.slice(0, 200)).map((word) => ({ searchKey: { contains: word } })),
      groups: { none: { groupId } },
    },
    select: { ...named, address: true, port: true },
    orderBy: { nameKey: 'asc' },
    take: 20,
  })
}

/** The grants that were made by hand and name a group, the first of them by name, and how many there are. Throws `not-allowed`. */
export async function grantsNaming(
  platform: Platform,
  actor: Actor,
  groupId: string,
): Promise<{ grants: Named[]; total: number }> {
  requireAllowed(actor, 'host-group.list', platform.config.access)
  const where: Prisma.GrantWhereInput = { requestId: null, hostGroups: { some: { groupId } } }
  const [total, grants] = await Promise.all([
    platform.db.grant.count({ where }),
    platform.db.grant.findMany({ where, select: named, orderBy: { nameKey: 'asc' }, take: mostGrants }),
  ])
  return { grants, total }
}

const named = { id: true, name: true } as const

const select = {
  ...named,
  description: true,
  createdAt: true,
  updatedAt: true,
  _count: { select: { members: true, grants: true } },
} as const satisfies Prisma.HostGroupSelect

function summaryOf({ _count, ...row }: Prisma.HostGroupGetPayload<{ select: typeof select }>): HostGroupSummary {
  return { ...row, hosts: _count.members, grants: _count.grants }
}
