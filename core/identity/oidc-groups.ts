import type { Tx } from '@/prisma/client'
import { systemActor } from '../actor'
import { maxGroups } from '../groups'
import type { Platform } from '../platform'
import { foldKey, nameSchema } from '../text'
import { insertGroup } from './groups'

/**
 * Sets someone's memberships that come from the provider to the groups of these names, in the caller's transaction, which has
 * taken its turn. Groups that are not there are left out, or made where the setting says so; memberships that an
 * administrator gave stay as they are. Answers the names of groups joined and left, null when nothing changed.
 */
export async function syncGroups(
  platform: Platform,
  tx: Tx,
  userId: string,
  names: readonly string[],
): Promise<{ added: string[]; removed: string[] } | null> {
  if (!platform.config.oidc?.groupsClaim) return null
  const wanted = await groupsNamed(platform, tx, names)
  const present = await tx.groupMember.findMany({
    where: { userId },
    select: { groupId: true, source: true, group: { select: { name: true } } },
  })
  const left = present.filter(({ groupId, source }) => source === 'oidc' && !wanted.has(groupId))
  const joined = [...wanted].filter(([id]) => !present.some(({ groupId }) => groupId === id))
  if (left.length + joined.length === 0) return null
  await tx.groupMember.deleteMany({ where: { userId, groupId: { in: left.map(({ groupId }) => groupId) } } })
  await tx.groupMember.createMany({ data: joined.map(([groupId]) => ({ groupId, userId, source: 'oidc' })) })
  return { added: joined.map(([, name]) => name).sort(), removed: left.map(({ group }) => group.name).sort() }
}

/** The groups of these names as id and name. What is no name of a group is passed over, and so is one group too many. */
async function groupsNamed(platform: Platform, tx: Tx, names: readonly string[]): Promise<Map<string, string>> {
  const byKey = new Map(names.filter((name) => nameSchema.safeParse(name).success).map((name) => [foldKey(name), name]))
  const rows = await tx.userGroup.findMany({
    where: { nameKey: { in: [...byKey.keys()] } },
    select: { id: true, name: true, nameKey: true },
  })
  const found = new Map(rows.map(({ id, name }) => [id, name]))
  if (!platform.config.oidc?.createGroups) return found
  let room = maxGroups - (await tx.userGroup.count())
  for (const [key, name] of byKey) {
    if (room <= 0 || rows.some(({ nameKey }) => nameKey === key)) continue
    room -= 1
    found.set(await insertGroup(tx, systemActor, { name: name.trim(), description: '' }), name.trim())
  }
  return found
}
