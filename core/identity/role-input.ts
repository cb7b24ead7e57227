import { z } from 'zod'
import { actions } from '../access/roles'
import { listQuerySchema } from '../list'
import { nameSchema } from '../text'

/** So many custom roles there may be: each list of roles shows all of them. */
export const maxRoles = 100

/** A custom role as forms give it. */
export const roleInput = z.object({
  name: nameSchema,
  description: z.string().trim().max(500, 'field:too-long').default(''),
  permissions: z
    .array(z.enum(actions, 'field:invalid'))
    .min(1, 'field:permission-needed')
    .max(actions.length, 'field:too-many')
    // In the order of the table, whichever way they were ticked.
    .transform((chosen) => actions.filter((action) => chosen.includes(action))),
  /** Whether its holders must have a second factor. */
  secondFactor: z.boolean().default(false),
  /** With an update: when the role that was edited was last changed. Left out: whatever is there is replaced. */
  basedOn: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.date().optional()),
})
export type RoleInput = z.output<typeof roleInput>

export const roleListQuery = listQuerySchema(['name', 'permissions', 'holders', 'updatedAt'], {
  sort: 'name',
  dir: 'asc',
})

export const holderListQuery = listQuerySchema(['name', 'lastSignInAt'], { sort: 'name', dir: 'asc' })
