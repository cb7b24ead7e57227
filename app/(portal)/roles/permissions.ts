import type { PermissionGroups } from '@/components/roles/permission-list'
import { type PermissionGroup, permissionGroups } from '@/core/access/permission-groups'
import { type Action, actions } from '@/core/access/roles'
import type { Actor } from '@/core/actor'

// An object's keys are strings to TypeScript; the table has every group and nothing else.
const names = Object.keys(permissionGroups) as PermissionGroup[]

/** The permissions by concern, for a page to hand down. */
export const groupedPermissions: PermissionGroups = names.map((group) => ({
  group,
  permissions: permissionGroups[group],
}))

/** What someone may tick in a role. */
export function ownPermissions(actor: Actor): readonly Action[] {
  return actor.kind === 'user' ? actor.role.permissions : actions
}
