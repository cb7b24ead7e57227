import { z } from 'zod'
import { hostEncodings } from '../encodings/names'
import { listQuerySchema } from '../list'
import { foldKey, nameSchema } from '../text'
import { addressSchema, portSchema } from './address'

export const maxTags = 20
export const maxAccounts = 50

/** A tag: up to 40 characters without spaces or commas, kept in lower case, so that "Web" and "web" are one. */
const tagSchema = z
  .string()
  .trim()
  .min(1, 'field:required')
  .max(40, 'field:too-long')
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:/-]*$/u, 'field:tag-invalid')
  .transform((tag) => tag.normalize('NFKC').toLowerCase())

/** A login name on a host: no spaces and no control characters; what else it may be is the host's business. */
export const loginSchema = z
  .string('field:required')
  .min(1, 'field:required')
  .max(128, 'field:too-long')
  .regex(/^[^\s\p{Cc}]+$/u, 'field:login-invalid')

const accountSchema = z.object({
  /** Present: the account as it was, perhaps changed. Absent: a new one. */
  id: z.string().max(64).optional(),
  login: loginSchema,
  /** null: asked at connect, never stored. */
  credentialId: z.preprocess((value) => (value === '' ? null : value), z.string().max(64).nullable().default(null)),
})

/** A host as forms, the API and the command line give it. */
export const hostInput = z.object({
  name: nameSchema,
  address: addressSchema,
  port: portSchema.default(22),
  notes: z.string().max(4000, 'field:too-long').default(''),
  encoding: z.enum(hostEncodings, 'field:encoding-unknown').default('utf-8'),
  /** With an update: when the host that was edited was last changed. Left out: whatever is there is replaced. */
  basedOn: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.date().optional()),
  tags: z
    .array(tagSchema)
    .max(maxTags, 'field:too-many')
    .default([])
    .transform((tags) => [...new Set(tags)].sort()),
  accounts: z
    .array(accountSchema)
    .max(maxAccounts, 'field:too-many')
    .default([])
    .superRefine((accounts, context) => {
      accounts.forEach(({ id, login }, index) => {
        const twice = accounts.slice(0, index).some((other) => other.login === login || (id && other.id === id))
        if (twice) {
          context.addIssue({ code: 'custom', message: 'field:taken', path: [index, 'login'] })
        }
      })
    }),
})
export type HostInput = z.output<typeof hostInput>

export const hostListQuery = listQuerySchema(['name', 'address', 'createdAt', 'updatedAt'], {
  sort: 'name',
  dir: 'asc',
}).extend({
  tag: z.string().trim().max(40).optional(),
  /** Only those of this group of hosts, by its id. */
  group: z.string().max(64).optional(),
})

/** What the list's search looks in. */
export function hostSearchKey(host: Pick<HostInput, 'name' | 'address' | 'tags'> & { accounts: { login: string }[] }) {
  return [host.name, host.address, ...host.tags, ...host.accounts.map(({ login }) => login)].map(foldKey).join('\n')
}
