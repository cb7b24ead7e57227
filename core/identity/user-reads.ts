import { z } from 'zod'
import type { Prisma } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import { readRoles } from '../access/role-rows'
import { labelOf, type Role, type RoleLabel } from '../access/roles'
import { isWithin } from '../access/within'
import type { Actor } from '../actor'
import { listQuerySchema, type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { searchWords } from '../text'
import { hasFactor, ownFactors } from './second-factor'

export interface UserSummary {
  id: string
  name: string
  role: RoleLabel
  /** Whether whoever asked may change them: their role permits nothing beyond the asker's own. */
  within: boolean
  disabled: boolean
  /** Whether they can sign in: otherwise the link that sets a password hasn't been used yet. */
  active: boolean
  /** Whether they sign in through the identity provider, and so have no password. */
  byProvider: boolean
  /** Whether they sign in with a second factor. */
  secondFactor: boolean
  /** Where their mail goes. */
  email: string | null
  /** The first of their groups by name, and how many they are in. */
  groups: { id: string; name: string }[]
  groupCount: number
  createdAt: Date
  lastSignInAt: Date | null
}

export const userListQuery = listQuerySchema(['name', 'role', 'lastSignInAt', 'createdAt'], {
  sort: 'name',
  dir: 'asc',
}).extend({
  role: z.string().min(1).max(64).optional(),
})

/** One page of the users. Throws `invalid-input` for a sort that is not on the list. */
export async function listUsers(platform: Platform, actor: Actor, query: unknown): Promise<Page<UserSummary>> {
  requireAllowed(actor, 'user.list', platform.config.access)
  const { q, sort, dir, page, pageSize, role } = parseInput(userListQuery, query)
  const where: Prisma.UserWhereInput = {
    AND: searchWords(q).map((word) => ({ nameKey: { contains: word } })),
    ...(role ? { role } : {}),
  }
  const [total, rows] = await Promise.all([
    platform.db.user.count({ where }),
    platform.db.user.findMany({
      where,
      orderBy: [sort === 'name' ? { nameKey: dir } : { [sort]: dir }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
      include: summaryParts,
    }),
  ])
  const roleOf = await readRoles(
    platform.db,
    rows.map((row) => row.role),
  )
  return { rows: rows.map((row) => summaryOf(row, actor, roleOf(row.role))), total, page, pageSize }
}

/** Everyone by name, for a filter's choices: at most 500. */
export async function userChoices(platform: Platform): Promise<{ id: string; name: string }[]> {
  return platform.db.user.findMany({ select: { id: true, name: true }, orderBy: { nameKey: 'asc' }, take: 500 })
}

const summaryParts = {
  ...ownFactors,
  groups: { select: { group: { select: { id: true, name: true } } }, orderBy: { group: { nameKey: 'asc' } }, take: 4 },
  _count: { select: { groups: true, identities: true } },
} as const satisfies Prisma.UserInclude

function summaryOf(
  row: Prisma.UserGetPayload<{ include: typeof summaryParts }>,
  actor: Actor,
  role: Role,
): UserSummary {
  const { id, name, createdAt, lastSignInAt } = row
  return {
    id,
    name,
    role: labelOf(role),
    within: isWithin(actor, role),
    disabled: row.disabledAt !== null,
    active: row.passwordHash !== null || row._count.identities > 0,
    byProvider: row._count.identities > 0,
    secondFactor: hasFactor(row),
    email: row.email,
    groups: row.groups.map(({ group }) => group),
    groupCount: row._count.groups,
    createdAt,
    lastSignInAt,
  }
}
