import { z } from 'zod'
import { GatehouseError } from '../errors'
import type { Sealed, Vault } from './vault'

/** What is sealed in a credential's row, as JSON. */
const secretSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password'), password: z.string() }),
  z.object({ kind: z.literal('private-key'), privateKey: z.string() }),
])
export type Secret = z.output<typeof secretSchema>

/** The record that a credential's secret is bound to. */
export const credentialIdentity = (credentialId: string) => `credential:${credentialId}`

/** The same of a person's own: whoever it isn't sealed for has another record, and it doesn't open. */
export const ownCredentialIdentity = (ownerId: string, credentialId: string) =>
  `own-credential:${credentialId}/owner:${ownerId}`

/** The record that a second factor's secret is bound to. */
export const secondFactorIdentity = (factorId: string) => `second-factor:${factorId}`

/** Seals a credential's secret; bound to the record that `identity` names. */
export function sealSecret(vault: Vault, identity: string, secret: Secret): Sealed {
  const plain = Buffer.from(JSON.stringify(secret), 'utf8')
  const sealed = vault.seal(identity, plain)
  plain.fill(0)
  return sealed
}

/** What is sealed, as the database gives it back. */
type SealedRow = Record<'sealed' | 'wrappedKey', Uint8Array> & Pick<Sealed, 'masterKeyId'>

/** Opens it again. Throws GatehouseError `master-key-wrong` when it can't be, or holds no secret. */
export function openSecret(vault: Vault, identity: string, sealed: SealedRow): Secret {
  const plain = vault.open(identity, {
    sealed: Uint8Array.from(sealed.sealed),
    wrappedKey: Uint8Array.from(sealed.wrappedKey),
    masterKeyId: sealed.masterKeyId,
  })
  try {
    return secretSchema.parse(JSON.parse(Buffer.from(plain).toString('utf8')))
  } catch {
    // The cause would quote what it could not read: it stays out of the log.
    throw new GatehouseError('master-key-wrong', { reason: 'record-altered' })
  } finally {
    plain.fill(0)
  }
}
