import type { Db, Tx } from '@/prisma/client'
import { readRoles } from './role-rows'
import type { Role } from './roles'

/** What a decision reads of a person. */
export interface PersonFacts {
  id: string
  name: string
  role: Role
  disabled: boolean
  groups: string[]
}

export const personSelect = {
  id: true,
  name: true,
  role: true,
  disabledAt: true,
  groups: { select: { groupId: true } },
} as const

/** These people as they are now; one who is gone isn't in the answer. */
export async function readPeople(db: Db | Tx, ids: readonly string[]): Promise<Map<string, PersonFacts>> {
  const rows = await db.user.findMany({ where: { id: { in: [...ids] } }, select: personSelect })
  return new Map((await personsOf(db, rows)).map((person) => [person.id, person]))
}

interface PersonRow {
  id: string
  name: string
  role: string
  disabledAt: Date | null
  groups: { groupId: string }[]
}

/** What {@link personSelect} read, as facts: the roles as they are now. */
export async function personsOf(db: Db | Tx, rows: readonly PersonRow[]): Promise<PersonFacts[]> {
  const roleOf = await readRoles(
    db,
    rows.map(({ role }) => role),
  )
  return rows.map(({ id, name, role, disabledAt, groups }) => ({
    id,
    name,
    role: roleOf(role),
    disabled: disabledAt !== null,
    groups: groups.map(({ groupId }) => groupId),
  }))
}

/** What a decision reads of a host. */
export interface HostFacts {
  id: string
  tags: string[]
  /** Of the groups of hosts that it is in, their ids. */
  groups: string[]
}

export const placeSelect = {
  id: true,
  tags: { select: { tag: true } },
  groups: { select: { groupId: true } },
} as const

/** These hosts as they are now; one that is gone isn't in the answer. */
export async function readPlaces(db: Db | Tx, ids: readonly string[]): Promise<Map<string, HostFacts>> {
  const rows = await db.host.findMany({ where: { id: { in: [...ids] } }, select: placeSelect })
  return new Map(rows.map((row) => [row.id, placeOf(row)]))
}

export function placeOf(row: { id: string; tags: { tag: string }[]; groups: { groupId: string }[] }): HostFacts {
  return { id: row.id, tags: row.tags.map(({ tag }) => tag), groups: row.groups.map(({ groupId }) => groupId) }
}

/** A host of which nothing is known but its id: it has no tags and is in no group. */
export function bareHost(id: string): HostFacts {
  return { id, tags: [], groups: [] }
}
