import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { requirePermitted } from './decide'

/**
 * The ids of users, groups, hosts and groups of hosts by their names, for whoever writes grants at the command line. Throws `not-allowed`, and
 * `not-found` with the first name that isn't there.
 */
export async function idsByName(
  platform: Platform,
  actor: Actor,
  names: {
    users?: readonly string[]
    groups?: readonly string[]
    hosts?: readonly string[]
    hostGroups?: readonly string[]
  },
): Promise<{ userIds: string[]; groupIds: string[]; hostIds: string[]; hostGroupIds: string[] }> {
  requirePermitted(actor, 'grant.edit', platform.config.access)
  const { db } = platform
  const query = (wanted: readonly string[] = []) => ({
    where: { nameKey: { in: wanted.map(foldKey) } },
    select: { id: true, nameKey: true },
  })
  const [users, groups, hosts, hostGroups] = await Promise.all([
    db.user.findMany(query(names.users)),
    db.userGroup.findMany(query(names.groups)),
    db.host.findMany(query(names.hosts)),
    db.hostGroup.findMany(query(names.hostGroups)),
  ])
  return {
    userIds: idsOf('user', names.users, users),
    groupIds: idsOf('group', names.groups, groups),
    hostIds: idsOf('host', names.hosts, hosts),
    hostGroupIds: idsOf('host-group', names.hostGroups, hostGroups),
  }
}

function idsOf(what: string, names: readonly string[] = [], rows: { id: string; nameKey: string }[]): string[] {
  const ids = new Map(rows.map(({ id, nameKey }) => [nameKey, id]))
  return names.map((name) => {
    const id = ids.get(foldKey(name))
    if (!id) throw new GatehouseError('not-found', { what, name })
    return id
  })
}
