import { z } from 'zod'
import { GatehouseError } from './errors'
import { foldKey, nameSchema } from './text'

// What groups of people (core/identity/groups.ts) and groups of hosts (core/inventory/host-groups.ts) have in common.

/** So many groups of a kind there may be, so many members in one, and so many changes of members in one go. */
export const maxGroups = 1000
export const maxGroupMembers = 5000
export const maxMemberChanges = 200

/** A group as forms give it; its members are changed apart ({@link memberChange}). */
export const groupInput = z.object({
  name: nameSchema,
  description: z.string().trim().max(500, 'field:too-long').default(''),
  /** With an update: when the group that was edited was last changed. Left out: whatever is there is replaced. */
  basedOn: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.date().optional()),
})
export type GroupInput = z.output<typeof groupInput>

const ids = z
  .array(z.string().min(1).max(64))
  .max(maxMemberChanges, 'field:too-many')
  .default([])
  .transform((list) => [...new Set(list)])

/** Ids of what is to be put into a group and to be taken out. */
export const memberChange = z.object({ add: ids, remove: ids })

/** A group's own columns as they are stored, but for its dates. */
export function groupColumns({ name, description }: Pick<GroupInput, 'name' | 'description'>) {
  return { name, nameKey: foldKey(name), description, searchKey: foldKey(`${name}\n${description}`) }
}

/** A group as the audit log shows it before and after a change. */
export function groupSnapshot({ name, description }: { name: string; description: string }) {
  return { name, description }
}

/** Throws `conflict` when the group was changed since it was read to be edited. */
export function requireUnchanged(basedOn: Date | undefined, present: { updatedAt: Date }): void {
  if (basedOn && basedOn.getTime() !== present.updatedAt.getTime()) {
    throw new GatehouseError('conflict', { reason: 'edited-meanwhile', what: 'group' })
  }
}
