import { z } from 'zod'
import { nameSchema } from '../text'

const passphrase = z.string().max(1024, 'field:too-long').optional()
const password = z
  .string('field:required')
  .min(1, 'field:required')
  .max(1024, 'field:too-long')
  .refine((value) => !/[\r\n\0]/.test(value), 'field:one-line')
const privateKey = z.string('field:required').trim().min(1, 'field:required').max(65_536, 'field:too-long')

/** A new credential: a password, a pasted private key, or an Ed25519 key made here. */
export const newCredential = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password'), name: nameSchema, password }),
  z.object({ kind: z.literal('private-key'), name: nameSchema, privateKey, passphrase }),
  z.object({ kind: z.literal('generated-key'), name: nameSchema }),
])

/** A change: another name, another secret of the same kind, or both. An empty secret field leaves the secret as it is. */
export const changedCredential = z.object({
  name: nameSchema,
  password: z.preprocess((value) => (value === '' ? undefined : value), password.optional()),
  privateKey: z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    privateKey.optional(),
  ),
  passphrase,
})
