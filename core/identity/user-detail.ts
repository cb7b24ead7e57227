import { requireAllowed } from '../access/decide'
import type { Role } from '../access/roles'
import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { hasFactor, ownFactors } from './second-factor'
import { roleOf } from './web-sessions'

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
  createdAt: Date
  lastSignInAt: Date | null
}

/** One user, for whoever may read who reaches what: that is what their page is about. Throws `not-allowed`, `not-found`. */
export async function getUser(platform: Platform, actor: Actor, id: string): Promise<UserDetail> {
  requireAllowed(actor, 'grant.list', platform.config.access)
  const row = await platform.db.user.findUnique({
    where: { id },
    include: {
      ...ownFactors,
      groups: {
        select: { group: { select: { id: true, name: true } } },
        orderBy: { group: { nameKey: 'asc' } },
        take: 100,
      },
      _count: { select: { groups: true, identities: true } },
    },
  })
  if (!row) throw new GatehouseError('not-found', { what: 'user' })
  return {
    id,
    name: row.name,
    role: roleOf(row.role),
    disabled: row.disabledAt !== null,
    active: row.passwordHash !== null || row._count.identities > 0,
    secondFactor: hasFactor(row),
    email: row.email,
    groups: row.groups.map(({ group }) => group),
    groupCount: row._count.groups,
    createdAt: row.createdAt,
    lastSignInAt: row.lastSignInAt,
  }
}
