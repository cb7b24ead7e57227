import { z } from 'zod'
import type { Db, Prisma, Tx } from '@/prisma/client'
import { foldKey } from '../text'
import { builtInRole, isBuiltIn } from './built-in-roles'
import { type Action, actions, builtInRoles, type Role } from './roles'

export type RoleRow = Prisma.CustomRoleGetPayload<Record<string, never>>

/** The role that a user's or a token's row names, as it is at this moment. One that isn't there permits nothing. */
export async function readRole(db: Db | Tx, key: string): Promise<Role> {
  return (await readRoles(db, [key]))(key)
}

/** The same for many rows at once: answers whoever asks by key. Costs nothing where all are built in. */
export async function readRoles(db: Db | Tx, keys: Iterable<string>): Promise<(key: string) => Role> {
  const wanted = [...new Set(keys)].filter((key) => !isBuiltIn(key))
  const rows = wanted.length > 0 ? await db.customRole.findMany({ where: { id: { in: wanted } } }) : []
  const known = new Map(rows.map((row) => [row.id, roleOf(row)]))
  return (key) => (isBuiltIn(key) ? builtInRole(key) : (known.get(key) ?? nothing(key)))
}

/** A built-in role by its key, or a custom one by its name; null when there is none. */
export async function roleCalled(db: Db | Tx, name: string): Promise<Role | null> {
  if (isBuiltIn(name)) return builtInRole(name)
  const row = await db.customRole.findUnique({ where: { nameKey: foldKey(name) } })
  return row && roleOf(row)
}

/** Every role there is: the built-in ones first, then the custom ones by name. */
export async function allRoles(db: Db | Tx): Promise<Role[]> {
  const rows = await db.customRole.findMany({ orderBy: [{ nameKey: 'asc' }, { id: 'asc' }] })
  return [...builtInRoles.map(builtInRole), ...rows.map(roleOf)]
}

/** A custom role's row as the role. A permission that this version doesn't know permits nothing. */
export function roleOf({ id, name, permissions, secondFactor }: RoleRow): Role {
  return { key: id, name, permissions: permissionsOf(permissions), secondFactor }
}

function permissionsOf(stored: string): Action[] {
  const names = z.array(z.string()).parse(JSON.parse(stored))
  return actions.filter((action) => names.includes(action))
}

const nothing = (key: string): Role => ({ key, name: key, permissions: [], secondFactor: false })
