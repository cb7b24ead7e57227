import { decide, requirePermitted } from '../access/decide'
import { readRole } from '../access/role-rows'
import type { Role } from '../access/roles'
import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { hasFactor, ownFactors } from './second-factor'

/** A user as their own page shows them. */
export interface UserDetail {
  id: string
  name: string
  role: Role
  disabled: boolean
  /** Whether they can sign in: otherwise the link that sets a password hasn't been used yet. */
  active: boolean
  /** Whether they sign in with a second factor. */
  secondFactor: boolean
  /** Where their mail goes. */
  email: string | null
  /** The first hundred by name; `groupCount` counts all. */
  groups: { id: string; name: string }[]
  groupCount: number
  /** How many credentials of their own they keep; which, is nobody else's business. */
  ownCredentials: number
  createdAt: Date
  lastSignInAt: Date | null
}

/** One user, for whoever may read the users, or who reaches what. Throws `not-allowed`, `not-found`. */
export async function getUser(platform: Platform, actor: Actor, id: string): Promise<UserDetail> {
  const { access } = platform.config
  if (!decide(actor, 'user.list', access).allowed) requirePermitted(actor, 'grant.list', access)
  const row = await platform.db.user.findUnique({
    where: { id },
    include: {
      ...ownFactors,
      groups: {
        select: { group: { select: { id: true, name: true } } },
        orderBy: { group: { nameKey: 'asc' } },
        take: 100,
      },
      _count: { select: { groups: true, identities: true, ownCredentials: true } },
    },
  })
  if (!row) throw new GatehouseError('not-found', { what: 'user' })
  return {
    id,
    name: row.name,
    role: await readRole(platform.db, row.role),
    disabled: row.disabledAt !== null,
    active: row.passwordHash !== null || row._count.identities > 0,
    secondFactor: hasFactor(row),
    email: row.email,
    groups: row.groups.map(({ group }) => group),
    groupCount: row._count.groups,
    ownCredentials: row._count.ownCredentials,
    createdAt: row.createdAt,
    lastSignInAt: row.lastSignInAt,
  }
}
