import type { Prisma } from '@/prisma/client'
import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import { type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey, searchWords } from '../text'
import type { Capability } from './capabilities'
import type { CredentialRule } from './credential-rule'
import { requireAllowed } from './decide'
import { grantListQuery } from './grant-input'
import { readLists } from './grant-rows'
import { inState } from './grant-state'
import type { Schedule } from './schedule'

export interface Named {
  id: string
  name: string
}

/** A grant as lists show it. */
export interface GrantSummary {
  id: string
  name: string
  description: string
  everyone: boolean
  users: Named[]
  groups: Named[]
  allHosts: boolean
  hosts: Named[]
  hostGroups: Named[]
  tagExpression: string | null
  logins: string[]
  capabilities: Capability[]
  validFrom: Date | null
  validUntil: Date | null
  networks: string[]
  schedule: Schedule | null
  requiresSecondFactor: boolean
  requiresReason: boolean
  /** With whose credential it opens an account. */
  credentials: CredentialRule
  /** So old, in minutes, may the proof of who they are be when they connect; null: however old. */
  proofMinutes: number | null
  /** So many of the group (null: of the administrators) must approve before it opens anything. */
  approvals: number
  approverGroupId: string | null
  /** Read with one grant alone. */
  approverGroup?: Named | null
  breakGlass: boolean
  /** The access request that made it; null: it was made by hand. */
  requestId: string | null
  disabled: boolean
  /** What is stored can't be read: it opens nothing until it is saved anew. */
  unreadable: boolean
  createdAt: Date
  updatedAt: Date
  createdBy: string
  lastUsedAt: Date | null
  /** When someone last confirmed that it is still needed. */
  reviewedAt: Date | null
}

/** The same: a grant is small enough to be shown whole. */
export type GrantDetail = GrantSummary

const named = { select: { id: true, name: true } } as const
export const grantParts = {
  subjects: { include: { user: named, group: named } },
  hosts: { include: { host: named } },
  hostGroups: { include: { group: named } },
} as const satisfies Prisma.GrantInclude

/** One page of the grants. `query` as {@link grantListQuery}. Throws `not-allowed`, `invalid-input`. */
export async function listGrants(platform: Platform, actor: Actor, query: unknown): Promise<Page<GrantSummary>> {
  requireAllowed(actor, 'grant.list', platform.config.access)
  const { q, sort, dir, page, pageSize, ...wanted } = parseInput(grantListQuery, query)
  const { user, group, host, hostGroup, origin, state, use } = wanted
  const where: Prisma.GrantWhereInput = {
    AND: [
      ...searchWords(q).map((word) => ({ searchKey: { contains: word } })),
      { requestId: origin === 'request' ? { not: null } : null },
      ...(user ? [{ subjects: { some: { userId: user } } }] : []),
      ...(group ? [{ subjects: { some: { groupId: group } } }] : []),
      ...(host ? [{ hosts: { some: { hostId: host } } }] : []),
      ...(hostGroup ? [{ hostGroups: { some: { groupId: hostGroup } } }] : []),
      ...(state ? [inState(state, new Date())] : []),
      ...(use === 'never' ? [{ lastUsedAt: null }] : []),
    ],
  }
  const [total, rows] = await Promise.all([
    platform.db.grant.count({ where }),
    platform.db.grant.findMany({
      where,
      include: grantParts,
      orderBy: [sort === 'name' ? { nameKey: dir } : { [sort]: dir }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { rows: rows.map(summaryOf), total, page, pageSize }
}

/** One grant. Throws `not-allowed`, `not-found`. */
export async function getGrant(platform: Platform, actor: Actor, id: string): Promise<GrantDetail> {
  requireAllowed(actor, 'grant.list', platform.config.access)
  const row = await platform.db.grant.findUnique({ where: { id }, include: grantParts })
  if (!row) throw new GatehouseError('not-found', { what: 'grant' })
  const { approverGroupId } = row
  const approverGroup = approverGroupId
    ? await platform.db.userGroup.findUnique({ where: { id: approverGroupId }, ...named })
    : null
  return { ...summaryOf(row), approverGroup }
}

/** The grant of this name, for the command line. Throws `not-found`. */
export async function findGrantByName(platform: Platform, actor: Actor, name: string): Promise<string> {
  requireAllowed(actor, 'grant.list', platform.config.access)
  const row = await platform.db.grant.findUnique({ where: { nameKey: foldKey(name) }, select: { id: true } })
  if (!row) throw new GatehouseError('not-found', { what: 'grant', name })
  return row.id
}

/** A grant's rows as lists show them. */
export function summaryOf(row: Prisma.GrantGetPayload<{ include: typeof grantParts }>): GrantSummary {
  const { nameKey: _, searchKey: __, subjects, disabledAt, ...rest } = row
  return {
    ...rest,
    users: sorted(subjects.flatMap(({ user }) => user ?? [])),
    groups: sorted(subjects.flatMap(({ group }) => group ?? [])),
    hosts: sorted(row.hosts.map(({ host }) => host)),
    hostGroups: sorted(row.hostGroups.map(({ group }) => group)),
    disabled: disabledAt !== null,
    ...listsOf(row),
  }
}

function listsOf(row: Parameters<typeof readLists>[0]) {
  try {
    return { ...readLists(row), unreadable: false }
  } catch {
    return { logins: [], capabilities: [], networks: [], schedule: null, credentials: 'any' as const, unreadable: true }
  }
}

function sorted(list: Named[]): Named[] {
  return list.sort((a, b) => a.name.localeCompare(b.name))
}
