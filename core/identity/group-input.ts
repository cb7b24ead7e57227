import { z } from 'zod'
import { listQuerySchema } from '../list'
import { nameSchema } from '../text'

/** So many groups there may be, so many people in one, and so many changes of members in one go. */
export const maxGroups = 1000
export const maxGroupMembers = 5000
export const maxMemberChanges = 200

/** Who says that someone is in a group: an administrator here, or the identity provider at each sign-in. */
export const memberSources = ['local', 'oidc'] as const
export type MemberSource = (typeof memberSources)[number]

/** A group as forms give it; its members are changed apart ({@link memberChange}). */
export const groupInput = z.object({
  name: nameSchema,
  description: z.string().trim().max(500, 'field:too-long').default(''),
  /** With an update: when the group that was edited was last changed. Left out: whatever is there is replaced. */
  basedOn: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.date().optional()),
})
export type GroupInput = z.output<typeof groupInput>

const userIds = z
  .array(z.string().min(1).max(64))
  .max(maxMemberChanges, 'field:too-many')
  .default([])
  .transform((ids) => [...new Set(ids)])

/** Ids of the users to put into a group and to take out. */
export const memberChange = z.object({ add: userIds, remove: userIds })

export const groupListQuery = listQuerySchema(['name', 'members', 'updatedAt', 'createdAt'], {
  sort: 'name',
  dir: 'asc',
})

export const memberListQuery = listQuerySchema(['name', 'role'], { sort: 'name', dir: 'asc' })
