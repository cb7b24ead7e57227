import { listQuerySchema } from '../list'

/** Who says that someone is in a group: an administrator here, or the identity provider at each sign-in. */
export const memberSources = ['local', 'oidc'] as const
export type MemberSource = (typeof memberSources)[number]

export const groupListQuery = listQuerySchema(['name', 'members', 'updatedAt', 'createdAt'], {
  sort: 'name',
  dir: 'asc',
})

export const memberListQuery = listQuerySchema(['name', 'role'], { sort: 'name', dir: 'asc' })
