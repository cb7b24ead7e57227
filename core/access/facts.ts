import type { Db, Tx } from '@/prisma/client'
import { roleOf } from '../identity/web-sessions'
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
  return new Map(rows.map((row) => [row.id, personOf(row)]))
}

export function personOf(row: {
  id: string
  name: string
  role: string
  disabledAt: Date | null
  groups: { groupId: string }[]
}): PersonFacts {
  return {
    id: row.id,
    name: row.name,
    role: roleOf(row.role),
    disabled: row.disabledAt !== null,
    groups: row.groups.map(({ groupId }) => groupId),
  }
}

/** The tags of these hosts as they are now; a host that is gone isn't in the answer. */
export async function readTags(db: Db | Tx, hostIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db.host.findMany({
    where: { id: { in: [...hostIds] } },
    select: { id: true, tags: { select: { tag: true } } },
  })
  return new Map(rows.map(({ id, tags }) => [id, tags.map(({ tag }) => tag)]))
}
